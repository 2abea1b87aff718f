import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { compareText } from '../../core/dataset/compareText';
import type { GalleryLabel } from '../../core/dataset/makeGalleryTable';
import { parseLabel } from '../../core/label/labelFile';
import { labelFile, layout } from '../../core/project/layout';
import { UserError } from '../../core/userError';
import { mapBounded } from '../dataset/mapBounded';

/** A label with the number of its marks; `stamp` changes when its file does. */
export type FoundLabel = GalleryLabel & { readonly marks: number; readonly stamp: string };

/** Labels of a project by image, and a sentence for each file that is none. */
export type FoundLabels = { readonly labels: ReadonlyMap<string, readonly FoundLabel[]>; readonly problems: readonly string[] };

/** A label file as it was read. */
export type ReadLabel = { readonly label: FoundLabel; readonly problem: string };

/** Files read together: each waits for the disk, not for the processor. */
const atOnce = 16;

/**
 * Makes what reads all readers' labels of all images, or of the named ones; a file that has not changed since it was last read (`known`, by path,
 * which is kept up) is only looked at.
 */
export function labelReader(root: string, known = new Map<string, ReadLabel>()): (only?: readonly string[]) => Promise<FoundLabels> {
  return async (only) => {
    const labels = new Map<string, FoundLabel[]>();
    const problems: string[] = [];
    const files = await labelFiles(root, only);
    const found = await mapBounded(files, ({ reader, image }) => readOne(root, reader, image, known), undefined, atOnce);
    if (only === undefined) known.clear();
    for (const [index, { reader, image }] of files.entries()) {
      const [file, read] = [labelFile(reader, image), found[index] ?? null];
      if (read === null) known.delete(file);
      if (read === null) continue;
      known.set(file, read);
      if (read.problem !== '') problems.push(read.problem);
      const list = labels.get(image);
      if (list === undefined) labels.set(image, [read.label]);
      else list.push(read.label);
    }
    return { labels, problems };
  };
}

type File = { readonly reader: string; readonly image: string };

async function labelFiles(root: string, only: readonly string[] | undefined): Promise<readonly File[]> {
  const folders = await readdir(join(root, layout.labels), { withFileTypes: true }).catch(() => []);
  const names = folders.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.')).map(({ name }) => name);
  const readers = names.toSorted(compareText);
  if (only !== undefined) return readers.flatMap((reader) => only.map((image) => ({ reader, image })));
  const lists = await Promise.all(
    readers.map(async (reader) => {
      const files = await readdir(join(root, layout.labels, reader)).catch(() => []);
      const images = files.filter((name) => name.endsWith('.json') && !name.startsWith('.'));
      return images.toSorted(compareText).map((name) => ({ reader, image: name.slice(0, -'.json'.length) }));
    }),
  );
  return lists.flat();
}

/** Null where there is no file, or it went away meanwhile. */
async function readOne(root: string, reader: string, image: string, known: ReadonlyMap<string, ReadLabel>): Promise<ReadLabel | null> {
  const file = labelFile(reader, image);
  try {
    const { mtimeMs, size, ino } = await stat(join(root, file));
    const stamp = `${mtimeMs} ${size} ${ino}`;
    const old = known.get(file);
    return old?.label.stamp === stamp ? old : parse(await readFile(join(root, file), 'utf8'), { file, reader, image, stamp });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

function parse(text: string, { file, reader, image, stamp }: File & { readonly file: string; readonly stamp: string }): ReadLabel {
  const unreadable: FoundLabel = { reader, status: 'unreadable', categories: {}, marks: 0, stamp };
  try {
    const label = parseLabel(text, file);
    if (label.image !== image || label.reader !== reader)
      return { label: unreadable, problem: `${file} is the label of another image or reader: it lies in the wrong place.` };
    const { status, categories, marks, signedOff, conflicts = [] } = label;
    const more = { ...(signedOff === undefined ? {} : { signedOff }), ...(conflicts.length === 0 ? {} : { conflicts: conflicts.length }) };
    return { label: { reader, status, categories, marks: marks.length, stamp, ...more }, problem: '' };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { label: unreadable, problem: error.message };
  }
}
