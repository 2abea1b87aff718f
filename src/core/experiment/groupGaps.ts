import normalQuantile from '@stdlib/stats-base-dists-normal-quantile';
import { bootstrapEstimate } from '../statistics/bootstrap';
import { delongArea } from '../statistics/delong';
import type { Estimate, Undefined } from '../statistics/estimate';
import { countPatients, hasRepeatedPatients } from '../statistics/patientGroups';
import { rankScores, rocProblem, weightedAuc } from '../statistics/roc';
import { sumsEstimate } from '../statistics/sumsEstimate';

/** One image's part of a ratio of sums (hits of marks, errors of images), and whether it belongs to the group. */
export type RatioPart = { readonly part: number; readonly whole: number; readonly isIn: boolean };

/** The ratio in a group less that of all others, with an interval from resampling patients. */
export function ratioGap(parts: readonly RatioPart[], patients: readonly string[], unit: string): Estimate | Undefined {
  const column = (of: (part: RatioPart) => number): readonly number[] => parts.map(of);
  const columns = [
    column(({ part, isIn }) => (isIn ? part : 0)),
    column(({ whole, isIn }) => (isIn ? whole : 0)),
    column(({ part, isIn }) => (isIn ? 0 : part)),
    column(({ whole, isIn }) => (isIn ? 0 : whole)),
  ];
  const gap = ([part = 0, whole = 0, otherPart = 0, otherWhole = 0]: Float64Array): number => part / whole - otherPart / otherWhole;
  const estimate = sumsEstimate(columns, patients, gap, unit);
  return Number.isFinite(estimate.value) ? estimate : { undefined: 'The others have nothing to compare with.' };
}

/** Resampling of so many images takes long; fewer resamples do. */
const manyImages = 3000;

/** The area under the ROC curve in a group less that of all others: DeLong's errors of both, or a bootstrap where some patient has several images. */
export function aucGap(
  scores: readonly number[],
  positives: readonly boolean[],
  isIn: readonly boolean[],
  patients: readonly string[],
): Estimate | Undefined {
  const of = (side: boolean) => {
    const belongs = (_: unknown, image: number): boolean => isIn[image] === side;
    return { scores: scores.filter(belongs), positives: positives.filter(belongs) };
  };
  const [group, others] = [of(true), of(false)];
  const problem = rocProblem(group.scores, group.positives) ?? rocProblem(others.scores, others.positives);
  if (problem !== null) return { undefined: problem };
  if (hasRepeatedPatients(patients)) return clusteredGap(scores, positives, isIn, patients);
  const [one, other] = [delongArea(group.scores, group.positives), delongArea(others.scores, others.positives)];
  const rest = { value: one.auc - other.auc, n: scores.length, patients: countPatients(patients), unit: '' };
  const error = Math.hypot(one.standardError, other.standardError);
  if (!(error > 1e-12)) return { ...rest, interval: null, method: "no interval: DeLong's variance is zero or unknown" };
  const half = normalQuantile(0.975, 0, 1) * error;
  return { ...rest, interval: [rest.value - half, rest.value + half], method: 'DeLong, two groups' };
}

function clusteredGap(
  scores: readonly number[],
  positives: readonly boolean[],
  isIn: readonly boolean[],
  patients: readonly string[],
): Estimate {
  const ranked = rankScores(scores, positives);
  const [group, others] = [new Float64Array(scores.length), new Float64Array(scores.length)];
  const gap = (images: readonly number[]): number => {
    group.fill(0);
    others.fill(0);
    for (const image of images) {
      const weights = isIn[image] === true ? group : others;
      weights[image] = (weights[image] ?? 0) + 1;
    }
    return weightedAuc(ranked, group) - weightedAuc(ranked, others);
  };
  return bootstrapEstimate(patients, gap, '', scores.length > manyImages ? { resamples: 400 } : {});
}
