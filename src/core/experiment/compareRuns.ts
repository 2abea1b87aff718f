import type { Estimate, Undefined } from '../statistics/estimate';
import { alikeNumbers } from './alikeNumbers';
import { comparedBoxes, comparedMasks, keepAllBoxes } from './comparedMarks';
import { comparedClasses, comparedNumbers } from './comparedScalars';
import type { ComparedColumns, ComparedTask } from './comparedTask';
import { metricTitle } from './describeMetric';
import type { Judged } from './judgePredictions';
import type { PredictedRun } from './predictedRun';
import type { PredictionRow } from './predictionTable';
import { type SettingDifference, settingDifferences } from './settingDifferences';
import { isDrawnTask, type TaskName } from './taskName';

/** How a run stands against the first one on the images that all have predicted. */
export type RunVerdict = {
  readonly run: string;
  /** The metric of the comparison, this run's less the first one's. */
  readonly difference: Estimate | Undefined;
  readonly verdict: 'better' | 'worse' | 'not distinguishable' | 'another seed';
  readonly words: string;
  /** How the calls of two classes differ, as a sentence; left out where that is not told. */
  readonly calls?: string;
};

/** Of one image what each run says of it, and how much the last is worse than the first; ImagePrediction says what the numbers mean. */
export type ImageComparison = {
  readonly image: string;
  readonly patient: string;
  /** The reader's number or class, how many boxes are marked, or which share of the image. */
  readonly label: number | string;
  readonly calls: readonly (number | string)[];
  readonly details: readonly (number | null)[];
  readonly errors: readonly number[];
  readonly change: number;
};

export type RunComparison = {
  readonly task: TaskName;
  readonly target: string;
  readonly runs: readonly string[];
  readonly metric: string;
  readonly unit: string;
  readonly better: 'lower' | 'higher';
  readonly part: 'tuning';
  readonly images: number;
  readonly patients: number;
  readonly settings: readonly SettingDifference[];
  readonly metrics: readonly Judged[];
  readonly verdicts: readonly RunVerdict[];
  /** Those that became worst first. */
  readonly cases: readonly ImageComparison[];
  readonly notes: readonly string[];
};

/** Compares runs with the first of them, on the images that each predicted and that have the same label in all; runs of one task only. */
export function compareRuns(runs: readonly PredictedRun[]): RunComparison {
  const steps = comparisonSteps(runs);
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
}

/** compareRuns in steps, so that it can be ended and tell how far it is; each is the number of runs that are done. */
export function* comparisonSteps(runs: readonly PredictedRun[]): Generator<number, RunComparison, undefined> {
  const [first] = runs;
  if (first === undefined) throw new RangeError('no run to compare');
  const { shared, kept, compared } = sharedImages(runs);
  const { columns, patients } = compared;
  const task = ways[first.record.task](compared);
  const { metric, unit, better } = task;
  const metrics: Judged[] = [];
  const verdicts: RunVerdict[] = [];
  for (const [place, run] of runs.entries()) {
    metrics.push(kept === 0 ? {} : task.judge(place));
    if (place > 0) verdicts.push(withCalls(verdictOf(first, run, task, kept === 0 ? nothingShared : task.difference(place)), task, place));
    yield place + 1;
  }
  return {
    ...{ task: first.record.task, target: first.record.target, metric, unit, better, part: 'tuning', metrics, verdicts },
    runs: runs.map(({ record }) => record.run),
    images: kept,
    patients: new Set(patients).size,
    settings: settingDifferences(runs.map(({ record }) => record.settings)),
    cases: casesOf(columns, task),
    notes: notesOf(runs, shared, kept),
  };
}

function withCalls(verdict: RunVerdict, { calls }: ComparedTask, place: number): RunVerdict {
  const words = calls?.(place) ?? '';
  return words === '' ? verdict : { ...verdict, calls: words };
}

const ways: Readonly<Record<TaskName, (compared: ComparedColumns) => ComparedTask>> = {
  regression: comparedNumbers,
  classification: comparedClasses,
  detection: comparedBoxes,
  segmentation: comparedMasks,
};

const nothingShared: Undefined = { undefined: 'The runs have no image in common that has the same label in all.' };

type SharedImages = { readonly shared: number; readonly kept: number; readonly compared: ComparedColumns };

