import { readdirSync, realpathSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { compareText } from '../../core/dataset/compareText';

/** What a folder holds at a glance, as absolute paths, sorted. */
export type FolderGlance = { readonly tables: readonly string[]; readonly pictures: readonly string[] };

/** Folders that are looked into at most: an archive of studies has many, and no table of labels in them. */
const mostFolders = 2000;

type Glance = { readonly root: string; readonly seen: Set<string>; readonly tables: string[]; readonly pictures: string[] };

/**
 * The tables and pictures of a folder (a real path) and of those in it, `depth` levels down; hidden files and what macOS puts into archives are left
 * out, and a link is followed only to what the glance doesn't meet by itself.
 */
export function glanceFolder(folder: string, depth: number): FolderGlance {
  const glance: Glance = { root: folder, seen: new Set([folder]), tables: [], pictures: [] };
  let level: readonly string[] = [folder];
  let looked = 0;
  for (let down = 0; down <= depth && level.length > 0 && looked < mostFolders; down += 1) {
    const here = level.slice(0, mostFolders - looked);
    looked += here.length;
    level = here.flatMap((inner) => lookInto(inner, glance));
  }
  return { tables: glance.tables.toSorted(compareText), pictures: glance.pictures.toSorted(compareText) };
}

/** Puts the files of one folder to those found, and returns its folders. */
function lookInto(folder: string, glance: Glance): readonly string[] {
  const folders: string[] = [];
  for (const entry of entriesOf(folder)) {
    if (entry.name.startsWith('.') || entry.name.startsWith('~$') || entry.name === '__MACOSX') continue;
    const path = join(folder, entry.name);
    const target = entry.isSymbolicLink() ? linkTarget(path, glance) : path;
    if (target === null) continue;
    if (entry.isDirectory() || (target !== path && isFolder(target))) folders.push(target);
    else if (/\.(csv|tsv|xlsx)$/i.test(entry.name)) glance.tables.push(path);
    else if (/\.(png|jpe?g)$/i.test(entry.name)) glance.pictures.push(path);
  }
  return folders;
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

/** Where a link leads; null where that is nowhere, in the folder itself, or known already. */
function linkTarget(link: string, { root, seen }: Glance): string | null {
  let target: string;
  try {
    target = realpathSync(link);
  } catch {
    return null;
  }
  if (target === root || target.startsWith(root + sep) || seen.has(target)) return null;
  seen.add(target);
  return target;
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
