import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Label, Mark } from '../../core/label/label';
import { formatLabel, parseLabel } from '../../core/label/labelFile';
import type { ReportProgress } from '../../core/progress';
import { labelFile, layout } from '../../core/project/layout';
import { writeBeside } from '../files/writeBeside';
import type { ImportedLabel } from './importedLabels';
import { mapBounded } from './mapBounded';
import { readIfThere } from './readIfThere';

/** Writes or updates the reader's label files; returns how many images have a label from this import. */
export async function writeLabels(
  root: string,
  reader: string,
  labels: ReadonlyMap<string, ImportedLabel>,
  report: ReportProgress,
): Promise<number> {
  const filled = [...labels].filter(([, { categories, marks }]) => Object.keys(categories).length > 0 || marks !== null);
  if (filled.length > 0) await mkdir(join(root, layout.labels, reader), { recursive: true });
  let done = 0;
  const write = async ([image, label]: (typeof filled)[number]): Promise<void> => {
    await writeLabel(root, reader, image, label);
    done += 1;
    report({ phase: 'Writing labels', done, total: filled.length });
  };
  await mapBounded(filled, write, undefined, waitingForTheDisk);
  return filled.length;
}

/** Files written together: each waits for the disk, not for the processor. */
const waitingForTheDisk = 16;

async function writeLabel(root: string, reader: string, image: string, imported: ImportedLabel): Promise<void> {
  const { categories, marks } = imported;
  const path = labelFile(reader, image);
  const text = await readIfThere(join(root, path));
  const old = text === null ? undefined : parseLabel(text, path);
  // What is signed off is locked.
  if (old?.signedOff !== undefined) return;
  const label: Label = {
    // Somebody's draft, and what a merge left to be chosen, is not an import's to end.
    ...{ status: imported.status ?? 'final', ...old },
    ...(old !== undefined && imported.status === 'final' && isImportsDraft(old, imported) ? { status: 'final' } : {}),
    ...{ version: 1, image, reader },
    categories: { ...old?.categories, ...categories },
    marks: mergeMarks(old?.marks ?? [], marks),
  };
  const fresh = formatLabel(label);
  if (fresh !== text) await writeBeside(join(root, path), fresh);
}

/** True for a draft in which nobody has worked: what was missing when an import made it is there now. */
function isImportsDraft({ conflicts, seconds, categories, marks }: Label, imported: ImportedLabel): boolean {
  const isKnown = Object.keys(categories).every((name) => name in imported.categories);
  return conflicts === undefined && seconds === undefined && isKnown && marks.every(isImported);
}

const isImported = ({ id }: Mark): boolean => /^import-\d+$/.test(id);

/** Marks that an earlier import made give way to the new ones; marks that somebody drew stay. */
function mergeMarks(old: readonly Mark[], fresh: readonly Mark[] | null): readonly Mark[] {
  return fresh === null ? old : [...fresh, ...old.filter((mark) => !isImported(mark))];
}
