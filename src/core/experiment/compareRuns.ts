import type { Estimate, Undefined } from '../statistics/estimate';
import { aucDifference, pairedDifference } from '../statistics/pairedDifference';
import { alikeNumbers } from './alikeNumbers';
import { metricTitle } from './describeMetric';
import { type Judged, judgeClasses, judgeNumbers } from './judgePredictions';
import type { PredictionRow } from './predictionTable';
import type { RunRecord } from './runRecord';
import { type SettingDifference, settingDifferences } from './settingDifferences';

/** A run with what it predicted of its tuning part, and the classes in their order (none for a number). */
export type PredictedRun = { readonly record: RunRecord; readonly classes: readonly string[]; readonly rows: readonly PredictionRow[] };

/** How a run stands against the first one on the images that all have predicted. */
export type RunVerdict = {
  readonly run: string;
  /** The metric of the comparison, this run's less the first one's. */
  readonly difference: Estimate | Undefined;
  readonly verdict: 'better' | 'worse' | 'not distinguishable' | 'another seed';
  readonly words: string;
};

/** Of one image: each run's error (absolute, in the unit; for classes one less the label's probability), and how much the last is worse than the first. */
export type ImageComparison = {
  readonly image: string;
  readonly patient: string;
  readonly label: number | string;
  readonly errors: readonly number[];
  readonly change: number;
};

export type RunComparison = {
  readonly runs: readonly string[];
  readonly metric: string;
  readonly unit: string;
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
  const tables = runs.map(({ rows }) => new Map(rows.map((row) => [row.image, row])));
  const [first] = runs;
  if (first === undefined) throw new RangeError('no run to compare');
  const shared = first.rows.filter(
    ({ image, label, prediction }) => label !== null && prediction !== null && tables.every((table) => isPredicted(table.get(image))),
  );
  const kept = shared.filter(({ image, label }) => tables.every((table) => table.get(image)?.label === label));
  const columns = tables.map((table) => kept.flatMap(({ image }) => table.get(image) ?? []));
  const judges = runs.map((run, index) => judgeOf(run, columns[index] ?? []));
  const metric = first.record.task === 'regression' ? 'mae' : first.classes.length === 2 ? 'auc' : 'accuracy';
  const patients = kept.map(({ patient }) => patient);
  return {
    runs: runs.map(({ record }) => record.run),
    metric,
    unit: metric === 'mae' ? first.record.unit : '',
    part: 'tuning',
    images: kept.length,
    patients: new Set(patients).size,
    settings: settingDifferences(runs.map(({ record }) => record.settings)),
    metrics: judges,
    verdicts: runs.slice(1).map((run, index) => verdictOf(first, run, metric, columns[0] ?? [], columns[index + 1] ?? [])),
    cases: casesOf(first, columns),
    notes: notesOf(runs, shared.length, kept.length),
  };
}

const isPredicted = (row: PredictionRow | undefined): boolean => row !== undefined && row.prediction !== null && row.label !== null;

function judgeOf({ record, classes }: PredictedRun, rows: readonly PredictionRow[]): Judged {
  const patients = rows.map(({ patient }) => patient);
  if (record.task === 'regression') {
    const [predictions, targets] = [rows.map(({ prediction }) => Number(prediction)), rows.map(({ label }) => Number(label))];
    return judgeNumbers({ predictions, targets, patients, unit: record.unit });
  }
  const indexOf = (value: PredictionRow['label']): number => classes.indexOf(String(value));
  const outputs = rows.map(({ probabilities }) => probabilities);
  return judgeClasses({
    outputs,
    calls: rows.map(({ prediction }) => indexOf(prediction)),
    targets: rows.map(({ label }) => indexOf(label)),
    patients,
  });
}

type Metric = 'mae' | 'auc' | 'accuracy';

function verdictOf(
  first: PredictedRun,
  other: PredictedRun,
  metric: Metric,
  before: readonly PredictionRow[],
  after: readonly PredictionRow[],
): RunVerdict {
  const difference = differenceOf(first, metric, before, after);
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
  const isBetter = (metric === 'mae') === value < 0;
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

const seedWords = (metric: Metric, difference: Estimate | Undefined): string =>
  'undefined' in difference
    ? `The same experiment, perhaps with another seed; not comparable: ${difference.undefined}`
    : `The same experiment with another seed: a difference in ${metricTitle(metric)} of ${intervalWords(difference)} is what chance does, neither is better.`;

function differenceOf(
  { record, classes }: PredictedRun,
  metric: Metric,
  before: readonly PredictionRow[],
  after: readonly PredictionRow[],
): Estimate | Undefined {
  const patients = before.map(({ patient }) => patient);
  if (before.length === 0) return { undefined: 'The runs have no image in common that has the same label in all.' };
  if (metric === 'auc') {
    const scores = (rows: readonly PredictionRow[]): readonly number[] => rows.map(({ probabilities }) => probabilities[1] ?? Number.NaN);
    return aucDifference(
      scores(after),
      scores(before),
      before.map(({ label }) => label === classes[1]),
      patients,
    );
  }
  const value = (row: PredictionRow): number =>
    metric === 'mae' ? Math.abs(Number(row.prediction) - Number(row.label)) : Number(row.prediction === row.label);
  const mean = (rows: readonly PredictionRow[]) => {
    const values = rows.map(value);
    return (images: readonly number[]): number => images.reduce((sum, image) => sum + (values[image] ?? 0), 0) / images.length;
  };
  return pairedDifference(mean(after), mean(before), patients, metric === 'mae' ? record.unit : '');
}

function casesOf({ record, classes }: PredictedRun, columns: readonly (readonly PredictionRow[])[]): readonly ImageComparison[] {
  const errorOf = (row: PredictionRow | undefined): number => {
    if (row === undefined) return Number.NaN;
    if (record.task === 'regression') return Math.abs(Number(row.prediction) - Number(row.label));
    return 1 - (row.probabilities[classes.indexOf(String(row.label))] ?? 0);
  };
  const rows = (columns[0] ?? []).map(({ image, patient, label }, index): ImageComparison => {
    const errors = columns.map((column) => errorOf(column[index]));
    return { image, patient, label: label ?? '', errors, change: (errors.at(-1) ?? 0) - (errors[0] ?? 0) };
  });
  return rows.toSorted((a, b) => b.change - a.change || (a.image < b.image ? -1 : 1));
}

function notesOf(runs: readonly PredictedRun[], shared: number, kept: number): readonly string[] {
  const differs = (key: 'images' | 'split' | 'labels'): boolean => new Set(runs.map(({ record }) => record.hashes[key])).size > 1;
  const most = Math.max(...runs.map(({ rows }) => rows.length));
  return [
    ...(differs('split') ? ['The runs were split differently: only images that lie in the tuning part of all are compared.'] : []),
    ...(shared < most ? [`${most - shared} of ${most} images are left out because not every run has predicted them.`] : []),
    ...(kept < shared ? [`${shared - kept} images are left out because their label has changed between the runs.`] : []),
    ...(runs.length > 3 ? [`${runs.length - 1} comparisons were made: of 20 that differ by chance alone, one is called different.`] : []),
    'The best epoch was chosen on the same tuning part, so that the metrics themselves are optimistic.',
  ];
}
