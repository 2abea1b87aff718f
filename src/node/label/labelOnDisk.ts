import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Label } from '../../core/label/label';
import { parseLabel } from '../../core/label/labelFile';
import { replayJournal } from '../../core/label/labelJournal';
import { journalFile, labelFile } from '../../core/project/layout';
import { readIfThere } from '../dataset/readIfThere';
import { readJournal } from './journalFile';

/** A label as its file says it; `sha256` is that of the file's text, null where there is no file yet. */
export type LabelOnDisk = { readonly label: Label; readonly sha256: string | null };

/** A label with the edits of its journal, which a crash has kept from its file. */
export type OpenedLabel = { readonly saved: LabelOnDisk; readonly label: Label; readonly recovered: number };

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

/** Reads a label's file, an empty draft where there is none; throws UserError for a damaged one. */
export async function readLabelOnDisk(root: string, reader: string, image: string): Promise<LabelOnDisk> {
  const file = labelFile(reader, image);
  const text = await readIfThere(join(root, file));
  if (text === null) return { label: emptyLabel(image, reader), sha256: null };
  return { label: parseLabel(text, file), sha256: hashOfLabel(text) };
}

/** Reads a label with the edits of its journal; throws UserError where either is damaged, or they don't fit each other. */
export async function openLabelOnDisk(root: string, reader: string, image: string): Promise<OpenedLabel> {
  const saved = await readLabelOnDisk(root, reader, image);
  const journal = await readJournal(join(root, journalFile(reader, image)));
  if (journal === null || journal.head.base !== saved.sha256) return { saved, label: saved.label, recovered: 0 };
  return { saved, label: replayJournal(saved.label, journal), recovered: journal.edits.length };
}
