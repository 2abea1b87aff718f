import { aucDifference, pairedDifference } from '../statistics/pairedDifference';
import type { ComparedColumns, ComparedTask } from './comparedTask';
import { judgeClasses, judgeNumbers } from './judgePredictions';
import { pairedCallWords } from './pairedCalls';
import type { PredictionRow } from './predictionTable';
import type { RunRecord } from './runRecord';
import { tolerancesOfRun } from './tolerances';

const columnOf = ({ columns }: ComparedColumns, run: number): readonly PredictionRow[] => columns[run] ?? [];

/** The mean of the images' values. */
const meanOf =
  (values: readonly number[]) =>
  (images: readonly number[]): number => {
    let sum = 0;
    for (const image of images) sum += values[image] ?? Number.NaN;
    return sum / images.length;
  };

const metricsOf = (record: RunRecord | undefined): readonly string[] =>
  record !== undefined && 'result' in record ? Object.keys(record.result?.metrics ?? {}) : [];

/** Compares numbers by the mean absolute error. */
export function comparedNumbers(compared: ComparedColumns): ComparedTask {
  const { runs, patients } = compared;
  const record = runs[0]?.record;
  const unit = record?.unit ?? '';
  const tolerances = tolerancesOfRun(metricsOf(record), unit);
  const errors = runs.map((_, run) => columnOf(compared, run).map(({ label, prediction }) => Math.abs(Number(prediction) - Number(label))));
  const means = errors.map(meanOf);
  const [first = meanOf([])] = means;
  return {
    ...{ metric: 'mae', unit, better: 'lower' },
    judge: (run) => {
      const rows = columnOf(compared, run);
      const [predictions, targets] = [rows.map(({ prediction }) => Number(prediction)), rows.map(({ label }) => Number(label))];
      return judgeNumbers({ predictions, targets, patients, unit, tolerances });
    },
    difference: (run) => pairedDifference(means[run] ?? first, first, patients, unit),
    said: (run, image) => ({
      call: Number(columnOf(compared, run)[image]?.prediction),
      detail: null,
      error: errors[run]?.[image] ?? Number.NaN,
    }),
  };
}

/** Compares two classes by the area under the curve, more by the accuracy. */
export function comparedClasses(compared: ComparedColumns): ComparedTask {
  const { runs, patients, columns } = compared;
  const classes = runs[0]?.classes ?? [];
  const isTwo = classes.length === 2;
  const indexOf = (value: PredictionRow['label']): number => classes.indexOf(String(value));
  const scores = (run: number): readonly number[] => columnOf(compared, run).map(({ probabilities }) => probabilities[1] ?? Number.NaN);
  const hits = columns.map((rows) => meanOf(rows.map(({ prediction, label }) => Number(prediction === label))));
  const [first = meanOf([])] = hits;
  const positives = columnOf(compared, 0).map(({ label }) => label === classes[1]);
  return {
    ...{ metric: isTwo ? 'auc' : 'accuracy', unit: '', better: 'higher' },
    judge: (run) => {
      const rows = columnOf(compared, run);
      return judgeClasses({
        outputs: rows.map(({ probabilities }) => probabilities),
        calls: rows.map(({ prediction }) => indexOf(prediction)),
        targets: rows.map(({ label }) => indexOf(label)),
        patients,
      });
    },
    difference: (run) =>
      isTwo ? aucDifference(scores(run), scores(0), positives, patients) : pairedDifference(hits[run] ?? first, first, patients, ''),
    calls: (run) => {
      if (!isTwo) return '';
      const called = (of: number): readonly boolean[] => columnOf(compared, of).map(({ prediction }) => prediction === classes[1]);
      return pairedCallWords({ first: called(0), other: called(run), positives, patients });
    },
    said: (run, image) => {
      const row = columnOf(compared, run)[image];
      const probability = (value: PredictionRow['label']): number | null => row?.probabilities[indexOf(value)] ?? null;
      return {
        call: row?.prediction ?? '',
        detail: probability(row?.prediction ?? null),
        error: 1 - (probability(row?.label ?? null) ?? 0),
      };
    },
  };
}
