import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { compareText } from '../../core/dataset/compareText';
import type { GalleryLabel } from '../../core/dataset/makeGalleryTable';
import { parseLabel } from '../../core/label/labelFile';
import { labelFile, layout } from '../../core/project/layout';
import { UserError } from '../../core/userError';
import { mapBounded } from '../dataset/mapBounded';

/** A label with the number of its marks. */
export type FoundLabel = GalleryLabel & { readonly marks: number };

/** All labels of a project by image, and a sentence for each file that is none. */
export type FoundLabels = { readonly labels: ReadonlyMap<string, readonly FoundLabel[]>; readonly problems: readonly string[] };

type Read = { readonly stamp: string; readonly label: FoundLabel; readonly problem: string };

/** Files read together: each waits for the disk, not for the processor. */
const atOnce = 16;

/** Makes what reads all readers' labels; a file that has not changed since the last time is only looked at, not read. */
export function labelReader(root: string): () => Promise<FoundLabels> {
  let known = new Map<string, Read>();
  return async () => {
    const fresh = new Map<string, Read>();
    const labels = new Map<string, FoundLabel[]>();
    const files = await labelFiles(root);
    const found = await mapBounded(files, ({ reader, image }) => readOne(root, reader, image, known), undefined, atOnce);
    files.forEach(({ reader, image }, index) => {
      const read = found[index];
      if (read === undefined || read === null) return;
      fresh.set(labelFile(reader, image), read);
      const list = labels.get(image);
      if (list === undefined) labels.set(image, [read.label]);
      else list.push(read.label);
    });
    known = fresh;
    return { labels, problems: [...fresh.values()].map(({ problem }) => problem).filter((problem) => problem !== '') };
  };
}

async function labelFiles(root: string): Promise<readonly { readonly reader: string; readonly image: string }[]> {
  const folders = await readdir(join(root, layout.labels), { withFileTypes: true }).catch(() => []);
  const names = folders.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.')).map(({ name }) => name);
  const lists = await Promise.all(
    names.toSorted(compareText).map(async (reader) => {
      const files = await readdir(join(root, layout.labels, reader)).catch(() => []);
      const images = files.filter((name) => name.endsWith('.json') && !name.startsWith('.'));
      return images.toSorted(compareText).map((name) => ({ reader, image: name.slice(0, -'.json'.length) }));
    }),
  );
  return lists.flat();
}

/** Null where the file went away meanwhile. */
async function readOne(root: string, reader: string, image: string, known: ReadonlyMap<string, Read>): Promise<Read | null> {
  const file = labelFile(reader, image);
  try {
    const { mtimeMs, size, ino } = await stat(join(root, file));
    const stamp = `${mtimeMs} ${size} ${ino}`;
    const old = known.get(file);
    return old?.stamp === stamp ? old : { stamp, ...parse(await readFile(join(root, file), 'utf8'), file, reader, image) };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

function parse(text: string, file: string, reader: string, image: string): Omit<Read, 'stamp'> {
  const unreadable: FoundLabel = { reader, status: 'unreadable', categories: {}, marks: 0 };
  try {
    const label = parseLabel(text, file);
    if (label.image !== image || label.reader !== reader)
      return { label: unreadable, problem: `${file} is the label of another image or reader: it lies in the wrong place.` };
    const { status, categories, marks } = label;
    return { label: { reader, status, categories, marks: marks.length }, problem: '' };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { label: unreadable, problem: error.message };
  }
}
