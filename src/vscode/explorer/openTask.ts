import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { TaskStatus } from '../../core/project/taskStatus';
import { UserError } from '../../core/userError';
import { requireTrust } from '../trust';

const makers = { import: 'radsteps.images.import', split: 'radsteps.images.split', train: 'radsteps.training.start' } as const;

async function kindOf(path: string): Promise<'file' | 'folder' | null> {
  try {
    return (await stat(path)).isDirectory() ? 'folder' : 'file';
  } catch {
    return null;
  }
}

/** Opens a task's first file that is there, of the images the gallery; without one, runs the command that makes it, or offers to begin it. */
export async function openTask(root: string, { task, state, reason }: TaskStatus): Promise<void> {
  const done = state === 'done' || state === 'stale';
  if (task.check === 'images' && done && vscode.workspace.isTrusted)
    return void (await vscode.commands.executeCommand('radsteps.gallery.show'));
  if (task.check === 'agreement' && vscode.workspace.isTrusted)
    return void (await vscode.commands.executeCommand('radsteps.agreement.show'));
  if (task.command === 'train' && done) return void (await vscode.commands.executeCommand('radsteps.runs.focus'));
  // An empty index or label folder has nothing to look at: what fills it is what is wanted; an invalid file wants mending.
  if (task.command !== null && !done && !reason.startsWith('invalid'))
    return void (await vscode.commands.executeCommand(makers[task.command]));
  for (const file of task.files) {
    const kind = await kindOf(join(root, file));
    if (kind === null) continue;
    const command = kind === 'file' ? 'vscode.open' : 'revealInExplorer';
    return void (await vscode.commands.executeCommand(command, vscode.Uri.file(join(root, file))));
  }
  await offerToBegin(root, task);
}

/** A file that no template brought is written when somebody wants it. */
async function offerToBegin(root: string, { id, files, why, title, starter }: TaskStatus['task']): Promise<void> {
  const [file = title] = files;
  if (starter === null) throw new UserError(`${file} is not there yet. ${why}`);
  const begin = 'Begin It';
  if ((await vscode.window.showInformationMessage(`${file} is not there yet. ${why}`, begin)) !== begin) return;
  requireTrust('Writing files');
  const { beginTask } = await import('../../node/project/beginTask');
  await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(join(root, await beginTask(root, id))));
}
