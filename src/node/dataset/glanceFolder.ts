import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { compareText } from '../../core/dataset/compareText';

/** What a folder holds at a glance, as absolute paths, sorted. */
export type FolderGlance = { readonly tables: readonly string[]; readonly pictures: readonly string[] };

/** Folders that are looked into at most: an archive of studies has many, and no table of labels in them. */
const mostFolders = 2000;

/** The tables and pictures of a folder and of those in it, `depth` levels down; hidden files and what macOS puts into archives are left out. */
export function glanceFolder(folder: string, depth: number): FolderGlance {
  const found = { tables: [] as string[], pictures: [] as string[] };
  let level: readonly string[] = [folder];
  let seen = 0;
  for (let down = 0; down <= depth && level.length > 0 && seen < mostFolders; down += 1) {
    const here = level.slice(0, mostFolders - seen);
    seen += here.length;
    level = here.flatMap((inner) => lookInto(inner, found));
  }
  return { tables: found.tables.toSorted(compareText), pictures: found.pictures.toSorted(compareText) };
}

/** Puts the files of one folder to those found, and returns its folders. */
function lookInto(folder: string, found: { readonly tables: string[]; readonly pictures: string[] }): readonly string[] {
  const folders: string[] = [];
  for (const entry of entriesOf(folder)) {
    if (entry.name.startsWith('.') || entry.name.startsWith('~$') || entry.name === '__MACOSX') continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory() || (entry.isSymbolicLink() && isFolder(path))) folders.push(path);
    else if (/\.(csv|tsv|xlsx)$/i.test(entry.name)) found.tables.push(path);
    else if (/\.(png|jpe?g)$/i.test(entry.name)) found.pictures.push(path);
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

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
