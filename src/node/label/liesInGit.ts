import { realpath } from 'node:fs/promises';
import { dirname, relative, sep } from 'node:path';
import { findRepository, isRepository } from '../git/repository';

/** True where a file or folder, which need not exist yet, lies in the project or in a working tree of git, from where it may get into a commit. */
export async function liesInGit(root: string, place: string): Promise<boolean> {
  const folder = await nearestFolder(place);
  const way = relative(await realpath(root), folder);
  const isInProject = way === '' || !(way === '..' || way.startsWith(`..${sep}`) || /^[A-Za-z]:/.test(way));
  return isInProject || isRepository(await findRepository(folder));
}

/** The real path of the nearest folder above that is there. */
async function nearestFolder(place: string): Promise<string> {
  try {
    return await realpath(place);
  } catch {
    const above = dirname(place);
    return above === place ? place : nearestFolder(above);
  }
}
