import { existsSync } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { layout } from '../../core/project/layout';
import { UserError } from '../../core/userError';
import { findRepository, isIgnored, isRepository, type Repository } from '../git/repository';
import { defaultDataRoot } from './local';

/** Where a new project goes. */
export type ProjectPlace = {
  /** Absolute; links resolved. */
  readonly root: string;
  /** True where the folder is there already, and empty. */
  readonly exists: boolean;
  readonly dataRoot: string;
  /** The repository that the folder already lies in, and which does not ignore it. */
  readonly repository: Repository | null;
};

/** True where a path is a folder or lies in it; both absolute. */
export function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}

/** Looks whether a project can be made in a folder, with its images in `dataRoot`; changes nothing, throws UserError when it can't. */
export async function planPlace(folder: string, dataRoot: string | undefined, ownRepository: boolean): Promise<ProjectPlace> {
  const root = await realPath(resolve(folder), 'The project');
  const exists = await checkFolder(root);
  const outer = outerProject(dirname(root));
  if (outer !== null) throw new UserError(`${root} lies in another project, ${outer}: choose a folder outside it.`);
  const repository = ownRepository ? null : await surroundingRepository(root);
  const data = dataRoot === undefined ? defaultDataRoot(root, repository) : await realPath(resolve(dataRoot), 'The folder for images');
  if (isInside(data, root))
    throw new UserError(`The folder for images, ${data}, lies in the project: choose one outside, because images must not enter git.`);
  if (repository !== null && isInside(data, repository.root))
    throw new UserError(
      `The folder for images, ${data}, lies in the git repository ${repository.root}: choose one outside, because images must not enter git.`,
    );
  const kind = await stat(data).catch(() => null);
  if (kind !== null && !kind.isDirectory()) throw new UserError(`The folder for images, ${data}, is a file: choose another.`);
  return { root, exists, dataRoot: data, repository };
}

/** True for an empty folder, false where there is none; throws for anything else. */
async function checkFolder(root: string): Promise<boolean> {
  const kind = await stat(root).catch(() => null);
  if (kind === null) return false;
  if (!kind.isDirectory()) throw new UserError(`${root} is a file: choose another folder for the project.`);
  const names = await readdir(root).catch(() => {
    throw new UserError(`${root} can't be read: choose another folder for the project.`);
  });
  if (names.length > 0)
    throw new UserError(`${root} is not empty: choose a new or an empty folder for the project; nothing is ever written over.`);
  return true;
}

/** A path with the links in its existing part resolved, so that two ways to one folder are seen as one. */
async function realPath(path: string, what: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    const parent = dirname(path);
    if (code === 'ENOTDIR') throw new UserError(`${what} can't be made at ${path}, because a part of this path is a file.`);
    if (code !== 'ENOENT' || parent === path) throw new UserError(`${what} can't be made at ${path} (${String(code)}).`);
    return join(await realPath(parent, what), basename(path));
  }
}

function outerProject(folder: string): string | null {
  if (existsSync(join(folder, layout.project))) return folder;
  return dirname(folder) === folder ? null : outerProject(dirname(folder));
}

async function surroundingRepository(root: string): Promise<Repository | null> {
  const existing = nearestExisting(root);
  const found = await findRepository(existing);
  if (!isRepository(found)) return null;
  const path = relative(found.root, root).replaceAll('\\', '/');
  // A project in a folder that git ignores could never be committed there.
  return path !== '' && (await isIgnored(found, `${path}/`)) ? null : found;
}

const nearestExisting = (path: string): string => (existsSync(path) ? path : nearestExisting(dirname(path)));
