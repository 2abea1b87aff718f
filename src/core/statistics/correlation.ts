import type { BootstrapOptions } from './bootstrap';
import type { Estimate, Interval, Undefined } from './estimate';
import { countPatients, hasRepeatedPatients } from './patientGroups';
import { ones, type SumsStatistic, sumsEstimate } from './sumsEstimate';

const normal975 = 1.959963984540054;

/** Pearson's r of two readings of the same images; interval by Fisher's z, or from resampling patients where one has several images. */
export function pearsonCorrelation(
  first: readonly number[],
  second: readonly number[],
  patients: readonly string[],
  options: BootstrapOptions = {},
): Estimate | Undefined {
  if (first.length !== second.length || first.length !== patients.length)
    throw new RangeError(`${first.length} and ${second.length} readings, ${patients.length} patients' names`);
  if (first.length < 3) return { undefined: 'A correlation needs at least three images.' };
  if (![...first, ...second].every(Number.isFinite)) return { undefined: 'Some readings are no finite numbers.' };
  const [x, y] = [centred(first), centred(second)];
  if (isConstant(x) || isConstant(y)) return { undefined: 'All readings of one kind are the same number.' };
  const columns = [ones(x.length), x, y, products(x, x), products(y, y), products(x, y)];
  if (hasRepeatedPatients(patients)) return sumsEstimate(columns, patients, correlationOf, '', options);
  const value = correlationOf(Float64Array.from(columns, sumOf));
  return { value, ...fisherInterval(value, x.length), n: x.length, patients: countPatients(patients), unit: '' };
}

const correlationOf: SumsStatistic = ([n = 0, x = 0, y = 0, xx = 0, yy = 0, xy = 0]) =>
  Math.max(-1, Math.min(1, (xy - (x * y) / n) / Math.sqrt((xx - (x * x) / n) * (yy - (y * y) / n))));

function fisherInterval(value: number, n: number): { readonly interval: Interval | null; readonly method: string } {
  if (n < 4) return { interval: null, method: 'no interval: it needs at least four images' };
  if (1 - Math.abs(value) < 1e-12) return { interval: null, method: 'no interval: all points lie on one line' };
  const [centre, half] = [Math.atanh(value), normal975 / Math.sqrt(n - 3)];
  return { interval: [Math.tanh(centre - half), Math.tanh(centre + half)], method: "Fisher's z" };
}

/** About the mean, so that sums of squares keep their digits. */
function centred(values: readonly number[]): readonly number[] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.map((value) => value - mean);
}

const isConstant = (values: readonly number[]): boolean => values.every((value) => Math.abs(value - (values[0] ?? 0)) < 1e-12);

const sumOf = (column: ArrayLike<number>): number => Array.from(column).reduce((sum, value) => sum + value, 0);

const products = (first: readonly number[], second: readonly number[]): readonly number[] =>
  first.map((value, image) => value * (second[image] ?? Number.NaN));
