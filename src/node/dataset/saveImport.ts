import { existsSync } from 'node:fs';
import { basename, join, relative, sep } from 'node:path';
import type { ReportProgress } from '../../core/progress';
import { writeBeside } from '../files/writeBeside';
import { writeLocal } from '../project/local';
import type { FileProblem } from './foundFile';
import { writeImageTable } from './imageTableFile';
import type { ImportedLabels } from './importedLabels';
import { type ImportPlan, isInFolder } from './importPlan';
import { writeImportProblems } from './importProblems';
import { writeLocalPaths } from './localPaths';
import { mapBounded } from './mapBounded';
import type { MergedImages } from './mergeImages';
import { readIfThere } from './readIfThere';
import { writeLabels } from './writeLabels';

export type ImportResult = {
  readonly merged: MergedImages;
  readonly labels: ImportedLabels;
  readonly problems: readonly FileProblem[];
  readonly looked: readonly string[];
};

/**
 * Writes what an import found, the table of images before what hangs on it; cut short, a second import completes it.
 * Returns how many images got a label.
 */
export async function saveImport(
  plan: ImportPlan,
  { merged, labels, problems, looked }: ImportResult,
  report: ReportProgress,
): Promise<number> {
  const { root, local, place, table } = plan;
  if (place.isNew) await writeLocal(root, { ...local, roots: { ...local.roots, [place.name]: place.folder } });
  await writeLocalPaths(root, merged.paths);
  await mapBounded([...merged.series], async ([file, text]) => {
    if (text !== (await readIfThere(join(root, file)))) await writeBeside(join(root, file), text);
  });
  await writeImageTable(root, { rows: merged.rows, extraColumns: table.extraColumns });
  const written = await writeLabels(root, plan.reader, labels.byImage, report);
  await writeImportProblems(root, {
    folder: plan.folder,
    looked: [...looked, ...[...tablesOf(plan, labels), ...labels.problems.map(({ file }) => file)].map((file) => problemPath(plan, file))],
    isPassedOver: passedOver(plan, labels, looked),
    problems: [...problems, ...labelProblems(plan, labels)],
    keepNames: plan.keepNames,
    key: plan.key,
  });
  return written;
}

const tablesOf = (plan: ImportPlan, { files = [] }: ImportedLabels): readonly string[] => [...(plan.labels?.tables ?? []), ...files];

/** In a folder with a layout, what is still there and was neither read as an image nor as a table. */
function passedOver(plan: ImportPlan, labels: ImportedLabels, looked: readonly string[]): (file: string) => boolean {
  if (plan.layout === null) return () => false;
  const known = new Set([...tablesOf(plan, labels), ...looked.map((path) => join(plan.folder, path))]);
  return (file) => !known.has(file) && existsSync(file);
}

/** What could not be taken of the labels, as problems of the file it stands in. */
const labelProblems = (plan: ImportPlan, { problems }: ImportedLabels): readonly FileProblem[] =>
  problems.map(({ file, text }) => ({ path: problemPath(plan, file), file, reason: `${text.charAt(0).toUpperCase()}${text.slice(1)}.` }));

/** A file's path from the imported folder with forward slashes, its name where it lies elsewhere. */
const problemPath = (plan: ImportPlan, file: string): string =>
  isInFolder(plan, file) ? relative(plan.folder, file).split(sep).join('/') : basename(file);
