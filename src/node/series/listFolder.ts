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
  readonly signal: AbortSignal;
};

/** Paths of a folder's files that may be DICOM, sorted by name; hidden ones and DICOMDIR are left out, and a note says when there are more than `limit`. */
export async function listFolder(
  folder: string,
  options: ListOptions,
): Promise<{ readonly files: readonly string[]; readonly notes: readonly string[] }> {
  const files: string[] = [];
  const isComplete = await visit(folder, files, options);
  const sorted = files.toSorted(compareText);
  if (isComplete) return { files: sorted, notes: [] };
  return {
    files: sorted,
    notes: [
      `The folder holds more than ${options.limit.toLocaleString('en-US')} files; only so many were looked at, so that a series may lack slices.`,
    ],
  };
}

async function visit(folder: string, files: string[], options: ListOptions): Promise<boolean> {
  options.signal.throwIfAborted();
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const entry of entries.toSorted((a, b) => compareText(a.name, b.name))) {
    if (entry.name.startsWith('.')) continue;
    if (options.isDeep && entry.isDirectory()) {
      if (!(await visit(join(folder, entry.name), files, options))) return false;
    } else if (mayBeDicom(entry.name) && (await isFile(join(folder, entry.name), entry))) {
      if (files.length >= options.limit) return false;
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
