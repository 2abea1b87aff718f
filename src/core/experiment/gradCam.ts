import { at } from '../network/op';

/** One image's features and the derivative of its answer by them, [channels, rows, columns]. */
export type ExplainedFeatures = {
  readonly shape: readonly number[];
  readonly features: Float32Array;
  readonly gradient: Float32Array;
};

/** Which features count: those that speak for the answer, as for a class; or also those that speak against it, as for a number, which they lower. */
export type Counted = 'for' | 'for and against';

/**
 * Grad-CAM (Selvaraju et al. 2017, doi:10.1109/ICCV.2017.74): each channel of the features weighs as much as its derivative on average over all places; the
 * map is their weighted sum, its negative parts cut off (`for`) or made positive (`for and against`), as shares of the largest, 0 to 1. All zeros where nothing counts.
 */
export function gradCam({ shape, features, gradient }: ExplainedFeatures, counted: Counted): readonly number[] {
  const [channels, places] = [at(shape, 0), at(shape, 1) * at(shape, 2)];
  const sums = new Float64Array(places);
  for (let channel = 0; channel < channels; channel++) {
    const start = channel * places;
    let weight = 0;
    for (let place = 0; place < places; place++) weight += (gradient[start + place] ?? 0) / places;
    for (let place = 0; place < places; place++) sums[place] = (sums[place] ?? 0) + weight * (features[start + place] ?? 0);
  }
  const kept = Array.from(sums, (sum) => (counted === 'for' ? Math.max(0, sum) : Math.abs(sum)));
  const largest = kept.reduce((most, value) => Math.max(most, value), 0);
  return largest > 0 ? kept.map((value) => value / largest) : kept;
}
