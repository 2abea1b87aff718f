import type { BootstrapOptions } from './bootstrap';
import type { Estimate, Undefined } from './estimate';
import { ones, sumsEstimate } from './sumsEstimate';

/**
 * By how much the difference (prediction less reference) changes for each unit of the mean of both, by least squares (Bland and Altman 1999): below
 * zero where small values are predicted too large and large ones too small.
 */
export function proportionalBias(
  predictions: readonly number[],
  references: readonly number[],
  patients: readonly string[],
  options: BootstrapOptions = {},
): Estimate | Undefined {
  if (predictions.length < 3) return { undefined: 'A slope needs at least three images.' };
  const means = predictions.map((prediction, image) => (prediction + (references[image] ?? Number.NaN)) / 2);
  const differences = predictions.map((prediction, image) => prediction - (references[image] ?? Number.NaN));
  // About their centre, so that the sums of squares keep their digits.
  const [x, y] = [centred(means), centred(differences)];
  if (x.every((value) => value === 0)) return { undefined: 'All means are the same.' };
  const products = x.map((value, image) => value * (y[image] ?? 0));
  const squares = x.map((value) => value * value);
  return sumsEstimate([ones(x.length), x, y, products, squares], patients, slopeOf, '', options);
}

function slopeOf([n = 0, x = 0, y = 0, xy = 0, xx = 0]: Float64Array): number {
  return (xy - (x * y) / n) / (xx - (x * x) / n);
}

function centred(values: readonly number[]): readonly number[] {
  const centre = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.map((value) => value - centre);
}
