import { type BootstrapInterval, type BootstrapOptions, percentileInterval, tooFewPatients } from './bootstrap';
import type { Estimate } from './estimate';
import { patientGroups } from './patientGroups';
import { mulberry32 } from './random';

/** A statistic of sums over images, one sum a column: a mean is the second through the first where the columns are ones and values. */
export type SumsStatistic = (sums: Float64Array) => number;

/**
 * Several statistics of the same sums, each with an interval from resampling patients, by the very draws of `bootstrapEstimate`. Only patients' sums
 * are added up in each resample, so that 50,000 images cost little.
 */
export function sumsEstimates(
  columns: readonly ArrayLike<number>[],
  patients: readonly string[],
  statistics: readonly SumsStatistic[],
  unit: string,
  { seed = 42, resamples = 2000 }: BootstrapOptions = {},
): readonly Estimate[] {
  const groups = patientGroups(patients);
  const table = new Float64Array(groups.length * columns.length);
  for (const [row, images] of groups.entries())
    addImages(columns, images, table.subarray(row * columns.length, (row + 1) * columns.length));
  const sums = new Float64Array(columns.length);
  for (let row = 0; row < groups.length; row++) addRow(table, row, sums);
  const values = statistics.map((statistic) => statistic(sums));
  const drawn = statistics.map(() => new Float64Array(groups.length < 2 ? 0 : resamples));
  const random = mulberry32(seed);
  for (let resample = 0; resample < (drawn[0]?.length ?? 0); resample++) {
    sums.fill(0);
    for (let draw = 0; draw < groups.length; draw++) addRow(table, Math.floor(random() * groups.length), sums);
    for (const [index, statistic] of statistics.entries()) drawn[index]?.fill(statistic(sums), resample, resample + 1);
  }
  return values.map((value, index) => {
    const interval = groups.length < 2 ? tooFewPatients : intervalOf(drawn[index] ?? new Float64Array(), value);
    return { value, ...interval, n: patients.length, patients: groups.length, unit };
  });
}

/** One such statistic. */
export function sumsEstimate(
  columns: readonly ArrayLike<number>[],
  patients: readonly string[],
  statistic: SumsStatistic,
  unit: string,
  options: BootstrapOptions = {},
): Estimate {
  const [estimate] = sumsEstimates(columns, patients, [statistic], unit, options);
  if (estimate === undefined) throw new RangeError('no statistic');
  return estimate;
}

/** The mean of images' values with such an interval; NaN of no image. */
export const meanEstimate = (
  values: readonly number[],
  patients: readonly string[],
  unit: string,
  options: BootstrapOptions = {},
): Estimate => sumsEstimate([ones(values.length), values], patients, ([count = 0, sum = 0]) => sum / count, unit, options);

/** As many ones as there are images. */
export const ones = (count: number): Float64Array => new Float64Array(count).fill(1);

function addImages(columns: readonly ArrayLike<number>[], images: readonly number[], sums: Float64Array): void {
  for (const [index, column] of columns.entries()) {
    for (const image of images) sums[index] = (sums[index] ?? 0) + (column[image] ?? 0);
  }
}

function addRow(table: Float64Array, row: number, sums: Float64Array): void {
  const width = sums.length;
  for (let column = 0; column < width; column++) sums[column] = (sums[column] ?? 0) + (table[row * width + column] ?? 0);
}

/** Sums of equal values differ in their last digits, which is no interval. */
function intervalOf(drawn: Float64Array, value: number): BootstrapInterval {
  const found = percentileInterval(drawn);
  const isOne = found.interval !== null && found.interval[1] - found.interval[0] <= 1e-12 * Math.max(1, Math.abs(value));
  return isOne ? { interval: null, method: 'no interval: the resamples do not differ' } : found;
}
