import type { Estimate } from '../statistics/estimate';
import { meanAbsoluteError } from '../statistics/regression';
import type { FoldRow } from './foldTable';
import { type Judged, judgeClasses, judgeNumbers } from './judgePredictions';
import { usualTolerances } from './tolerances';
import type { TrainerJob } from './trainerJob';

/** What decides how predictions are judged. */
export type JudgedTask = Pick<TrainerJob, 'task' | 'classes' | 'unit' | 'tolerances'>;

/** The metrics that exist for predicted rows, and a sentence for each that does not. */
export type FoldMetrics = { readonly metrics: Readonly<Record<string, Estimate>>; readonly missing: readonly string[] };

/**
 * Judges out-of-fold rows as training judges its tuning part, only that classes are called at the operating point of each row's own fold; rows
 * without a prediction are left out. `meanOf` gives the mean target of a fold's training images.
 */
export function judgeFolds(rows: readonly FoldRow[], task: JudgedTask, meanOf: (fold: number) => number): FoldMetrics {
  const judged = Object.entries(
    judge(
      rows.filter(({ prediction }) => prediction !== null),
      task,
      meanOf,
    ),
  );
  const metrics = judged.flatMap(([name, estimate]) => ('undefined' in estimate ? [] : [[name, estimate] as const]));
  const missing = judged.flatMap(([name, estimate]) => ('undefined' in estimate ? [`no ${name}: ${estimate.undefined}`] : []));
  return { metrics: Object.fromEntries(metrics), missing };
}

function judge(
  rows: readonly FoldRow[],
  { task, classes, unit, tolerances = usualTolerances(unit) }: JudgedTask,
  meanOf: (fold: number) => number,
): Judged {
  const patients = rows.map(({ patient }) => patient);
  if (task === 'regression') {
    const targets = rows.map(({ label }) => Number(label));
    const means = rows.map(({ fold }) => meanOf(fold));
    const predictions = rows.map(({ prediction }) => Number(prediction));
    return {
      ...judgeNumbers({ predictions, targets, patients, unit, tolerances }),
      mae_of_mean: meanAbsoluteError(means, targets, patients, unit),
    };
  }
  const indexOf = (value: FoldRow['label']): number => classes.indexOf(String(value));
  return judgeClasses({
    outputs: rows.map(({ probabilities }) => probabilities),
    calls: rows.map(({ prediction }) => indexOf(prediction)),
    targets: rows.map(({ label }) => indexOf(label)),
    patients,
  });
}
