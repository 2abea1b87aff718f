import { stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { layout } from '../../core/project/layout';
import { UserError } from '../../core/userError';

/** The root folder of the project that a folder or file is or lies in; throws UserError when there is none. */
export async function findProject(start: string): Promise<string> {
  const first = resolve(start);
  const kind = await kindOf(first);
  if (kind === null) throw new UserError(`There is no folder ${first}.`);
  for (let folder = kind === 'folder' ? first : dirname(first); ; folder = dirname(folder)) {
    if ((await kindOf(join(folder, layout.project))) === 'file') return folder;
    if (folder === dirname(folder)) break;
  }
  throw new UserError(
    `Neither ${first} nor a folder above it is a RadSteps project (no ${layout.project}): go into one, name it with -C, or make one with "radsteps new".`,
  );
}

async function kindOf(path: string): Promise<'file' | 'folder' | null> {
  try {
    return (await stat(path)).isDirectory() ? 'folder' : 'file';
  } catch {
    return null;
  }
}
