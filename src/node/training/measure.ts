import { type Judged, judgeClasses, judgeNumbers } from '../../core/experiment/judgePredictions';
import { usualTolerances } from '../../core/experiment/tolerances';
import type { TrainerJob } from '../../core/experiment/trainerJob';
import { operatingPoint } from '../../core/statistics/classification';
import type { Estimate } from '../../core/statistics/estimate';
import { meanAbsoluteError } from '../../core/statistics/regression';
import type { Example } from './batches';
import type { EpochResult } from './checkpoint';
import { boxJudge, maskJudge } from './drawnJudge';
import type { Examples } from './examples';
import { metricPlan } from './metricPlan';
import { classOf } from './prediction';

/** Judges what a network says of the tuning part. */
export type Measurer = {
  /** All metrics that exist, by name; of one that does not, the reason is warned of once. */
  measure(outputs: readonly (readonly number[])[]): Readonly<Record<string, Estimate>>;
  /** From which probability on these outputs call the second of two classes (by Youden's index), a box (by F1) or a pixel; null where nothing is called. */
  threshold(outputs: readonly (readonly number[])[]): number | null;
  /** How good an epoch is, by the primary metric, or by its loss where that does not exist or is nothing yet; larger is better. */
  score(epoch: EpochResult): number;
};

/** What depends on the task in judging outputs. */
export type Judge = Pick<Measurer, 'threshold'> & { readonly measured: (outputs: readonly (readonly number[])[]) => Judged };

/** The judge for a job's tuning part. */
export function makeMeasurer(job: TrainerJob, examples: Examples, warn: (message: string) => void): Measurer {
  const { primary, metrics } = metricPlan(job);
  const { measured, threshold } = judgeOf(job, examples);
  const warned = new Set<string>();
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
      const isLower = metrics[primary]?.better === 'lower';
      // While a network finds nothing, its loss still tells whether it learns.
      if (value === undefined || (!isLower && value === 0)) return -epoch.tuningLoss;
      return isLower ? -value : value;
    },
  };
}

function judgeOf(job: TrainerJob, { tuning, trainMean }: Examples): Judge {
  if (job.task === 'detection') return boxJudge(tuning);
  if (job.task === 'segmentation') return maskJudge(tuning);
  return job.task === 'regression' ? numberJudge(job, tuning, trainMean) : classJudge(job.classes, tuning);
}

function numberJudge({ unit, tolerances = usualTolerances(unit) }: TrainerJob, tuning: readonly Example[], trainMean: number): Judge {
  const targets = tuning.map((example) => example.target);
  const patients = tuning.map((example) => example.patient);
  // Predicting the mean does not change from epoch to epoch.
  const ofMean = meanAbsoluteError(
    targets.map(() => trainMean),
    targets,
    patients,
    unit,
  );
  const measured = (outputs: readonly (readonly number[])[]): Judged => {
    const predictions = outputs.map(([output = Number.NaN]) => output);
    return { ...judgeNumbers({ predictions, targets, patients, unit, tolerances }), mae_of_mean: ofMean };
  };
  return { measured, threshold: () => null };
}

function classJudge(classes: readonly string[], tuning: readonly Example[]): Judge {
  const targets = tuning.map((example) => example.target);
  const patients = tuning.map((example) => example.patient);
  const threshold: Judge['threshold'] = (outputs) => (classes.length === 2 ? youdenThreshold(outputs, targets) : null);
  const measured = (outputs: readonly (readonly number[])[]): Judged => {
    const point = threshold(outputs);
    return judgeClasses({ outputs, calls: outputs.map((output) => classOf(output, point)), targets, patients });
  };
  return { measured, threshold };
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
