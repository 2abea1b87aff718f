import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { compareText } from '../../core/dataset/compareText';
import type { Label } from '../../core/label/label';
import { parseLabel } from '../../core/label/labelFile';
import { labelFile, layout } from '../../core/project/layout';
import { UserError } from '../../core/userError';
import { mapBounded } from '../dataset/mapBounded';
import { sha256 } from '../dataset/readDataset';
import { readIfThere } from '../dataset/readIfThere';

/** A label with the hash of its file's text, by which a consensus names it. */
export type HashedLabel = { readonly label: Label; readonly sha256: string };

/** One reader's labels by image, and a sentence for each file that is none. */
export type ReaderLabels = { readonly labels: ReadonlyMap<string, HashedLabel>; readonly problems: readonly string[] };

/** Files read together: each waits for the disk, not for the processor. */
const atOnce = 16;

/** The hash of a label file's text: with line feeds, so that a clone with other line endings has the same. */
export const labelHash = (text: string): string => sha256(text.replaceAll('\r\n', '\n'));

/** Reads all labels of a reader, or those of some images; a file that can't be read leaves the others as they are. */
export async function readReaderLabels(root: string, reader: string, only?: ReadonlySet<string>): Promise<ReaderLabels> {
  const files = await readdir(join(root, layout.labels, reader)).catch(() => []);
  const images = files.filter((name) => name.endsWith('.json') && !name.startsWith('.')).map((name) => name.slice(0, -'.json'.length));
  const wanted = only === undefined ? images : images.filter((image) => only.has(image));
  const read = await mapBounded(wanted.toSorted(compareText), (image) => readOne(root, reader, image), undefined, atOnce);
  const found = read.filter((one) => one !== null);
  return {
    labels: new Map(found.flatMap((one) => (typeof one === 'string' ? [] : [[one.label.image, one] as const]))),
    problems: found.filter((one) => typeof one === 'string'),
  };
}

/** Null where the file went away meanwhile; a sentence where it is no label of this reader and image. */
async function readOne(root: string, reader: string, image: string): Promise<HashedLabel | string | null> {
  const file = labelFile(reader, image);
  try {
    const text = await readIfThere(join(root, file));
    if (text === null) return null;
    const label = parseLabel(text, file);
    if (label.image === image && label.reader === reader) return { label, sha256: labelHash(text) };
    return `${file} is the label of image ${label.image} by ${label.reader}: it lies in the wrong place.`;
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
}
