import { readFile } from 'node:fs/promises';
import type { Label } from '../../core/label/label';
import { formatLabel, parseLabel } from '../../core/label/labelFile';
import { mergeLabels } from '../../core/label/mergeLabels';
import { writeBeside } from '../files/writeBeside';

/** The three versions that git hands to a merge driver as files (an empty base where both sides began the label), and the label's own path for messages. */
export type MergeFiles = { readonly base: string; readonly ours: string; readonly theirs: string; readonly path: string };

/** Merges three label files into `ours`, which is replaced in one step; throws UserError, with `ours` untouched, where one of them is no label. */
export async function mergeLabelFiles({ base, ours, theirs, path }: MergeFiles): Promise<Label> {
  const texts = await Promise.all([base, ours, theirs].map((file) => readFile(file, 'utf8')));
  const merged = mergeLabelTexts({ base: texts[0] ?? '', ours: texts[1] ?? '', theirs: texts[2] ?? '' }, path);
  await writeBeside(ours, formatLabel(merged));
  return merged;
}

/** The texts of a label's three versions; `base` is empty or null where both sides began it. */
export type LabelTexts = { readonly base: string | null; readonly ours: string; readonly theirs: string };

/** Merges three label texts; throws UserError that names the path and the version that is no label. */
export function mergeLabelTexts({ base, ours, theirs }: LabelTexts, path: string): Label {
  const before = base === null || base.trim() === '' ? null : parseLabel(base, `${path} (before both changes)`);
  return mergeLabels(before, parseLabel(ours, `${path} (our side)`), parseLabel(theirs, `${path} (their side)`));
}
