import * as vscode from 'vscode';
import type { ResultCard } from '../../core/experiment/resultCard';
import { layout } from '../../core/project/layout';
import { UserError } from '../../core/userError';
import type { CardChoice, CardPage, CardSession } from '../../protocol/card';
import { type Handlers, serve } from '../../protocol/channel';
import { describeFailure } from '../command';
import { Disposables } from '../disposables';
import { fillWebview, webviewPort } from '../fillWebview';
import type { Services } from '../services';
import { ThumbnailMessages } from '../thumbnailMessages';
import { requireTrust } from '../trust';

/** Of which image, and which run is asked at first ('' for the best one). */
export type CardSubject = { readonly project: string; readonly image: string; readonly run: string };

const execute = async (command: string, argument: unknown): Promise<void> => {
  await vscode.commands.executeCommand(command, argument);
};

/** Asks the runs one after another, each in a process; a newer question ends the one before. */
function asker({ cli, runs: model }: Services, { project, image }: CardSubject) {
  let asking: AbortController | undefined;
  const cancel = (): void => asking?.abort();
  const open = async ({ run: wanted, sex }: CardChoice): Promise<CardSession> => {
    requireTrust('Estimating an image');
    await requireOpenEyes(project, image);
    cancel();
    const own = new AbortController();
    asking = own;
    await model.refresh();
    const { cardRuns } = await import('../../node/run/cardRuns');
    const runs = await cardRuns(project, model.listings);
    const run = runs.some((one) => one.run === wanted) ? wanted : runs[0]?.run;
    if (run === undefined)
      throw new UserError(
        'No finished run has learned a number yet: "RadSteps: Train..." makes the first one, and then this image has a result.',
      );
    const words = ['-C', project, 'card', run, image, ...(sex === null ? [] : ['--sex', sex])];
    const card = (await cli(words, { cwd: project, signal: own.signal, onEvent: () => {} })) as ResultCard;
    return { project, image, runs, card };
  };
  return { open, cancel };
}

async function requireOpenEyes(project: string, image: string): Promise<void> {
  const { visibleLabels } = await import('../../node/label/visibleLabels');
  const { maySeePredictions, notes } = await visibleLabels(project, image);
  if (!maySeePredictions) throw new UserError(notes.join(' '));
}

/** Makes a panel the page of an image's result. */
export function serveCard(services: Services, panel: vscode.WebviewPanel, subject: CardSubject): void {
  const all = new Disposables();
  const { log, cli, context } = services;
  const { project, image } = subject;
  const folder = vscode.Uri.joinPath(vscode.Uri.file(project), layout.thumbnails);
  const { open, cancel } = asker(services, subject);
  const thumbnails = all.add(
    new ThumbnailMessages(cli, project, {
      uri: (file) => panel.webview.asWebviewUri(vscode.Uri.joinPath(folder, file)).toString(),
      made: (list) => all.disposed || page.announce('thumbnails', list),
      ended: (error) => describeFailure(log, 'make thumbnails', error),
    }),
  );
  const handlers: Handlers<CardPage> = {
    open,
    cancel,
    copy: async (text) => {
      await vscode.env.clipboard.writeText(text);
    },
    openImage: () => execute('radsteps.viewer.openImage', { image, beside: true }),
    openRun: (run) => execute('radsteps.runPage.open', { run }),
    wantThumbnails: (images) => thumbnails.want(images),
    remakeThumbnail: (wanted) => thumbnails.remake(wanted),
  };
  const describe = (error: unknown): string => describeFailure(log, 'show a result card', error) ?? 'Cancelled.';
  const page = all.add(serve<CardPage>(webviewPort(panel.webview), handlers, describe));
  all.add({ dispose: cancel });
  all.add(panel.onDidChangeViewState(() => panel.visible || thumbnails.rest()));
  panel.onDidDispose(() => all.dispose());
  panel.title = `Result of ${image}`;
  const icon = (theme: string) => vscode.Uri.joinPath(context.extensionUri, 'media', `run-${theme}.svg`);
  panel.iconPath = { light: icon('light'), dark: icon('dark') };
  fillWebview(panel.webview, context.extensionUri, 'card', panel.title, { folders: [folder], values: { card: subject } });
}
