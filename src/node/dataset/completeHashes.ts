import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { ImageRow } from '../../core/dataset/imageRow';
import { formatSeriesTable, parseSeriesTable, type SeriesInstance } from '../../core/dataset/seriesTable';
import type { ReportProgress } from '../../core/progress';
import { layout } from '../../core/project/layout';
import { UserError } from '../../core/userError';
import { writeBeside } from '../files/writeBeside';
import { hashFile } from './hashFile';
import { readImageTable, writeImageTable } from './imageTableFile';
import { type LocalFile, readLocalFiles } from './localFiles';
import { mapBounded } from './mapBounded';
import { readIfThere } from './readIfThere';

/** The file of a series' list, relative to the project. */
export const seriesFile = (image: string): string => `${layout.series}/${image}.csv`;

/**
 * Fills in the content hashes that the named images lack, in `images.csv` and the series' lists, and throws UserError where a file is
 * not on this machine; what was hashed before a cancel or an error stays.
 */
export async function completeHashes(root: string, images: readonly string[], report: ReportProgress, signal: AbortSignal): Promise<void> {
  const missing = await hashImages(root, new Set(images), report, signal);
  if (missing > 0)
    throw new UserError(
      `${missing} of the images have no readable file on this machine: run "radsteps import <folder>" with the folder that holds them.`,
    );
}

/** As completeHashes, but counts the images that can't be hashed instead of throwing; without names it does all of them. */
export async function hashImages(
  root: string,
  images: ReadonlySet<string> | null,
  report: ReportProgress,
  signal: AbortSignal,
): Promise<number> {
  const { rows } = await readImageTable(root);
  const lacking = rows.filter(({ image, sha256 }) => sha256 === '' && (images === null || images.has(image)));
  if (lacking.length === 0) return 0;
  const files = await readLocalFiles(root);
  const hashes = new Map<string, string>();
  let done = 0;
  report({ phase: 'Hashing files', done, total: lacking.length });
  try {
    for (let start = 0; start < lacking.length; start += batch) {
      await mapBounded(
        lacking.slice(start, start + batch),
        async ({ image }) => {
          const hash = await imageHash(root, image, files.get(image) ?? [], signal);
          if (hash !== null) hashes.set(image, hash);
          done += 1;
          report({ phase: 'Hashing files', done, total: lacking.length });
        },
        signal,
      );
      await saveHashes(root, hashes);
    }
  } finally {
    await saveHashes(root, hashes);
  }
  return lacking.length - hashes.size;
}

/** Images after which the hashes so far are written, for the case that the process is killed. */
const batch = 2000;

/** Puts hashes into the table as it is now: it may have changed while the files were read. */
async function saveHashes(root: string, hashes: ReadonlyMap<string, string>): Promise<void> {
  if (hashes.size === 0) return;
  const { rows, extraColumns } = await readImageTable(root);
  const filled = rows.map((row): ImageRow => (row.sha256 === '' ? { ...row, sha256: hashes.get(row.image) ?? '' } : row));
  await writeImageTable(root, { rows: filled, extraColumns });
}

async function imageHash(root: string, image: string, files: readonly LocalFile[], signal: AbortSignal): Promise<string | null> {
  const text = await readIfThere(join(root, seriesFile(image)));
  if (text !== null) return seriesHash(root, image, parseSeriesTable(text, seriesFile(image)), files, signal);
  return files[0] === undefined ? null : hashIfThere(files[0].file, signal);
}

/** Hashes the instances that lack it, writes the list, and returns the list's own hash; null while an instance can't be read. */
async function seriesHash(
  root: string,
  image: string,
  instances: readonly SeriesInstance[],
  files: readonly LocalFile[],
  signal: AbortSignal,
): Promise<string | null> {
  const places = new Map(files.map(({ instance, file }) => [instance, file]));
  const hashed: SeriesInstance[] = [];
  for (const instance of instances) {
    const file = places.get(instance.instance);
    const sha256 = instance.sha256 || (file === undefined ? null : await hashIfThere(file, signal));
    hashed.push({ ...instance, sha256: sha256 ?? '' });
  }
  const text = formatSeriesTable(hashed);
  await writeBeside(join(root, seriesFile(image)), text);
  return hashed.some(({ sha256 }) => sha256 === '') ? null : createHash('sha256').update(text).digest('hex');
}

async function hashIfThere(file: string, signal: AbortSignal): Promise<string | null> {
  try {
    return await hashFile(file, signal);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof Error && 'code' in error) return null;
    throw error;
  }
}
