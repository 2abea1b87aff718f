import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Label } from '../../core/label/label';
import { hasConflictMarkers, parseLabel } from '../../core/label/labelFile';
import { labelFile } from '../../core/project/layout';
import { UserError } from '../../core/userError';
import { readIfThere } from '../dataset/readIfThere';
import type { LabelPlace } from './labelPlace';
import { readStages, recoverLabel } from './recoverMerge';

/** A label as its file says it. */
export type LabelOnDisk = {
  readonly label: Label;
  /** The SHA-256 of the file's text, null where there is no file yet. */
  readonly sha256: string | null;
  /** True where git left the file unmerged, and the label was made from the versions in its index. */
  readonly isRecovered: boolean;
};

/** The SHA-256 of a label file's text. */
export const hashOfLabel = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A label of which nothing is said yet. */
export const emptyLabel = (image: string, reader: string): Label => ({
  version: 1,
  image,
  reader,
  status: 'draft',
  categories: {},
  marks: [],
});

/** The SHA-256 of a label's file as it is now, null where there is none. */
export async function hashOnDisk({ root, reader, image }: LabelPlace): Promise<string | null> {
  const text = await readIfThere(join(root, labelFile(reader, image)));
  return text === null ? null : hashOfLabel(text);
}

/**
 * Reads a label's file, an empty draft where there is none. Where git could not merge it and `mayAskGit`, the label is what both sides make
 * together. Throws UserError for a damaged file, and for the file of another label.
 */
export async function readLabelOnDisk(place: LabelPlace, mayAskGit: boolean): Promise<LabelOnDisk> {
  const { root, reader, image } = place;
  const file = labelFile(reader, image);
  const text = await readIfThere(join(root, file));
  if (text === null) return { label: emptyLabel(image, reader), sha256: null, isRecovered: false };
  const sha256 = hashOfLabel(text);
  const merged = mayAskGit ? await mergedByUs(root, file, text) : null;
  const label = merged ?? parseLabel(text, file);
  if (label.reader !== reader || label.image !== image)
    throw new UserError(
      `${file} is the label of image ${label.image} by ${label.reader}: move it to where that belongs, or mend "image" and "reader".`,
    );
  return { label, sha256, isRecovered: merged !== null };
}

/** A file that was left as git leaves what it can't merge: with its marks, or as our side alone; null for any other. */
async function mergedByUs(root: string, file: string, text: string): Promise<Label | null> {
  const stages = await readStages(root, file);
  if (stages === null) return null;
  // Whatever else stands there was saved since, and is what the user wants.
  return hasConflictMarkers(text) || (text === stages.ours && stages.theirs !== null) ? recoverLabel(root, file) : null;
}
