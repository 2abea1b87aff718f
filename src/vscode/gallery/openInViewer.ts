import * as vscode from 'vscode';
import { UserError } from '../../core/userError';

/** Viewers that can stand side by side so that something can still be seen in each. */
const mostViewers = 12;

// Not named where they are executed, since another feature registers them.
const commands = { one: 'radsteps.viewer.openImage', many: 'radsteps.viewer.openImages' };

/** Opens one image of the project in the viewer, or up to twelve side by side. */
export async function openInViewer(images: readonly string[]): Promise<void> {
  const [image] = images;
  if (image === undefined) return;
  if (images.length > mostViewers)
    throw new UserError(`${images.length} images are selected; at most ${mostViewers} fit side by side: select fewer.`);
  const command = images.length === 1 ? commands.one : commands.many;
  if (!(await vscode.commands.getCommands(true)).includes(command))
    throw new UserError('This version of RadSteps has no viewer for images yet.');
  await vscode.commands.executeCommand(command, images.length === 1 ? { image } : { images });
}
