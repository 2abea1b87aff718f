import { basename } from 'node:path';
import * as vscode from 'vscode';
import { layout } from '../../core/project/layout';
import { UserError } from '../../core/userError';
import { type Handlers, serve } from '../../protocol/channel';
import type { TriagePage, TriagePart, TriageSubject } from '../../protocol/triage';
import { describeFailure } from '../command';
import { Disposables } from '../disposables';
import { fillWebview, webviewPort } from '../fillWebview';
import type { Services } from '../services';
import { ThumbnailMessages } from '../thumbnailMessages';
import { TriageModel } from './triageModel';

const run = async (command: string, argument?: unknown): Promise<void> => {
  await vscode.commands.executeCommand(command, argument);
};

async function saveList(model: TriageModel, { project, run: name }: TriageSubject, part: TriagePart): Promise<void> {
  const defaultUri = vscode.Uri.joinPath(vscode.Uri.file(project), '..', `triage-${name}.csv`);
  const filters = { Table: ['csv'], 'Page with pictures': ['html'] };
  const file = await vscode.window.showSaveDialog({ title: 'Save Triage List', defaultUri, filters, saveLabel: 'Save List' });
  if (file === undefined) return;
  await model.save(part, file.fsPath);
  void vscode.window.showInformationMessage(`The triage list is saved as ${basename(file.fsPath)}.`);
}

/** A film of the project with what runs say of it; one outside it in the viewer. */
async function openFilm(model: TriageModel, runs: readonly string[], image: string, images: readonly string[]): Promise<void> {
  const { [image]: file } = model.files;
  if (file === undefined || file === '')
    throw new UserError(`The file of ${image} is not on this machine: import the folder that holds it.`);
  if (/^file-[0-9a-f]{10}$/.test(image)) return run('radsteps.viewer.open', vscode.Uri.file(file));
  await run('radsteps.findings.show', { image, runs, images, beside: true });
}

async function firstAlert({ runs }: Services, project: string): Promise<string | undefined> {
  await runs.refresh();
  const { alertRuns } = await import('../../node/run/alertRuns');
  return (await alertRuns(project, runs.listings))[0]?.run;
}

/** Makes a panel the page of films sorted by an alert. */
export function serveTriage(services: Services, panel: vscode.WebviewPanel, subject: TriageSubject): void {
  const all = new Disposables();
  const { log, cli, context } = services;
  const { project } = subject;
  const folder = vscode.Uri.joinPath(vscode.Uri.file(project), layout.thumbnails);
  const model = new TriageModel(services, subject, (words) => all.disposed || page.announce('progress', words));
  const thumbnails = all.add(
    new ThumbnailMessages(cli, project, {
      uri: (file) => panel.webview.asWebviewUri(vscode.Uri.joinPath(folder, file)).toString(),
      made: (list) => all.disposed || page.announce('thumbnails', list),
      ended: (error) => describeFailure(log, 'make thumbnails', error),
    }),
  );
  let runs: readonly string[] = [subject.run];
  const handlers: Handlers<TriagePage> = {
    open: async (part) => {
      const later = subject.run === '' ? await firstAlert(services, project) : undefined;
      if (later !== undefined) {
        // A run has been trained since the page said that there is none: its own page takes over.
        panel.dispose();
        await run('radsteps.triage.show', { run: later });
        throw new vscode.CancellationError();
      }
      const session = await model.open(part);
      if ('lack' in session) return session;
      const { marking } = session.list.about;
      runs = [subject.run, ...(marking === null ? [] : [marking.run])];
      thumbnails.also(outsideOf(model.files));
      return session;
    },
    cancel: () => model.cancel(),
    setState: ({ study, state }) => model.setState(study, state),
    openFilm: ({ image, images }) => openFilm(model, runs, image, images),
    openRun: () => run('radsteps.runPage.open', { run: subject.run }),
    saveList: (part) => saveList(model, subject, part),
    chooseFolder: () => run('radsteps.triage.showFolder', { run: subject.run }),
    train: () => run('radsteps.training.start'),
    importImages: () => run('radsteps.images.import'),
    split: () => run('radsteps.images.split'),
    reproduce: () => run('radsteps.runs.reproduce', { run: subject.run }),
    wantThumbnails: (images) => thumbnails.want(images),
    remakeThumbnail: (image) => thumbnails.remake(image),
  };
  const describe = (error: unknown): string => describeFailure(log, 'show the triage list', error) ?? 'Cancelled.';
  const page = all.add(serve<TriagePage>(webviewPort(panel.webview), handlers, describe));
  all.add({ dispose: () => model.cancel() });
  all.add(panel.onDidChangeViewState(() => panel.visible || thumbnails.rest()));
  panel.onDidDispose(() => all.dispose());
  panel.title = 'Triage List';
  const icon = (theme: string) => vscode.Uri.joinPath(context.extensionUri, 'media', `triage-${theme}.svg`);
  panel.iconPath = { light: icon('light'), dark: icon('dark') };
  fillWebview(panel.webview, context.extensionUri, 'triage', panel.title, { folders: [folder], values: { triage: subject } });
}

/** Films that no index names, whose thumbnails are made by their places. */
const outsideOf = (files: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(files).filter(([name, file]) => /^file-[0-9a-f]{10}$/.test(name) && file !== ''));
