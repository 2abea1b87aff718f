import { join } from 'node:path';
import { readLocal } from '../project/local';
import { type LocalPath, readLocalPaths } from './localPaths';

/** A file of an image with its absolute path on this machine. */
export type LocalFile = LocalPath & { readonly file: string };

/** Every image's files on this machine by image, in the order of their instances; files of a root that `local.yaml` lacks are left out. */
export async function readLocalFiles(root: string): Promise<ReadonlyMap<string, readonly LocalFile[]>> {
  const { roots } = await readLocal(root);
  const files = new Map<string, LocalFile[]>();
  for (const path of await readLocalPaths(root)) {
    const folder = roots[path.root];
    if (folder === undefined) continue;
    const known = files.get(path.image);
    const file = { ...path, file: join(folder, path.path) };
    if (known === undefined) files.set(path.image, [file]);
    else known.push(file);
  }
  return files;
}
