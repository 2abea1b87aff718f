import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../core/userError';
import { writeBeside } from '../files/writeBeside';
import { requireTask } from './taskNotes';

/** Writes a task's first file with what it begins with, unless it is there; returns its path from the project. Throws UserError where something else makes it. */
export async function beginTask(root: string, id: string): Promise<string> {
  const { files, starter, title } = requireTask(id);
  const [file = ''] = files;
  if (existsSync(join(root, file))) return file;
  if (starter === null)
    throw new UserError(`${file} of "${title}" is not written by hand; \`radsteps task show ${id}\` says how it comes.`);
  await writeBeside(join(root, file), starter);
  return file;
}
