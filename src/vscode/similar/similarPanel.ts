import * as vscode from 'vscode';
import type { SimilarImages } from '../../core/experiment/similarImages';
import { layout } from '../../core/project/layout';
import { UserError } from '../../core/userError';
import { type Handlers, serve } from '../../protocol/channel';
import type { SimilarChoice, SimilarPage } from '../../protocol/similar';
import { progressText } from '../cliProgress';
import { describeFailure } from '../command';
import { Disposables } from '../disposables';
import { fillWebview, webviewPort } from '../fillWebview';
import type { Services } from '../services';
import { ThumbnailMessages } from '../thumbnailMessages';
import { requireTrust } from '../trust';

/** Whose similar images, by which run. */
export type Similar = { readonly project: string; readonly run: string; readonly image: string };

const execute = async (command: string, argument: unknown): Promise<void> => {
  await vscode.commands.executeCommand(command, argument);
};

async function reproduce(run: string): Promise<void> {
  const command = 'radsteps.runs.reproduce';
  if (!(await vscode.commands.getCommands(true)).includes(command))
    throw new UserError(`Run "radsteps reproduce ${run}" in a terminal to have the run trained again.`);
  await execute(command, { run });
}

/** Finds the images in a process, one search at a time; a newer one ends the one before. */
function searcher({ cli }: Services, { project, run, image }: Similar, onProgress: (words: string) => void) {
  let reading: AbortController | undefined;
  const cancel = (): void => reading?.abort();
  const search = async ({ count, otherPatients }: SimilarChoice): Promise<SimilarImages> => {
    requireTrust('Finding similar images');
    cancel();
    const own = new AbortController();
    reading = own;
    const words = ['-C', project, 'similar', run, image, '--count', String(count), ...(otherPatients ? ['--other-patients'] : [])];
    return (await cli(words, {
      cwd: project,
      signal: own.signal,
      onEvent: (event) => event.event === 'progress' && reading === own && onProgress(progressText(event)),
    })) as SimilarImages;
  };
  return { search, cancel };
}

/** Makes a panel the page of the training images that a run's network sees most like an image. */
export function serveSimilar(services: Services, panel: vscode.WebviewPanel, similar: Similar): void {
  const all = new Disposables();
  const { log, cli, context } = services;
  const { project, run, image } = similar;
  const folder = vscode.Uri.joinPath(vscode.Uri.file(project), layout.thumbnails);
  const { search, cancel } = searcher(services, similar, (words) => all.disposed || page.announce('progress', words));
  const thumbnails = all.add(
    new ThumbnailMessages(cli, project, {
      uri: (file) => panel.webview.asWebviewUri(vscode.Uri.joinPath(folder, file)).toString(),
      made: (list) => all.disposed || page.announce('thumbnails', list),
      ended: (error) => describeFailure(log, 'make thumbnails', error),
    }),
  );
  const handlers: Handlers<SimilarPage> = {
    open: async (choice) => ({ ...similar, found: await search(choice) }),
    cancel,
    openImage: (wanted) => execute('radsteps.viewer.openImage', { image: wanted, beside: true }),
    openRun: () => execute('radsteps.runPage.open', { run }),
    reproduce: () => reproduce(run),
    wantThumbnails: (images) => thumbnails.want(images),
    remakeThumbnail: (wanted) => thumbnails.remake(wanted),
  };
  const describe = (error: unknown): string => describeFailure(log, 'show similar images', error) ?? 'Cancelled.';
  const page = all.add(serve<SimilarPage>(webviewPort(panel.webview), handlers, describe));
  all.add({ dispose: cancel });
  all.add(panel.onDidChangeViewState(() => panel.visible || thumbnails.rest()));
  panel.onDidDispose(() => all.dispose());
  panel.title = `Similar to ${image}`;
  const icon = (theme: string) => vscode.Uri.joinPath(context.extensionUri, 'media', `similar-${theme}.svg`);
  panel.iconPath = { light: icon('light'), dark: icon('dark') };
  fillWebview(panel.webview, context.extensionUri, 'similar', panel.title, { folders: [folder], values: { similar } });
}
