import * as vscode from 'vscode';
import { UserError } from '../../core/userError';
import { openFile } from './openInViewer';
import type { ViewerParts } from './viewerPanel';

/** Arguments of `radsteps.viewer.openImage`: an image of the project, and where its editor goes. */
export type WantedImage = { readonly image?: string; readonly beside?: boolean; readonly column?: number };

/** Arguments of `radsteps.viewer.openImages`. */
export type WantedImages = { readonly images?: readonly string[] };

/** VS Code has this many columns. */
const mostColumns = 9;

/** Opens an image of the project by its name. */
export async function openImage(parts: ViewerParts, { image = '', beside = false, column }: WantedImage): Promise<void> {
  const place = column ?? (beside ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active);
  await openFile(parts, await fileOfImage(parts, image), { image, column: place });
}

/** Opens images of the project side by side, linked with one another. */
export async function openImages(parts: ViewerParts, { images = [] }: WantedImages): Promise<void> {
  if (images.length > mostColumns)
    throw new UserError(`${images.length} images are selected: ${mostColumns} fit side by side at most; select fewer.`);
  const files = await Promise.all(images.map(async (image) => ({ image, uri: await fileOfImage(parts, image) })));
  for (const [index, { image, uri }] of files.entries()) {
    const column = index === 0 ? vscode.ViewColumn.Active : vscode.ViewColumn.Beside;
    await openFile(parts, uri, { image, column, linked: files.length > 1, preview: false });
  }
}

async function fileOfImage({ services }: ViewerParts, image: string): Promise<vscode.Uri> {
  const root = services.project.require();
  const { filesOfImage } = await import('../../node/series/imageFiles');
  const [file] = await filesOfImage(root, image);
  if (file === undefined)
    throw new UserError(`The files of ${image || 'this image'} are not known on this machine: import the folder in which they lie.`);
  return vscode.Uri.file(file);
}
