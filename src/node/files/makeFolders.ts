import { mkdir, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

/** Makes a folder and those above it, below `root`, which must be there; a refusal has the disk's own code, which Node's recursive mkdir may hide. */
export async function makeFolders(root: string, folder: string): Promise<void> {
  await stat(root);
  let path = root;
  for (const name of relative(root, folder).split(sep)) {
    path = join(path, name);
    try {
      await mkdir(path);
    } catch (error) {
      if (!(await isFolder(path))) throw error;
    }
  }
}

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
