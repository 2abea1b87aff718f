import { join } from 'node:path';
import { type Case, type CaseTable, lackNotes, lackOf } from '../../core/experiment/caseTable';
import { isGroupName } from '../../core/experiment/groupName';
import { classesOf, type PredictionRow, parsePredictions } from '../../core/experiment/predictionTable';
import type { RunRecord } from '../../core/experiment/runRecord';
import { isDrawnTask } from '../../core/experiment/taskName';
import { tolerancesOfRun } from '../../core/experiment/tolerances';
import { runFolder } from '../../core/project/layout';
import { UserError } from '../../core/userError';
import { readImageTable } from '../dataset/imageTableFile';
import { readIfThere } from '../dataset/readIfThere';
import { readFoldRows, readFolds } from './foldFiles';
import { readDrawnCases } from './readDrawnCases';
import { readRecord } from './readRecord';

const optimistic = 'The best epoch was chosen on this same tuning part, so the numbers are optimistic.';

type Predicted = Omit<CaseTable, 'cases' | 'extraColumns'> & { readonly rows: readonly PredictionRow[] };

/** Reads what a run predicted of its tuning part, or a cross-validation out of fold; throws UserError where there is nothing to read. */
export async function readCases(root: string, name: string): Promise<CaseTable> {
  const { rows, ...predicted } = await (isGroupName(name) ? readOutOfFold(root, name) : readTuning(root, name));
  const index = await readImageTable(root);
  const byImage = new Map(index.rows.map((row) => [row.image, row]));
  const lacks = rows.map((row) => lackOf(row, predicted.classes));
  const whole = rows.filter((_, at) => lacks[at] === null).map((row): Case => ({ ...row, row: byImage.get(row.image) }));
  const drawn = isDrawnTask(predicted.task) ? await readDrawnCases(root, predicted, whole) : { cases: whole, notes: [] };
  const unknown = drawn.cases.filter(({ row }) => row === undefined).length;
  const notes = [
    ...predicted.notes,
    ...lackNotes(lacks),
    ...drawn.notes,
    ...(unknown === 0 ? [] : [`The index knows nothing any more of ${unknown === 1 ? '1 image' : `${unknown} images`}.`]),
  ];
  return { ...predicted, cases: drawn.cases, extraColumns: index.extraColumns, notes };
}

async function readTuning(root: string, run: string): Promise<Predicted> {
  const record = await readRecord(root, run);
  const text = await readIfThere(join(root, runFolder(run), 'predictions.csv'));
  if (text === null) throw new UserError(whyNone(record));
  const classes = classesOf(text);
  const { task, target, unit, settings } = record;
  const rows = parsePredictions(text, classes);
  const metrics = 'result' in record ? Object.keys(record.result?.metrics ?? {}) : [];
  const tolerances = tolerancesOfRun(metrics, unit);
  const chosen = 'result' in record ? record.result?.operatingPoint : undefined;
  const operating = { operating: settings.operatingPoint, ...(chosen && { chosen }) };
  const what = { run, task, target, unit, tolerances, classes, ...operating };
  return { ...what, part: 'tuning', reader: settings.data.reader, rows, notes: [optimistic] };
}

function whyNone({ run, state }: RunRecord): string {
  const later = state === 'running' || state === 'queued' ? 'they are written at its end' : 'it ended before it had predicted';
  return `${run} has no predictions.csv: it is ${state}, and ${later}.`;
}

async function readOutOfFold(root: string, group: string): Promise<Predicted> {
  const record = await readFolds(root, group);
  const rows = await readFoldRows(root, record);
  if (rows.length === 0) throw new UserError(`${group} has no out-of-fold predictions yet: it is ${record.state}.`);
  const { task, target, unit, classes, folds } = record;
  const first = folds.find(({ run }) => run !== null)?.run ?? null;
  const operating =
    first === null
      ? null
      : await readRecord(root, first).then(
          ({ settings }) => settings.operatingPoint,
          () => null,
        );
  const notes = ['Each image is predicted by the network of a fold that has not seen its patient.'];
  const tolerances = tolerancesOfRun(Object.keys(record.pooled?.metrics ?? {}), unit);
  const what = { run: group, task, target, unit, tolerances, classes, ...(operating && { operating }) };
  return { ...what, part: 'out of fold', reader: '', rows, notes };
}
