import { type Judged, judgeClasses, judgeNumbers } from '../../core/experiment/judgePredictions';
import type { TrainerJob } from '../../core/experiment/trainerJob';
import { operatingPoint } from '../../core/statistics/classification';
import type { Estimate } from '../../core/statistics/estimate';
import { meanAbsoluteError } from '../../core/statistics/regression';
import type { EpochResult } from './checkpoint';
import type { Examples } from './examples';
import { metricPlan } from './metricPlan';
import { classOf } from './prediction';

/** Judges what a network says of the tuning part. */
export type Measurer = {
  /** All metrics that exist, by name; of one that does not, the reason is warned of once. */
  measure(outputs: readonly (readonly number[])[]): Readonly<Record<string, Estimate>>;
  /** Two classes: the probability from which on the second one is called, by Youden's index on these outputs; null otherwise. */
  threshold(outputs: readonly (readonly number[])[]): number | null;
  /** How good an epoch is, by the primary metric, or by its loss where that does not exist; larger is better. */
  score(epoch: EpochResult): number;
};

/** The judge for a job's tuning part. */
export function makeMeasurer(job: TrainerJob, { tuning, trainMean }: Examples, warn: (message: string) => void): Measurer {
  const { primary, metrics } = metricPlan(job.task, job.classes, job.unit);
  const targets = tuning.map((example) => example.target);
  const patients = tuning.map((example) => example.patient);
  const warned = new Set<string>();
  const threshold = (outputs: readonly (readonly number[])[]): number | null =>
    job.classes.length === 2 ? youdenThreshold(outputs, targets) : null;
  // Predicting the mean does not change from epoch to epoch.
  const ofMean =
    job.task === 'regression'
      ? meanAbsoluteError(
          targets.map(() => trainMean),
          targets,
          patients,
          job.unit,
        )
      : null;
  const measured = (outputs: readonly (readonly number[])[]): Judged => {
    if (ofMean === null) {
      const point = threshold(outputs);
      return judgeClasses({ outputs, calls: outputs.map((output) => classOf(output, point)), targets, patients });
    }
    const predictions = outputs.map(([output = Number.NaN]) => output);
    return { ...judgeNumbers({ predictions, targets, patients, unit: job.unit }), mae_of_mean: ofMean };
  };
  return {
    threshold,
    measure: (outputs) => {
      const all = Object.entries(measured(outputs));
      for (const [name, value] of all) {
        if (!('undefined' in value) || warned.has(name)) continue;
        warned.add(name);
        warn(`The tuning part has no ${name}: ${value.undefined}`);
      }
      return Object.fromEntries(all.flatMap(([name, value]) => ('undefined' in value ? [] : [[name, value]])));
    },
    score: (epoch) => {
      const value = epoch.metrics[primary]?.value;
      if (value === undefined) return -epoch.tuningLoss;
      return metrics[primary]?.better === 'lower' ? -value : value;
    },
  };
}

/** Half-way from the operating point to the next lower score, so that rounding can't carry an image across it. */
function youdenThreshold(outputs: readonly (readonly number[])[], targets: readonly number[]): number | null {
  const scores = secondOf(outputs);
  const point = operatingPoint(
    scores,
    targets.map((target) => target === 1),
  );
  if ('undefined' in point) return null;
  const below = Math.max(0, ...scores.filter((score) => score < point.threshold));
  return (point.threshold + below) / 2;
}

const secondOf = (outputs: readonly (readonly number[])[]): readonly number[] => outputs.map((output) => output[1] ?? Number.NaN);
