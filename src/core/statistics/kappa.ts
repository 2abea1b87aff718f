import normalQuantile from '@stdlib/stats-base-dists-normal-quantile';
import { bootstrapEstimate, bootstrapInterval } from './bootstrap';
import type { Estimate, Interval, Undefined } from './estimate';
import { countPatients, hasRepeatedPatients } from './patientGroups';

/** What two readers said of one image: the indices of their values. */
export type ValuePair = readonly [first: number, second: number];

/** How much of an agreement a difference in order is worth: none, by steps, or by squared steps. */
export type KappaWeights = 'none' | 'linear' | 'quadratic';

/** How often the first reader said a value (row) where the second said another (column), of the chosen images. */
export function confusionCounts(pairs: readonly ValuePair[], values: number, images?: readonly number[]): number[][] {
  const counts = Array.from({ length: values }, () => Array.from({ length: values }, () => 0));
  for (const image of images ?? pairs.keys()) {
    const [first = -1, second = -1] = pairs[image] ?? [];
    const row = counts[first];
    if (row?.[second] === undefined) throw new RangeError(`a pair of values (${first}, ${second}) outside the ${values} values`);
    row[second] += 1;
  }
  return counts;
}

/**
 * Cohen's kappa of two readers, or weighted for ordinals; interval by the large-sample standard error of Fleiss, Cohen and Everitt (1969), or from
 * resampling patients where one has several images. Undefined where both readers gave one and the same value to all images.
 */
export function cohenKappa(
  pairs: readonly ValuePair[],
  values: number,
  patients: readonly string[],
  weights: KappaWeights = 'none',
): Estimate | Undefined {
  const n = pairs.length;
  if (n === 0) return { undefined: 'No image has a value by both readers.' };
  const weight = weighting(weights, values);
  const whole = kappaOf(confusionCounts(pairs, values), weight);
  if (Number.isNaN(whole.kappa))
    return { undefined: 'Both readers gave all images the same value, so there is no agreement beyond chance to measure.' };
  const rest = { value: whole.kappa, n, patients: countPatients(patients), unit: '' };
  if (!hasRepeatedPatients(patients)) return { ...rest, ...largeSample(whole.kappa, whole.error) };
  return { ...rest, ...bootstrapInterval(patients, (images) => kappaOf(confusionCounts(pairs, values, images), weight).kappa) };
}

type Weight = (row: number, column: number) => number;

function weighting(weights: KappaWeights, values: number): Weight {
  const steps = Math.max(1, values - 1);
  if (weights === 'none') return (row, column) => (row === column ? 1 : 0);
  const power = weights === 'linear' ? 1 : 2;
  return (row, column) => 1 - (Math.abs(row - column) / steps) ** power;
}

function kappaOf(counts: readonly (readonly number[])[], weight: Weight): { readonly kappa: number; readonly error: number } {
  const n = sum(counts.map(sum));
  const shares = counts.map((row) => row.map((count) => count / n));
  const rows = shares.map(sum);
  const columns = shares.map((_, column) => sum(shares.map((row) => row[column] ?? 0)));
  const over = (value: (share: number, row: number, column: number) => number): number =>
    sum(shares.map((list, row) => sum(list.map((share, column) => value(share, row, column)))));
  const observed = over((share, row, column) => share * weight(row, column));
  const expected = over((_, row, column) => (rows[row] ?? 0) * (columns[column] ?? 0) * weight(row, column));
  if (1 - expected < 1e-12) return { kappa: Number.NaN, error: Number.NaN };
  const kappa = (observed - expected) / (1 - expected);
  const ofRow = rows.map((_, row) => sum(columns.map((share, column) => share * weight(row, column))));
  const ofColumn = columns.map((_, column) => sum(rows.map((share, row) => share * weight(row, column))));
  const squares = over(
    (share, row, column) => share * (weight(row, column) - ((ofRow[row] ?? 0) + (ofColumn[column] ?? 0)) * (1 - kappa)) ** 2,
  );
  const variance = (squares - (kappa - expected * (1 - kappa)) ** 2) / (n * (1 - expected) ** 2);
  return { kappa, error: Math.sqrt(Math.max(0, variance)) };
}

function largeSample(value: number, error: number): { readonly interval: Interval | null; readonly method: string } {
  if (error < 1e-9) return { interval: null, method: 'no interval: the readers agree on every image' };
  const half = normalQuantile(0.975, 0, 1) * error;
  return { interval: [value - half, Math.min(1, value + half)], method: 'large-sample standard error (Fleiss, Cohen and Everitt 1969)' };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, value) => total + value, 0);

/** Fleiss' kappa (1971) of two readers or more: for every image how many said each value, equally many readers each; interval from resampling patients. */
export function fleissKappa(counts: readonly (readonly number[])[], patients: readonly string[]): Estimate | Undefined {
  const readers = sum(counts[0] ?? []);
  if (counts.length === 0) return { undefined: 'No image has a value by all readers.' };
  if (readers < 2 || counts.some((row) => sum(row) !== readers))
    throw new RangeError('every image must have been read by the same number of readers, two or more');
  const statistic = (images: readonly number[]): number => fleissOf(counts, readers, images);
  if (Number.isNaN(statistic([...counts.keys()])))
    return { undefined: 'All readers gave all images the same value, so there is no agreement beyond chance to measure.' };
  return bootstrapEstimate(patients, statistic, '');
}

function fleissOf(counts: readonly (readonly number[])[], readers: number, images: readonly number[]): number {
  const totals: number[] = [];
  let agreed = 0;
  for (const image of images) {
    let squares = 0;
    for (const [value, count] of (counts[image] ?? []).entries()) {
      totals[value] = (totals[value] ?? 0) + count;
      squares += count * count;
    }
    agreed += (squares - readers) / (readers * (readers - 1));
  }
  const expected = sum(totals.map((total) => (total / (images.length * readers)) ** 2));
  return 1 - expected < 1e-12 ? Number.NaN : (agreed / images.length - expected) / (1 - expected);
}

/**
 * How often the other reader agrees when one says this value (Cicchetti and Feinstein 1990: with two values the positive and the negative
 * agreement), which holds its meaning where kappa sinks because a value is rare; interval from resampling patients.
 */
export function specificAgreement(pairs: readonly ValuePair[], value: number, patients: readonly string[]): Estimate | Undefined {
  const statistic = (images: readonly number[]): number => {
    let [said, agreed] = [0, 0];
    for (const image of images) {
      const [first, second] = pairs[image] ?? [];
      said += Number(first === value) + Number(second === value);
      agreed += first === value && second === value ? 2 : 0;
    }
    return agreed / said;
  };
  if (!pairs.some((pair) => pair.includes(value))) return { undefined: 'No reader gave this value to an image.' };
  return bootstrapEstimate(patients, statistic, '');
}
