import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../../core/userError';
import type { TaskStatus } from '../../node/project/projectStatus';

const makers = { import: 'radsteps.images.import', split: 'radsteps.images.split', train: 'radsteps.training.start' } as const;

async function kindOf(path: string): Promise<'file' | 'folder' | null> {
  try {
    return (await stat(path)).isDirectory() ? 'folder' : 'file';
  } catch {
    return null;
  }
}

/** Opens a task's first file that is there, of the images the gallery; without one, runs the command that makes it. */
export async function openTask(root: string, { task, state, reason }: TaskStatus): Promise<void> {
  const done = state === 'done';
  if (task.check === 'images' && done && vscode.workspace.isTrusted)
    return void (await vscode.commands.executeCommand('radsteps.gallery.show'));
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
  throw new UserError(`${task.files[0] ?? task.title} is not there yet. ${task.why}`);
}
