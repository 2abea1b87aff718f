import type { Estimate, Interval } from './estimate';
import { patientGroups } from './patientGroups';
import { quantile } from './quantile';
import { mulberry32 } from './random';

/** `resamples` is B, 2000 by default; `seed` is 42 by default, so that a figure repeats exactly. */
export type BootstrapOptions = { readonly seed?: number; readonly resamples?: number };

/** An interval, or null with the reason; `method` says how it was made, and goes into an `Estimate`. */
export type BootstrapInterval = { readonly interval: Interval | null; readonly method: string };

/** The smallest share of resamples in which the statistic must exist, so that leaving the others out can't bend the interval much. */
const neededShare = 0.95;

/** The statistic in every resample of patients; `statistic` gets the indices of the resampled images (an array that is used again) and may give NaN. */
export function bootstrapImages(
  patients: readonly string[],
  statistic: (images: readonly number[]) => number,
  { seed = 42, resamples = 2000 }: BootstrapOptions = {},
): Float64Array {
  const groups = patientGroups(patients);
  const random = mulberry32(seed);
  const sample: number[] = [];
  return Float64Array.from({ length: resamples }, () => {
    let count = 0;
    for (let draw = 0; draw < groups.length; draw++) {
      const group = groups[Math.floor(random() * groups.length)] ?? [];
      for (let at = 0; at < group.length; at++) sample[count++] = group[at] ?? 0;
    }
    // Cut only at the end: an emptied array would have to grow anew in every resample.
    sample.length = count;
    return statistic(sample);
  });
}

/** The percentile interval of a statistic of images' values when patients, not images, are drawn with replacement. */
export function bootstrapByPatient<T>(
  values: readonly T[],
  patients: readonly string[],
  statistic: (sample: readonly T[]) => number,
  options: BootstrapOptions = {},
): BootstrapInterval {
  const sample: T[] = [];
  return bootstrapInterval(
    patients,
    (images) => {
      sample.length = 0;
      for (const image of images) sample.push(values[image] as T);
      return statistic(sample);
    },
    options,
  );
}

/** Like `bootstrapByPatient`, for a statistic of the images' indices. */
export function bootstrapInterval(
  patients: readonly string[],
  statistic: (images: readonly number[]) => number,
  options: BootstrapOptions = {},
): BootstrapInterval {
  if (patientGroups(patients).length < 2) return tooFewPatients;
  return percentileInterval(bootstrapImages(patients, statistic, options));
}

/** Said where there is nothing to resample. */
export const tooFewPatients: BootstrapInterval = { interval: null, method: 'no interval: it needs at least two patients' };

/** The interval that a statistic's values in resamples of patients give; NaN where it did not exist. */
export function percentileInterval(all: Float64Array): BootstrapInterval {
  const found = all.filter((value) => Number.isFinite(value)).sort();
  if (found.length < neededShare * all.length) {
    return { interval: null, method: `no interval: the statistic exists in only ${found.length} of ${all.length} resamples` };
  }
  const interval: Interval = [quantile(found, 0.025), quantile(found, 0.975)];
  if (interval[0] === interval[1]) return { interval: null, method: 'no interval: the resamples do not differ' };
  return { interval, method: `bootstrap over patients, B = ${all.length}, percentile` };
}

/** An estimate whose interval comes from resampling patients. */
export function bootstrapEstimate(
  patients: readonly string[],
  statistic: (images: readonly number[]) => number,
  unit: string,
  options: BootstrapOptions = {},
): Estimate {
  const value = statistic(patients.map((_, image) => image));
  return { value, ...bootstrapInterval(patients, statistic, options), n: patients.length, patients: patientGroups(patients).length, unit };
}
