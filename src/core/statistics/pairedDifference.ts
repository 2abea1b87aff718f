import normalCdf from '@stdlib/stats-base-dists-normal-cdf';
import normalQuantile from '@stdlib/stats-base-dists-normal-quantile';
import tQuantile from '@stdlib/stats-base-dists-t-quantile';
import { type BootstrapOptions, bootstrapImages } from './bootstrap';
import { delongCovariance } from './delong';
import type { Estimate, Undefined } from './estimate';
import { countPatients, hasRepeatedPatients } from './patientGroups';
import { quantile } from './quantile';
import { rankScores, rocProblem, weightedAuc } from './roc';

/**
 * The statistic of one set of predictions less that of another one on the same images, with an interval from resampling patients: the
 * percentiles are widened for few patients (Hesterberg 2015, "expanded percentile"), since plain ones cover less than 95 % there. A statistic
 * of the images' indices may be NaN in a resample.
 */
export function pairedDifference(
  one: (images: readonly number[]) => number,
  other: (images: readonly number[]) => number,
  patients: readonly string[],
  unit: string,
  options: BootstrapOptions = {},
): Estimate | Undefined {
  const all = patients.map((_, image) => image);
  const difference = (images: readonly number[]): number => one(images) - other(images);
  const value = difference(all);
  if (!Number.isFinite(value)) return { undefined: 'The statistic does not exist for these images.' };
  const count = countPatients(patients);
  const rest = { value, n: patients.length, patients: count, unit };
  if (count < 3) return { ...rest, interval: null, method: 'no interval: it needs at least three patients' };
  const found = bootstrapImages(patients, difference, options)
    .filter((one) => Number.isFinite(one))
    .sort();
  const resamples = options.resamples ?? 2000;
  if (found.length < 0.95 * resamples)
    return { ...rest, interval: null, method: `no interval: the difference exists in only ${found.length} of ${resamples} resamples` };
  const tail = normalCdf(-Math.sqrt(count / (count - 1)) * tQuantile(0.975, count - 1), 0, 1);
  const interval = [quantile(found, tail), quantile(found, 1 - tail)] as const;
  if (interval[0] === interval[1]) return { ...rest, interval: null, method: 'no interval: the resamples do not differ' };
  return { ...rest, interval, method: `paired bootstrap over patients, B = ${resamples}, expanded percentile` };
}

/** The area under one ROC curve less that under another one on the same images: DeLong's paired interval (1988), or a paired bootstrap where some patient has several images. */
export function aucDifference(
  one: readonly number[],
  other: readonly number[],
  positives: readonly boolean[],
  patients: readonly string[],
  options: BootstrapOptions = {},
): Estimate | Undefined {
  const problem = rocProblem(one, positives) ?? rocProblem(other, positives);
  if (problem !== null) return { undefined: problem };
  if (hasRepeatedPatients(patients)) return pairedDifference(areaOf(one, positives), areaOf(other, positives), patients, '', options);
  const { difference, standardError } = delongCovariance(one, other, positives);
  const rest = { value: difference, n: one.length, patients: countPatients(patients), unit: '' };
  if (!(standardError > 1e-12))
    return { ...rest, interval: null, method: "no interval: DeLong's variance of the difference is zero or unknown" };
  const half = normalQuantile(0.975, 0, 1) * standardError;
  return { ...rest, interval: [difference - half, difference + half], method: 'DeLong, paired' };
}

function areaOf(scores: readonly number[], positives: readonly boolean[]): (images: readonly number[]) => number {
  const ranked = rankScores(scores, positives);
  const weights = new Float64Array(scores.length);
  return (images) => {
    weights.fill(0);
    for (const image of images) weights[image] = (weights[image] ?? 0) + 1;
    return weightedAuc(ranked, weights);
  };
}
