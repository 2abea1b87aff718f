import tQuantile from '@stdlib/stats-base-dists-t-quantile';
import { type BootstrapOptions, bootstrapEstimate } from './bootstrap';
import type { Estimate, Interval, Undefined } from './estimate';
import { countPatients, hasRepeatedPatients } from './patientGroups';
import { ones, type SumsStatistic, sumsEstimates } from './sumsEstimate';

/** How predictions differ from the reference standard, all in its unit; a positive bias means that predictions are too high. */
export type RegressionMetrics = {
  readonly mae: Estimate | Undefined;
  readonly rmse: Estimate | Undefined;
  readonly bias: Estimate | Undefined;
  /** Bland and Altman's limits: bias minus and plus 1.96 standard deviations of the differences. */
  readonly lowerLimit: Estimate | Undefined;
  readonly upperLimit: Estimate | Undefined;
};

/** Errors of predictions against the reference standard, image by image, with intervals that respect several images of a patient. */
export function regressionMetrics(
  predictions: readonly number[],
  references: readonly number[],
  patients: readonly string[],
  unit: string,
  options: BootstrapOptions = {},
): RegressionMetrics {
  const differences = differencesOf(predictions, references, patients);
  const problem = differencesProblem(differences);
  if (problem !== null) {
    const nothing = { undefined: problem };
    return { mae: nothing, rmse: nothing, bias: nothing, lowerLimit: nothing, upperLimit: nothing };
  }
  const resampled = (statistic: Statistic): Estimate =>
    bootstrapEstimate(patients, (images) => statistic(differences, images), unit, options);
  return { mae: resampled(meanAbsolute), rmse: resampled(rootMeanSquare), ...agreement(differences, patients, unit, options) };
}

/** Bias and limits of agreement alone. */
export function agreementLimits(
  predictions: readonly number[],
  references: readonly number[],
  patients: readonly string[],
  unit: string,
  options: BootstrapOptions = {},
): Pick<RegressionMetrics, 'bias' | 'lowerLimit' | 'upperLimit'> {
  const differences = differencesOf(predictions, references, patients);
  const problem = differencesProblem(differences);
  if (problem === null) return agreement(differences, patients, unit, options);
  const nothing = { undefined: problem };
  return { bias: nothing, lowerLimit: nothing, upperLimit: nothing };
}

/** The mean absolute error alone, for instance of predicting one constant everywhere. */
export function meanAbsoluteError(
  predictions: readonly number[],
  references: readonly number[],
  patients: readonly string[],
  unit: string,
  options: BootstrapOptions = {},
): Estimate | Undefined {
  const differences = differencesOf(predictions, references, patients);
  const problem = differencesProblem(differences);
  if (problem !== null) return { undefined: problem };
  return bootstrapEstimate(patients, (images) => meanAbsolute(differences, images), unit, options);
}

type Statistic = (differences: readonly number[], images: readonly number[]) => number;

function differencesOf(predictions: readonly number[], references: readonly number[], patients: readonly string[]): readonly number[] {
  if (predictions.length !== references.length || predictions.length !== patients.length) {
    throw new RangeError(`${predictions.length} predictions, ${references.length} reference values, ${patients.length} patients' names`);
  }
  return predictions.map((prediction, image) => prediction - (references[image] ?? Number.NaN));
}

function differencesProblem(differences: readonly number[]): string | null {
  if (differences.length === 0) return 'There are no images.';
  const missing = differences.filter((difference) => !Number.isFinite(difference)).length;
  return missing === 0 ? null : `${missing} of ${differences.length} images have no finite prediction or reference value.`;
}

/** Bias and limits with t intervals (Bland and Altman 1999), or by bootstrap where images depend on each other. */
function agreement(differences: readonly number[], patients: readonly string[], unit: string, options: BootstrapOptions) {
  const n = differences.length;
  const all = differences.map((_, image) => image);
  const tooFew = { undefined: 'Limits of agreement need at least two images.' };
  if (hasRepeatedPatients(patients)) return resampledAgreement(differences, patients, unit, options);
  const estimate = (value: number, standardError: number): Estimate => {
    return { value, ...tInterval(value, standardError, n), n, patients: countPatients(patients), unit };
  };
  const [bias, spread] = [meanOf(differences, all), standardDeviation(differences, all)];
  const limitError = spread * Math.sqrt(1 / n + limitFactor ** 2 / (2 * (n - 1)));
  const limit = (sign: number): Estimate | Undefined => (n < 2 ? tooFew : estimate(bias + sign * limitFactor * spread, limitError));
  return { bias: estimate(bias, spread / Math.sqrt(n)), lowerLimit: limit(-1), upperLimit: limit(1) };
}

function resampledAgreement(differences: readonly number[], patients: readonly string[], unit: string, options: BootstrapOptions) {
  const centre = differences.reduce((sum, difference) => sum + difference, 0) / differences.length;
  // About their mean, so that the sum of squares keeps its digits.
  const about = differences.map((difference) => difference - centre);
  const squares = about.map((difference) => difference * difference);
  const limit =
    (sign: number): SumsStatistic =>
    ([n = 0, sum = 0, square = 0]) =>
      centre + sum / n + sign * limitFactor * Math.sqrt(Math.max(0, square - (sum * sum) / n) / (n - 1));
  const columns = [ones(differences.length), about, squares];
  const [bias, lowerLimit, upperLimit] = sumsEstimates(columns, patients, [limit(0), limit(-1), limit(1)], unit, options);
  if (bias === undefined || lowerLimit === undefined || upperLimit === undefined) throw new RangeError('no estimate');
  return { bias, lowerLimit, upperLimit };
}

const limitFactor = 1.959963984540054;

function tInterval(value: number, standardError: number, n: number): { interval: Interval | null; method: string } {
  if (n < 2) return { interval: null, method: 'no interval: it needs at least two patients' };
  if (standardError === 0) return { interval: null, method: 'no interval: the differences do not vary' };
  const half = tQuantile(0.975, n - 1) * standardError;
  return { interval: [value - half, value + half], method: `t, ${n - 1} degrees of freedom` };
}

function meanOf(differences: readonly number[], images: readonly number[]): number {
  let sum = 0;
  for (const image of images) sum += differences[image] ?? 0;
  return sum / images.length;
}

function meanAbsolute(differences: readonly number[], images: readonly number[]): number {
  let sum = 0;
  for (const image of images) sum += Math.abs(differences[image] ?? 0);
  return sum / images.length;
}

function rootMeanSquare(differences: readonly number[], images: readonly number[]): number {
  let sum = 0;
  for (const image of images) sum += (differences[image] ?? 0) ** 2;
  return Math.sqrt(sum / images.length);
}

function standardDeviation(differences: readonly number[], images: readonly number[]): number {
  const centre = meanOf(differences, images);
  let sum = 0;
  for (const image of images) sum += ((differences[image] ?? 0) - centre) ** 2;
  return Math.sqrt(sum / (images.length - 1));
}
