import type { Label } from '../../core/label/label';
import { UserError } from '../../core/userError';
import { readers } from '../dataset/readDataset';
import { readLocal } from '../project/local';
import { readLabelOnDisk } from './labelOnDisk';
import { readBlind } from './readBlind';

/** What this machine's reader may see beside one image. */
export type VisibleLabels = {
  /** All readers' labels of the image, or a blind reader's own one. */
  readonly labels: readonly Label[];
  /** False where a blind reader has yet to label the image: then no prediction may be shown, nor what led to it. */
  readonly maySeePredictions: boolean;
  /** Why something is hidden or left out, as sentences. */
  readonly notes: readonly string[];
};

/** Reads the labels of an image that may be seen; where it can't be read whether the reader is blind, nothing but the reader's own is. */
export async function visibleLabels(root: string, image: string): Promise<VisibleLabels> {
  const notes: string[] = [];
  const blind = await noted(readBlind(root), notes, null);
  const own = (await noted(readLocal(root), notes, null))?.reader ?? '';
  const isOpen = blind?.isBlind === false;
  const names = isOpen ? await readers(root) : [own].filter((name) => name !== '');
  const read = names.map((reader) => noted(readLabelOnDisk({ root, reader, image }, false), notes, null));
  const labels = (await Promise.all(read)).flatMap((found) => (found === null || found.sha256 === null ? [] : [found.label]));
  const isLabelled = blind !== null && labels.some(({ reader, status }) => reader === own && status === 'final');
  if (blind?.isBlind === true) notes.push(isLabelled ? afterwards : before);
  return { labels, maySeePredictions: isOpen || isLabelled, notes };
}

const before =
  "You read blind and have yet to label this image: what runs say of it and other readers' labels are hidden until your label of it is final.";
const afterwards = "You read blind: predictions are shown because your label of this image is final; other readers' labels stay hidden.";

async function noted<T>(reading: Promise<T>, notes: string[], instead: T): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    if (!notes.includes(error.message)) notes.push(error.message);
    return instead;
  }
}
