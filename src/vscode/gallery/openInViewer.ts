import * as vscode from 'vscode';
import { UserError } from '../../core/userError';

/** Viewers that can stand side by side so that something can still be seen in each. */
const mostViewers = 12;

/** Opens one image of the project in the viewer, or up to twelve side by side. */
export async function openInViewer(images: readonly string[]): Promise<void> {
  const [image] = images;
  if (image === undefined) return;
  if (images.length > mostViewers)
    throw new UserError(`${images.length} images are selected; at most ${mostViewers} fit side by side: select fewer.`);
  if (images.length === 1) await vscode.commands.executeCommand('radsteps.viewer.openImage', { image });
  else await vscode.commands.executeCommand('radsteps.viewer.openImages', { images });
}
