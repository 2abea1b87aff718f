import * as vscode from 'vscode';
import { type Handlers, serve } from '../../protocol/channel';
import type { RunPage, RunView } from '../../protocol/run';
import { describeFailure } from '../command';
import { Disposables } from '../disposables';
import { fillWebview, webviewPort } from '../fillWebview';
import type { Services } from '../services';

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

const commandOf = {
  record: 'radsteps.runs.openRecord',
  predictions: 'radsteps.runs.openPredictions',
  log: 'radsteps.runs.openLog',
  git: 'radsteps.runs.showInGit',
};

/** Makes a panel the page of one run: answers its questions and announces every change of the run's files. */
export function serveRunPanel(services: Services, panel: vscode.WebviewPanel, project: string, run: string): vscode.Disposable {
  const all = new Disposables();
  const { log, runs, context } = services;
  const execute = async (command: string): Promise<void> => {
    await vscode.commands.executeCommand(command, { run });
  };
  const handlers: Handlers<RunPage> = {
    open: () => readView(services, project, run),
    show: (what) => execute(commandOf[what]),
    stop: () => execute('radsteps.runs.stop'),
    commit: () => execute('radsteps.runs.commit'),
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
  panel.onDidDispose(() => all.dispose());
  const icon = (theme: string) => vscode.Uri.joinPath(context.extensionUri, 'media', `run-${theme}.svg`);
  panel.title = titleOf(run);
  panel.iconPath = { light: icon('light'), dark: icon('dark') };
  fillWebview(panel.webview, context.extensionUri, 'run', titleOf(run));
  return all;
}
