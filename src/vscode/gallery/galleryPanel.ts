import { basename } from 'node:path';
import * as vscode from 'vscode';
import { layout } from '../../core/project/layout';
import { type Handlers, serve } from '../../protocol/channel';
import type { GalleryPage, GallerySession } from '../../protocol/gallery';
import { describeFailure } from '../command';
import { Disposables } from '../disposables';
import { fillWebview, webviewPort } from '../fillWebview';
import { restingWork } from '../restingWork';
import type { Services } from '../services';
import { ThumbnailMessages } from '../thumbnailMessages';
import { requireTrust } from '../trust';
import { GalleryModel } from './galleryModel';
import { openInViewer } from './openInViewer';

/** Milliseconds between two readings of changed files: an import changes them for minutes. */
const restMs = 1000;

/** The folder of the thumbnails of a project. */
const thumbnailsOf = (project: string): vscode.Uri => vscode.Uri.joinPath(vscode.Uri.file(project), layout.thumbnails);

const run = async (command: string, ...words: readonly unknown[]): Promise<void> => {
  await vscode.commands.executeCommand(command, ...words);
};

type Gallery = { readonly project: string; readonly model: GalleryModel; readonly thumbnails: ThumbnailMessages };

const session = async ({ project, model }: Gallery): Promise<GallerySession> => ({
  project,
  title: basename(project),
  table: await model.table(),
});

const handlersOf = (gallery: Gallery): Handlers<GalleryPage> => ({
  open: () => {
    requireTrust('Showing images');
    return session(gallery);
  },
  wantThumbnails: (images) => gallery.thumbnails.want(images),
  remakeThumbnail: (image) => gallery.thumbnails.remake(image),
  details: (image) => gallery.model.details(image),
  openImages: openInViewer,
  labelImage: (image) => run('radsteps.labels.open', { image }),
  importImages: () => run('radsteps.images.import'),
  split: () => run('radsteps.images.split'),
  openTable: () => run('vscode.open', vscode.Uri.joinPath(vscode.Uri.file(gallery.project), layout.images)),
});

/** Makes a panel the gallery of a project: answers its questions, and follows the project's files while it is seen. */
export function serveGallery(services: Services, panel: vscode.WebviewPanel, project: string): void {
  const all = new Disposables();
  const { log, cli, changes, context } = services;
  const model = all.add(new GalleryModel(cli, project));
  const thumbnails = all.add(
    new ThumbnailMessages(cli, project, {
      uri: (file) => panel.webview.asWebviewUri(vscode.Uri.joinPath(thumbnailsOf(project), file)).toString(),
      made: (list) => all.disposed || page.announce('thumbnails', list),
      ended: (error) => describeFailure(log, 'make thumbnails', error),
    }),
  );
  const gallery = { project, model, thumbnails };
  const describe = (error: unknown): string => describeFailure(log, 'show the images', error) ?? 'Cancelled.';
  const page = all.add(serve<GalleryPage>(webviewPort(panel.webview), handlersOf(gallery), describe));
  const follow = async (): Promise<void> => {
    // A hidden page hears nothing; it asks anew when it is shown. One that was refused has nothing to follow.
    if (!panel.visible || !vscode.workspace.isTrusted) return;
    try {
      thumbnails.reread();
      if ((await model.read()) && !all.disposed) page.announce('changed', await session(gallery));
    } catch (error) {
      if (!all.disposed) page.announce('failed', describe(error));
    }
  };
  const following = all.add(restingWork(follow, restMs));
  all.add(
    changes.onDidChange(({ steps }) => {
      if (!steps) return;
      model.noteChange();
      if (panel.visible) following.note();
    }),
  );
  all.add(panel.onDidChangeViewState(() => panel.visible || thumbnails.rest()));
  panel.onDidDispose(() => all.dispose());
  fillWebview(panel.webview, context.extensionUri, 'gallery', panel.title, { folders: [thumbnailsOf(project)] });
}
