import { type Judged, judgeClasses, judgeNumbers } from '../../core/experiment/judgePredictions';
import { type ChosenThreshold, chooseThreshold, type RecordedOperatingPoint, recordPoint } from '../../core/experiment/operatingSetting';
import { hitRule } from '../../core/experiment/reportDrawn';
import { usualTolerances } from '../../core/experiment/tolerances';
import type { TrainerJob } from '../../core/experiment/trainerJob';
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
  /** What the record keeps of the threshold of two classes; null for other tasks, and where there is none. */
  operatingPoint(outputs: readonly (readonly number[])[]): RecordedOperatingPoint | null;
  /** From which probability on these outputs call the second of two classes (by the experiment's rule), a box (by F1) or a pixel; null where nothing is called. */
  threshold(outputs: readonly (readonly number[])[]): number | null;
  /** How good an epoch is, by the primary metric, or by its loss where that does not exist or is nothing yet; larger is better. */
  score(epoch: EpochResult): number;
};

/** What depends on the task in judging outputs. */
export type Judge = Pick<Measurer, 'threshold'> &
  Partial<Pick<Measurer, 'operatingPoint'>> & { readonly measured: (outputs: readonly (readonly number[])[]) => Judged };

/** The judge for a job's tuning part. */
export function makeMeasurer(job: TrainerJob, examples: Examples, warn: (message: string) => void): Measurer {
  const { primary, metrics } = metricPlan(job);
  const { measured, threshold, operatingPoint = () => null } = judgeOf(job, examples);
  const warned = new Set<string>();
  return {
    threshold,
    operatingPoint,
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
  if (job.task === 'detection') return boxJudge(tuning, hitRule({ operating: job.experiment.operatingPoint }));
  if (job.task === 'segmentation') return maskJudge(tuning);
  return job.task === 'regression' ? numberJudge(job, tuning, trainMean) : classJudge(job, tuning);
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

function classJudge({ classes, experiment }: TrainerJob, tuning: readonly Example[]): Judge {
  const targets = tuning.map((example) => example.target);
  const patients = tuning.map((example) => example.patient);
  const positives = targets.map((target) => target === 1);
  const choose = (outputs: readonly (readonly number[])[]): ChosenThreshold | null => {
    if (classes.length !== 2) return null;
    const point = chooseThreshold(secondOf(outputs), positives, experiment.operatingPoint);
    return 'undefined' in point ? null : { ...point, threshold: betweenScores(point.threshold, secondOf(outputs)) };
  };
  const measured = (outputs: readonly (readonly number[])[]): Judged => {
    const point = choose(outputs)?.threshold ?? null;
    return judgeClasses({ outputs, calls: outputs.map((output) => classOf(output, point)), targets, patients });
  };
  return {
    measured,
    threshold: (outputs) => choose(outputs)?.threshold ?? null,
    operatingPoint: (outputs) => {
      const point = choose(outputs);
      return point === null ? null : recordPoint(point, secondOf(outputs), positives, patients);
    },
  };
}

/** Half-way from the operating point to the next lower score, so that rounding can't carry an image across it. */
function betweenScores(threshold: number, scores: readonly number[]): number {
  const below = scores.reduce((most, score) => (score < threshold ? Math.max(most, score) : most), 0);
  return (threshold + below) / 2;
}

const secondOf = (outputs: readonly (readonly number[])[]): readonly number[] => outputs.map((output) => output[1] ?? Number.NaN);
