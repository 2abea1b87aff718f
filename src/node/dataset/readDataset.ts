import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { compareText } from '../../core/dataset/compareText';
import type { ImageRow } from '../../core/dataset/imageRow';
import type { Part } from '../../core/dataset/split';
import { parseSplitLock, parseSplitTable, type SplitLock } from '../../core/dataset/splitTable';
import type { Label } from '../../core/label/label';
import { parseLabel } from '../../core/label/labelFile';
import { labelFile, layout } from '../../core/project/layout';
import { UserError } from '../../core/userError';
import { readImageTable } from './imageTableFile';
import { readLocalFiles } from './localFiles';
import { mapBounded } from './mapBounded';
import { readIfThere } from './readIfThere';

/** The project's images, sorted; throws UserError when there are none yet. */
export async function readImages(root: string): Promise<readonly ImageRow[]> {
  const { rows } = await readImageTable(root);
  if (rows.length === 0) throw new UserError(`${layout.images} has no images yet: run "radsteps import <folder>" first.`);
  return rows;
}

/** The part of every patient; throws UserError when there is no split, or when it is not the one that `split.lock` describes. */
export async function readSplit(root: string): Promise<ReadonlyMap<string, Part>> {
  const stored = await readStoredSplit(root);
  if (stored === null) throw new UserError(`${layout.split} does not exist yet: run "radsteps split" first.`);
  return stored.split;
}

/** The split with its lock, or null where there is neither; throws UserError when one is missing or they don't belong together. */
export async function readStoredSplit(
  root: string,
): Promise<{ readonly split: ReadonlyMap<string, Part>; readonly lock: SplitLock } | null> {
  const table = await readIfThere(join(root, layout.split));
  const lockText = await readIfThere(join(root, layout.splitLock));
  if (table === null && lockText === null) return null;
  if (table === null || lockText === null)
    throw new UserError(
      `${table === null ? layout.split : layout.splitLock} is missing beside ${table === null ? layout.splitLock : layout.split}: take it back from git, or delete the other one too and run "radsteps split" for a new split.`,
    );
  const lock = parseSplitLock(lockText);
  const split = parseSplitTable(table);
  if (sha256(table.replaceAll('\r\n', '\n')) !== lock.split)
    throw new UserError(
      `${layout.split} is not the split that ${layout.splitLock} describes; it was changed by hand or by a merge: take both back from git (git restore ${layout.split} ${layout.splitLock}), or delete both and run "radsteps split" for a new split.`,
    );
  return { split, lock };
}

/** SHA-256 of a text in UTF-8, in hex. */
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** One reader's labels by image; throws UserError for a file that is no label, or that lies under another image's or reader's name. */
export async function readLabels(root: string, reader: string): Promise<ReadonlyMap<string, Label>> {
  const names = await entries(join(root, layout.labels, reader));
  const images = names.filter((name) => name.endsWith('.json') && !name.startsWith('.')).map((name) => name.slice(0, -'.json'.length));
  const labels = await mapBounded(images.toSorted(compareText), async (image) => {
    const file = labelFile(reader, image);
    const label = parseLabel((await readIfThere(join(root, file))) ?? '', file);
    if (label.image !== image || label.reader !== reader)
      throw new UserError(`${file} is the label of image ${label.image} by ${label.reader}: it lies in the wrong place.`);
    return [image, label] as const;
  });
  return new Map(labels);
}

/** The readers that have labelled, sorted. */
export async function readers(root: string): Promise<readonly string[]> {
  const folder = join(root, layout.labels);
  const names = (await entries(folder)).filter((name) => !name.startsWith('.')).toSorted(compareText);
  const labelled = await Promise.all(names.map(async (name) => (await entries(join(folder, name))).some((file) => file.endsWith('.json'))));
  return names.filter((_, index) => labelled[index]);
}

/** The absolute path of every image's file on this machine (of its first slice for a series). */
export async function imageFiles(root: string): Promise<ReadonlyMap<string, string>> {
  const files = await readLocalFiles(root);
  const paths = new Map<string, string>();
  for (const [image, list] of files) if (list[0] !== undefined) paths.set(image, list[0].file);
  return paths;
}

async function entries(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw error;
  }
}
