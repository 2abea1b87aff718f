import betaQuantile from '@stdlib/stats-base-dists-beta-quantile';
import normalQuantile from '@stdlib/stats-base-dists-normal-quantile';
import type { Estimate, Interval, Undefined } from './estimate';
import { patientGroups } from './patientGroups';

/** Wilson's 95 % score interval of `hits` in `n` (need not be whole numbers; n above 0). */
export function wilson(hits: number, n: number): Interval {
  const z = normalQuantile(0.975, 0, 1);
  const p = hits / n;
  const centre = (p + (z * z) / (2 * n)) / (1 + (z * z) / n);
  const half = (z / (1 + (z * z) / n)) * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n));
  return [p === 0 ? 0 : Math.max(0, centre - half), p === 1 ? 1 : Math.min(1, centre + half)];
}

/** Clopper and Pearson's exact 95 % interval of `hits` in `n`, whole numbers, n above 0. */
export function clopperPearson(hits: number, n: number): Interval {
  return [hits === 0 ? 0 : betaQuantile(0.025, hits, n - hits + 1), hits === n ? 1 : betaQuantile(0.975, hits + 1, n - hits)];
}

/** The share of images that are hits, with Wilson's interval; when a patient has several images, for as many independent images as Rao and Scott's design effect leaves. */
export function proportionEstimate(
  hits: readonly boolean[],
  patients: readonly string[],
  whenNone = 'There are no images.',
): Estimate | Undefined {
  if (hits.length !== patients.length) throw new RangeError(`${hits.length} images, but ${patients.length} patients' names`);
  const n = hits.length;
  if (n === 0) return { undefined: whenNone };
  const groups = patientGroups(patients);
  const value = hits.filter(Boolean).length / n;
  const rest = { value, n, patients: groups.length, unit: '' };
  if (groups.length === n) return { ...rest, interval: wilson(value * n, n), method: 'Wilson' };
  if (groups.length === 1) return { ...rest, interval: null, method: 'no interval: it needs at least two patients' };
  const effective = effectiveImages(hits, value, groups);
  return { ...rest, interval: wilson(value * effective, effective), method: 'Wilson with the design effect of several images a patient' };
}

/** How many independent images the clustered ones are worth; the number of patients where hits don't vary and the design effect can't be seen. */
function effectiveImages(hits: readonly boolean[], value: number, groups: readonly (readonly number[])[]): number {
  if (value === 0 || value === 1) return groups.length;
  const n = hits.length;
  let squares = 0;
  for (const images of groups) squares += (images.filter((image) => hits[image]).length - value * images.length) ** 2;
  const clustered = ((groups.length / (groups.length - 1)) * squares) / (n * n);
  return n / Math.max(1, (clustered * n) / (value * (1 - value)));
}
