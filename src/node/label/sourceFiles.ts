import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { compareText } from '../../core/dataset/compareText';
import { UserError } from '../../core/userError';

/** The files of a folder and below by their names, or the file itself; throws UserError where there is none. */
export async function sourceFiles(source: string): Promise<readonly string[]> {
  const found = await stat(source).catch(() => null);
  if (found === null) throw new UserError(`There is no file or folder ${source}.`);
  if (!found.isDirectory()) return [source];
  const entries = await readdir(source, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted(compareText);
}