/** The images that all have predicted, and those of them whose label is the same in all, and for boxes and masks still what it was. */
function sharedImages(runs: readonly PredictedRun[]): SharedImages {
  const tables = runs.map(({ rows }) => new Map(rows.map((row) => [row.image, row])));
  const shared = (runs[0]?.rows ?? []).filter(({ image }) => tables.every((table) => isPredicted(table.get(image))));
  const isJudged = (image: string): boolean =>
    runs.every(({ record, boxes, overlaps }) => !isDrawnTask(record.task) || boxes?.has(image) || overlaps?.has(image));
  const kept = shared.filter(({ image, label }) => tables.every((table) => table.get(image)?.label === label) && isJudged(image));
  const columns = tables.map((table) => kept.flatMap(({ image }) => table.get(image) ?? []));
  return { shared: shared.length, kept: kept.length, compared: { runs, columns, patients: kept.map(({ patient }) => patient) } };
}

const isPredicted = (row: PredictionRow | undefined): boolean => row !== undefined && row.prediction !== null && row.label !== null;

function verdictOf(
  first: PredictedRun,
  other: PredictedRun,
  { metric, better }: ComparedTask,
  difference: Estimate | Undefined,
): RunVerdict {
  const run = other.record.run;
  const seedOnly = settingDifferences([first.record.settings, other.record.settings]).every(({ key }) => key === 'train.seed');
  if (seedOnly) return { run, difference, verdict: 'another seed', words: seedWords(metric, difference) };
  if ('undefined' in difference)
    return { run, difference, verdict: 'not distinguishable', words: `Not comparable: ${difference.undefined}` };
  const { interval, patients, n, value } = difference;
  const place = `tuning part, n = ${n} images of ${patients} patients`;
  if (interval === null || (interval[0] <= 0 && interval[1] >= 0)) {
    const range = interval === null ? difference.method : `difference in ${metricTitle(metric)} ${intervalWords(difference)}`;
    return {
      run,
      difference,
      verdict: 'not distinguishable',
      words: `Not distinguishable from the first run on ${patients} patients (${range}; ${place}).`,
    };
  }
  const isBetter = (better === 'lower') === value < 0;
  return {
    run,
    difference,
    verdict: isBetter ? 'better' : 'worse',
    words: `${isBetter ? 'Better' : 'Worse'} than the first run: difference in ${metricTitle(metric)} ${intervalWords(difference)}, ${place}; ${difference.method}.`,
  };
}

function intervalWords({ value, interval, unit }: Estimate): string {
  const [middle = '', low = '', high = ''] = alikeNumbers([value, ...(interval ?? [])]);
  return `${middle}${unit === '' ? '' : ` ${unit}`}${interval === null ? '' : `, 95 % interval ${low} to ${high}`}`;
}

const seedWords = (metric: string, difference: Estimate | Undefined): string =>
  'undefined' in difference
    ? `The same experiment, perhaps with another seed; not comparable: ${difference.undefined}`
    : `The same experiment with another seed: a difference in ${metricTitle(metric)} of ${intervalWords(difference)} is what chance does, neither is better.`;

function casesOf(columns: ComparedColumns['columns'], task: ComparedTask): readonly ImageComparison[] {
  const rows = (columns[0] ?? []).map(({ image, patient, label }, index): ImageComparison => {
    const said = columns.map((_, run) => task.said(run, index));
    const errors = said.map(({ error }) => error);
    return {
      ...{ image, patient, label: label ?? '', errors, change: (errors.at(-1) ?? 0) - (errors[0] ?? 0) },
      calls: said.map(({ call }) => call),
      details: said.map(({ detail }) => detail),
    };
  });
  return rows.toSorted((a, b) => b.change - a.change || (a.image < b.image ? -1 : 1));
}

function notesOf(runs: readonly PredictedRun[], shared: number, kept: number): readonly string[] {
  const differs = (key: 'images' | 'split' | 'labels'): boolean => new Set(runs.map(({ record }) => record.hashes[key])).size > 1;
  const most = Math.max(...runs.map(({ rows }) => rows.length));
  const task = runs[0]?.record.task;
  const changed =
    task === 'detection' || task === 'segmentation'
      ? 'are left out because their marks in 3-data/labels are not those that every run was judged by, or a label file is missing.'
      : 'are left out because their label has changed between the runs.';
  return [
    ...(differs('split') ? ['The runs were split differently: only images that lie in the tuning part of all are compared.'] : []),
    ...(shared < most ? [`${most - shared} of ${most} images are left out because not every run has predicted them.`] : []),
    ...(kept < shared ? [`${shared - kept} images ${changed}`] : []),
    ...(task === 'detection' && !keepAllBoxes(runs)
      ? [
          'Some run is from before RadSteps kept all boxes: the average precision counts only those that each run calls at its own threshold, and is lower than that of training.',
        ]
      : []),
    ...(runs.length > 3 ? [`${runs.length - 1} comparisons were made: of 20 that differ by chance alone, one is called different.`] : []),
    'The intervals say what other patients would change, not what another seed would: train several seeds before you choose.',
    'The best epoch was chosen on the same tuning part, so that the metrics themselves are optimistic.',
  ];
}
