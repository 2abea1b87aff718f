import { basename, relative, resolve, sep } from 'node:path';

/** Where an imported folder lies: a root of `local.yaml`, and the folder's path from it with forward slashes ('' for the root itself). */
export type ImportRoot = { readonly name: string; readonly folder: string; readonly prefix: string; readonly isNew: boolean };

/** The root that holds a folder: a known one, or a new one named after the folder. */
export function importRoot(roots: Readonly<Record<string, string>>, folder: string): ImportRoot {
  const holding = Object.entries(roots)
    .map(([name, path]) => ({ name, folder: resolve(path) }))
    .filter((root) => folder === root.folder || folder.startsWith(root.folder + sep))
    .toSorted((a, b) => b.folder.length - a.folder.length)[0];
  if (holding !== undefined) return { ...holding, prefix: relative(holding.folder, folder).split(sep).join('/'), isNew: false };
  return { name: freeName(roots, slug(basename(folder))), folder, prefix: '', isNew: true };
}

const slug = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '') || 'images';

function freeName(roots: Readonly<Record<string, string>>, name: string): string {
  let free = name;
  for (let number = 2; free in roots; number += 1) free = `${name}-${number}`;
  return free;
}
