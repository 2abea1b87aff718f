import * as vscode from 'vscode';
import { layout } from '../../core/project/layout';
import { type Handlers, serve } from '../../protocol/channel';
import type { RunPage, RunView } from '../../protocol/run';
import { describeFailure } from '../command';
import { Disposables } from '../disposables';
import { fillWebview, webviewPort } from '../fillWebview';
import type { Services } from '../services';
import { ThumbnailMessages } from '../thumbnailMessages';
import { requireTrust } from '../trust';
import { actOnCase } from './actOnCase';
import { CaseModel } from './caseModel';

const titleOf = (run: string): string => `Run ${run}`;

async function readView({ runs }: Services, project: string, run: string): Promise<RunView> {
  const [{ readRunFiles }, { runView }] = await Promise.all([import('./readRunFiles'), import('./runView')]);
  const listing = runs.listings.find((other) => other.run === run);
  const files = await readRunFiles(project, run, runs.live(run), listing?.pending ?? false);
  try {
    return runView(files);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return runView({ ...files, record: null, problem: `The record of ${run} lacks something that a record has (${reason}).` });
  }
}

/** Whose labels the run learned from. */
async function readerOf(project: string, run: string): Promise<string> {
  const { readRecord } = await import('../../node/run/readRecord');
  return (await readRecord(project, run)).settings.data.reader;
}

const commandOf = {
  record: 'radsteps.runs.openRecord',
  predictions: 'radsteps.runs.openPredictions',
  log: 'radsteps.runs.openLog',
  git: 'radsteps.runs.showInGit',
  triage: 'radsteps.triage.show',
};

/** Makes a panel the page of one run: answers its questions and announces every change of the run's files. */
export function serveRunPanel(services: Services, panel: vscode.WebviewPanel, project: string, run: string): vscode.Disposable {
  const all = new Disposables();
  const { log, runs, context, cli } = services;
  const cases = all.add(new CaseModel(cli, project, run));
  const thumbnailsFolder = vscode.Uri.joinPath(vscode.Uri.file(project), layout.thumbnails);
  const thumbnails = all.add(
    new ThumbnailMessages(cli, project, {
      uri: (file) => panel.webview.asWebviewUri(vscode.Uri.joinPath(thumbnailsFolder, file)).toString(),
      made: (list) => all.disposed || page.announce('thumbnails', list),
      ended: (error) => describeFailure(log, 'make thumbnails', error),
    }),
  );
  const execute = async (command: string): Promise<void> => {
    await vscode.commands.executeCommand(command, { run });
  };
  const handlers: Handlers<RunPage> = {
    open: () => readView(services, project, run),
    show: (what) => execute(commandOf[what]),
    stop: () => execute('radsteps.runs.stop'),
    commit: () => execute('radsteps.runs.commit'),
    cases: () => {
      requireTrust('Reading the cases of a run');
      return cases.report();
    },
    operate: (threshold) => cases.operate(threshold),
    groups: (threshold) => cases.groups(threshold),
    pick: ({ choice, limit }) => cases.pick(choice, limit),
    wantThumbnails: (images) => thumbnails.want(images),
    remakeThumbnail: (image) => thumbnails.remake(image),
    onCase: async ({ image, action }) => actOnCase({ project, run, image, reader: await readerOf(project, run) }, action),
  };
  const page = all.add(
    serve<RunPage>(webviewPort(panel.webview), handlers, (error) => describeFailure(log, 'show the run', error) ?? 'Cancelled.'),
  );
  const announce = async (): Promise<void> => {
    try {
      const view = await readView(services, project, run);
      if (!all.disposed) page.announce('changed', view);
    } catch (error) {
      describeFailure(log, 'read the run', error);
    }
  };
  all.add(
    runs.onDidChange((changed) => {
      // A hidden page hears nothing; it asks anew when it is shown.
      if (changed.has(run) && panel.visible) void announce();
    }),
  );
  all.add(panel.onDidChangeViewState(() => panel.visible || thumbnails.rest()));
  panel.onDidDispose(() => all.dispose());
  const icon = (theme: string) => vscode.Uri.joinPath(context.extensionUri, 'media', `run-${theme}.svg`);
  panel.title = titleOf(run);
  panel.iconPath = { light: icon('light'), dark: icon('dark') };
  fillWebview(panel.webview, context.extensionUri, 'run', titleOf(run), { folders: [thumbnailsFolder] });
  return all;
}
