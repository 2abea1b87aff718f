import { type Dirent, readdirSync } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { compareText } from '../../core/dataset/compareText';

/** A file in an imported folder. */
export type WalkedFile = {
  /** Path from the folder, with forward slashes. */
  readonly path: string;
  readonly file: string;
};

type Walk = {
  readonly root: string;
  readonly skip: string;
  readonly seen: Set<string>;
  readonly files: WalkedFile[];
  readonly signal: AbortSignal;
};

/**
 * All plain files under a folder (a real path), sorted by path; hidden ones, DICOMDIR and the folder `skip` are left out, links are followed
 * once and never in a circle. Folders that can't be read are left out and counted.
 */
export async function walkFolder(
  root: string,
  skip: string,
  signal: AbortSignal,
): Promise<{ readonly files: readonly WalkedFile[]; readonly unreadable: number }> {
  const walk: Walk = { root, skip, seen: new Set([root]), files: [], signal };
  const unreadable = await visit(walk, root, '');
  return { files: walk.files.toSorted((a, b) => compareText(a.path, b.path)), unreadable };
}

async function visit(walk: Walk, folder: string, path: string): Promise<number> {
  await setImmediate();
  walk.signal.throwIfAborted();
  const entries = entriesOf(folder);
  if (entries === null) return 1;
  let unreadable = 0;
  for (const entry of entries.toSorted((a, b) => compareText(a.name, b.name))) {
    if (entry.name.startsWith('.') || entry.name.toUpperCase() === 'DICOMDIR') continue;
    const file = join(folder, entry.name);
    const ownPath = path === '' ? entry.name : `${path}/${entry.name}`;
    // Nearly all entries are plain files: they are not asked for one by one, since whoever reads them learns what there is to know.
    if (entry.isFile()) walk.files.push({ path: ownPath, file });
    else unreadable += await visitOther(walk, entry, file, ownPath);
  }
  return unreadable;
}

/** Reading a folder by a promise takes ten times as long. */
function entriesOf(folder: string): readonly Dirent[] | null {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return null;
  }
}

async function visitOther(walk: Walk, entry: Dirent, file: string, path: string): Promise<number> {
  const target = entry.isSymbolicLink() ? await linkTarget(walk, file) : file;
  if (target === undefined || target === walk.skip) return 0;
  const info = await stat(target).catch(() => null);
  if (info === null) return 1;
  if (info.isFile()) walk.files.push({ path, file });
  return info.isDirectory() && isNew(walk, target) ? visit(walk, target, path) : 0;
}

/** Where a link leads, unless the walk meets the same thing by itself or has been there. */
async function linkTarget({ root, seen }: Walk, link: string): Promise<string | undefined> {
  const target = await realpath(link).catch(() => undefined);
  if (target === undefined || target === root || target.startsWith(root + sep) || seen.has(target)) return undefined;
  return target;
}

function isNew({ seen }: Walk, folder: string): boolean {
  if (seen.has(folder)) return false;
  seen.add(folder);
  return true;
}
