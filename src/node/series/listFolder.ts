import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { compareText } from '../../core/dataset/compareText';

/** Endings of files that are certainly no DICOM, so that a folder of other things is passed over quickly. */
const otherFiles = /\.(png|jpe?g|nii|nii\.gz|json|csv|txt|md|html?|ya?ml|xml|zip|gz|pdf|mjs|js|ts|py|onnx)$/i;

export type ListOptions = {
  /** With the folders inside; links to folders are not followed. */
  readonly isDeep: boolean;
  readonly limit: number;
  /** A file of the folder around which names are taken where there are too many; else the first ones are. */
  readonly around?: string;
  readonly signal: AbortSignal;
};

/** Paths of a folder's files that may be DICOM, sorted by name; hidden ones and DICOMDIR are left out, and a note says when there are more than `limit`. */
export async function listFolder(
  folder: string,
  options: ListOptions,
): Promise<{ readonly files: readonly string[]; readonly notes: readonly string[] }> {
  const found: string[] = [];
  const most = options.around === undefined ? options.limit : Number.POSITIVE_INFINITY;
  const isComplete = await visit(folder, found, most, options);
  const sorted = found.toSorted(compareText);
  if (isComplete && sorted.length <= options.limit) return { files: sorted, notes: [] };
  const middle = options.around === undefined ? 0 : sorted.indexOf(options.around) - Math.floor(options.limit / 2);
  const start = Math.max(0, Math.min(middle, sorted.length - options.limit));
  const count = options.limit.toLocaleString('en-US');
  return {
    files: sorted.slice(start, start + options.limit),
    notes: [`The folder holds more than ${count} files; only so many were looked at, so that a series may lack slices.`],
  };
}

async function visit(folder: string, files: string[], most: number, options: ListOptions): Promise<boolean> {
  options.signal.throwIfAborted();
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const entry of entries.toSorted((a, b) => compareText(a.name, b.name))) {
    if (entry.name.startsWith('.')) continue;
    if (options.isDeep && entry.isDirectory()) {
      if (!(await visit(join(folder, entry.name), files, most, options))) return false;
    } else if (mayBeDicom(entry.name) && (await isFile(join(folder, entry.name), entry))) {
      if (files.length >= most) return false;
      files.push(join(folder, entry.name));
    }
  }
  return true;
}

const isFile = async (path: string, entry: Dirent): Promise<boolean> =>
  entry.isSymbolicLink()
    ? stat(path).then(
        (info) => info.isFile(),
        () => false,
      )
    : entry.isFile();

/** False for names that are certainly no picture of a series. */
export const mayBeDicom = (name: string): boolean => !otherFiles.test(name) && name.toUpperCase() !== 'DICOMDIR';
