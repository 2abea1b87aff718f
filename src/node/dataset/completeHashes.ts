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
  const progress = (more: number): void => {
    done += more;
    report({ phase: 'Hashing files', done, total: lacking.length });
  };
  progress(0);
  const save = saveNowAndThen(root, hashes);
  try {
    for (const part of inParts(lacking, files)) {
      await hashPart({ root, part, files, hashes, progress, signal });
      await save(false);
    }
  } finally {
    await save(true);
  }
  return lacking.length - hashes.size;
}

/** What is hashed before anything of it is written, for the case that the process is killed: seconds of work on a usual disk. */
const bytesOfPart = 2 ** 32;
const filesOfPart = 20_000;
const millisecondsBetweenSaves = 10_000;

/** The images in parts of so much data. */
function inParts(images: readonly ImageRow[], files: ReadonlyMap<string, readonly LocalFile[]>): readonly (readonly string[])[] {
  const parts: string[][] = [];
  let [bytes, count] = [bytesOfPart, 0];
  for (const { image } of images) {
    if (bytes >= bytesOfPart || count >= filesOfPart) {
      parts.push([]);
      [bytes, count] = [0, 0];
    }
    parts.at(-1)?.push(image);
    for (const file of files.get(image) ?? []) bytes += file.bytes;
    count += files.get(image)?.length ?? 0;
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
type HashJob = FileToHash & { readonly image: string; readonly key: string };

const keyOf = (image: string, instance: string): string => `${image}\n${instance}`;

type HashPart = {
  readonly root: string;
  readonly part: readonly string[];
  readonly files: ReadonlyMap<string, readonly LocalFile[]>;
  /** Receives the hashes of the images. */
  readonly hashes: Map<string, string>;
  /** Counts images on. */
  readonly progress: (more: number) => void;
  readonly signal: AbortSignal;
};

/** Lists written at once: a disk flushes several in the time of one. */
const writesAtOnce = 8;

async function hashPart({ root, part, files, hashes, progress, signal }: HashPart): Promise<void> {
  const unhashed = await mapBounded(part, async (image) => ({ image, list: await readList(root, image) }), signal);
  const jobs = unhashed.flatMap((image) => jobsOf(image, files.get(image.image) ?? []));
  const complete = countDown(jobs);
  progress(part.length - new Set(jobs.map(({ image }) => image)).size);
  const fileHashes = new Map<string, string>();
  const took = (hashed: readonly (readonly [HashJob, string | null])[]): void => {
    for (const [{ key }, hash] of hashed) if (hash !== null) fileHashes.set(key, hash);
    progress(hashed.filter(([{ image }]) => complete(image)).length);
  };
  try {
    await hashFiles(jobs, took, signal);
  } finally {
    // Also what was hashed before a cancel is kept.
    const finish = async ({ image, list }: Unhashed): Promise<void> => {
      const hash = list === null ? fileHashes.get(keyOf(image, '')) : await writeList(root, image, list, fileHashes);
      if (hash !== undefined) hashes.set(image, hash);
    };
    await mapBounded(unhashed, finish, undefined, writesAtOnce);
  }
}

/** Tells at each of an image's files whether it is the last. */
function countDown(jobs: readonly HashJob[]): (image: string) => boolean {
  const left = new Map<string, number>();
  for (const { image } of jobs) left.set(image, (left.get(image) ?? 0) + 1);
  return (image) => {
    const rest = (left.get(image) ?? 0) - 1;
    left.set(image, rest);
    return rest === 0;
  };
}

async function readList(root: string, image: string): Promise<readonly SeriesInstance[] | null> {
  const text = await readIfThere(join(root, seriesFile(image)));
  return text === null ? null : parseSeriesTable(text, seriesFile(image));
}

/** The files still to be hashed for an image: its instances without hash, or its one file. */
function jobsOf({ image, list }: Unhashed, files: readonly LocalFile[]): readonly HashJob[] {
  const job = ({ file, bytes }: LocalFile, instance: string): HashJob => ({ file, bytes, image, key: keyOf(image, instance) });
  if (list === null) return files.slice(0, 1).map((file) => job(file, ''));
  const lacking = new Set(list.filter(({ sha256 }) => sha256 === '').map(({ instance }) => instance));
  return files.filter(({ instance }) => lacking.has(instance)).map((file) => job(file, file.instance));
}

/** Writes a series' list with the hashes that it lacked, and returns the list's own; undefined while an instance lacks one. */
async function writeList(
  root: string,
  image: string,
  list: readonly SeriesInstance[],
  hashes: ReadonlyMap<string, string>,
): Promise<string | undefined> {
  const hashed = list.map((instance) => ({ ...instance, sha256: instance.sha256 || (hashes.get(keyOf(image, instance.instance)) ?? '') }));
  const text = formatSeriesTable(hashed);
  if (hashed.some(({ sha256 }, index) => sha256 !== list[index]?.sha256)) await writeBeside(join(root, seriesFile(image)), text);
  return hashed.some(({ sha256 }) => sha256 === '') ? undefined : createHash('sha256').update(text).digest('hex');
}
