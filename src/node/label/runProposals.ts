import { join } from 'node:path';
import { type PredictionRow, parsePredictions } from '../../core/experiment/predictionTable';
import type { RunRecord } from '../../core/experiment/runRecord';
import { isDrawnTask } from '../../core/experiment/taskName';
import { type CategoryProposal, categoryProposal } from '../../core/label/categoryProposal';
import { applyEdit } from '../../core/label/edit';
import type { Mark } from '../../core/label/label';
import { formatLabel, parseLabel } from '../../core/label/labelFile';
import { proposeMarks } from '../../core/label/proposals';
import type { LabelDefinition } from '../../core/label/protocol';
import type { ReportProgress } from '../../core/progress';
import { labelFile, predictedLabelFile, runFolder } from '../../core/project/layout';
import { UserError } from '../../core/userError';
import { readImages } from '../dataset/readDataset';
import { readIfThere } from '../dataset/readIfThere';
import { writeBeside } from '../files/writeBeside';
import { readProtocol } from '../project/readProtocol';
import { readRecord } from '../run/readRecord';
import { readLabelOnDisk } from './labelOnDisk';

/** The predictions of a run by image; throws UserError where it has none. */
export async function runPredictions(
  root: string,
  run: string,
): Promise<{ readonly record: RunRecord; readonly definition: LabelDefinition; readonly rows: ReadonlyMap<string, PredictionRow> }> {
  const record = await readRecord(root, run);
  const definition = (await readProtocol(root)).labels.find(({ name }) => name === record.target);
  if (definition === undefined) throw new UserError(`Run ${run} predicts "${record.target}", which 3-data/protocol.md does not declare.`);
  const text = await readIfThere(join(root, runFolder(run), 'predictions.csv'));
  if (text === null) throw new UserError(`Run ${run} (${record.state}) has no predictions.csv: only finished runs have predictions.`);
  const classes = record.task === 'classification' ? (definition.values ?? []) : [];
  return { record, definition, rows: new Map(parsePredictions(text, classes).map((row) => [row.image, row])) };
}

/** What a run says of the categories of one image; none where it says nothing, or draws. */
export async function runCategories(root: string, run: string, image: string): Promise<readonly CategoryProposal[]> {
  const { record, definition, rows } = await runPredictions(root, run);
  const row = rows.get(image);
  const proposal = row === undefined || isDrawnTask(record.task) ? null : categoryProposal(row, definition);
  return proposal === null ? [] : [proposal];
}

/** The marks that a run predicted for an image; null where it has no label file of it. Throws UserError where that is damaged. */
export async function runMarks(root: string, run: string, image: string): Promise<readonly Mark[] | null> {
  const file = `${runFolder(run)}/${predictedLabelFile(image)}`;
  const text = await readIfThere(join(root, file));
  return text === null ? null : parseLabel(text, file).marks;
}

/** What came of proposing a run's marks: images that got new ones and how many these were, those left alone because their label is final, and problems as sentences. */
export type Proposed = {
  readonly images: number;
  readonly marks: number;
  readonly final: number;
  readonly problems: readonly string[];
};

/** Writes a run's marks into a reader's labels as proposals, of the named images (of all without names); what stands there already and final labels stay as they are. */
export async function proposeRun(
  root: string,
  { run, reader, images }: { readonly run: string; readonly reader: string; readonly images: readonly string[] | null },
  report: ReportProgress,
): Promise<Proposed> {
  const { task } = await readRecord(root, run);
  if (!isDrawnTask(task)) return { images: 0, marks: 0, final: 0, problems: [] };
  const wanted = images ?? (await readImages(root)).map(({ image }) => image);
  const sofar = { images: 0, marks: 0, final: 0, problems: [] as string[] };
  for (const [done, image] of wanted.entries()) {
    report({ phase: 'Proposing marks', done, total: wanted.length });
    try {
      const found = await proposeImage(root, run, reader, image);
      if (found === 'final') sofar.final += 1;
      else if (found > 0) [sofar.images, sofar.marks] = [sofar.images + 1, sofar.marks + found];
    } catch (error) {
      // One damaged file must not keep the others from their proposals.
      if (!(error instanceof UserError)) throw error;
      sofar.problems.push(error.message);
    }
  }
  return sofar;
}

async function proposeImage(root: string, run: string, reader: string, image: string): Promise<number | 'final'> {
  const marks = await runMarks(root, run, image);
  if (marks === null) return 0;
  const { label } = await readLabelOnDisk({ root, reader, image }, false);
  if (label.status === 'final') return 'final';
  const edits = proposeMarks(label, marks, run, Math.random);
  if (edits.length === 0) return 0;
  await writeBeside(join(root, labelFile(reader, image)), formatLabel(edits.reduce(applyEdit, label)));
  return edits.length;
}
