import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { ImageRow } from '../../core/dataset/imageRow';
import { formatSeriesTable, parseSeriesTable, type SeriesInstance } from '../../core/dataset/seriesTable';
import type { ReportProgress } from '../../core/progress';
import { layout } from '../../core/project/layout';
import { UserError } from '../../core/userError';
import { writeBeside } from '../files/writeBeside';
import { type FileToHash, hashFiles } from './hashFiles';
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
  const finished = (image: string, hash: string | null): void => {
    if (hash !== null) hashes.set(image, hash);
    done += 1;
    report({ phase: 'Hashing files', done, total: lacking.length });
  };
  const save = saveNowAndThen(root, hashes);
  try {
    for (const some of inParts(lacking, files)) {
      await hashPart(root, some, files, finished, signal);
      await save(false);
    }
  } finally {
    await save(true);
  }
  return lacking.length - hashes.size;
}

/** Files after which the hashes so far may be written, for the case that the process is killed. */
const filesOfPart = 2000;
const millisecondsBetweenSaves = 10_000;

/** The images in parts of some thousand files. */
function inParts(images: readonly ImageRow[], files: ReadonlyMap<string, readonly LocalFile[]>): readonly (readonly string[])[] {
  const parts: string[][] = [];
  let count = filesOfPart;
  for (const { image } of images) {
    if (count >= filesOfPart) {
      parts.push([]);
      count = 0;
    }
    parts.at(-1)?.push(image);
    count += Math.max(1, files.get(image)?.length ?? 0);
  }
  return parts;
}

/** Writes hashes when some time has passed since it last did: to write a large table takes long. */
function saveNowAndThen(root: string, hashes: ReadonlyMap<string, string>): (atOnce: boolean) => Promise<void> {
  let savedAt = Date.now();
  let saved = 0;
  return async (atOnce) => {
    if (saved === hashes.size || (!atOnce && Date.now() - savedAt < millisecondsBetweenSaves)) return;
    saved = hashes.size;
    await saveHashes(root, hashes);
    savedAt = Date.now();
  };
}

/** Puts hashes into the table as it is now: it may have changed while the files were read. */
async function saveHashes(root: string, hashes: ReadonlyMap<string, string>): Promise<void> {
  const { rows, extraColumns } = await readImageTable(root);
  const filled = rows.map((row): ImageRow => (row.sha256 === '' ? { ...row, sha256: hashes.get(row.image) ?? '' } : row));
  await writeImageTable(root, { rows: filled, extraColumns });
}

/** An image with what its hash is made of: its one file, or the list of its instances. */
type Unhashed = { readonly image: string; readonly list: readonly SeriesInstance[] | null };
type HashJob = FileToHash & { readonly key: string };

const keyOf = (image: string, instance: string): string => `${image}\n${instance}`;

async function hashPart(
  root: string,
  images: readonly string[],
  files: ReadonlyMap<string, readonly LocalFile[]>,
  finished: (image: string, hash: string | null) => void,
  signal: AbortSignal,
): Promise<void> {
  const unhashed = await mapBounded(images, async (image) => ({ image, list: await readList(root, image) }), signal);
  const hashes = new Map<string, string>();
  const jobs = unhashed.flatMap((image) => jobsOf(image, files.get(image.image) ?? []));
  try {
    await hashFiles(
      jobs,
      (hashed) => {
        for (const [{ key }, hash] of hashed) if (hash !== null) hashes.set(key, hash);
      },
      signal,
    );
  } finally {
    // Also what was hashed before a cancel is kept.
    await mapBounded(unhashed, async ({ image, list }) => {
      if (list !== null) finished(image, await writeList(root, image, list, hashes));
      else finished(image, hashes.get(keyOf(image, '')) ?? null);
    });
  }
}

async function readList(root: string, image: string): Promise<readonly SeriesInstance[] | null> {
  const text = await readIfThere(join(root, seriesFile(image)));
  return text === null ? null : parseSeriesTable(text, seriesFile(image));
}

/** The files still to be hashed for an image: its instances without hash, or its one file. */
function jobsOf({ image, list }: Unhashed, files: readonly LocalFile[]): readonly HashJob[] {
  const job = ({ file, bytes }: LocalFile, instance: string): HashJob => ({ file, bytes, key: keyOf(image, instance) });
  if (list === null) return files.slice(0, 1).map((file) => job(file, ''));
  const lacking = new Set(list.filter(({ sha256 }) => sha256 === '').map(({ instance }) => instance));
  return files.filter(({ instance }) => lacking.has(instance)).map((file) => job(file, file.instance));
}

/** Writes a series' list with the hashes that it lacked, and returns the list's own; null while an instance lacks one. */
async function writeList(
  root: string,
  image: string,
  list: readonly SeriesInstance[],
  hashes: ReadonlyMap<string, string>,
): Promise<string | null> {
  const hashed = list.map((instance) => ({ ...instance, sha256: instance.sha256 || (hashes.get(keyOf(image, instance.instance)) ?? '') }));
  const text = formatSeriesTable(hashed);
  if (hashed.some(({ sha256 }, index) => sha256 !== list[index]?.sha256)) await writeBeside(join(root, seriesFile(image)), text);
  return hashed.some(({ sha256 }) => sha256 === '') ? null : createHash('sha256').update(text).digest('hex');
}
