import { at } from '../network/op';

/** One image's features and the derivative of its answer by them, [channels, rows, columns]. */
export type ExplainedFeatures = {
  readonly shape: readonly number[];
  readonly features: Float32Array;
  readonly gradient: Float32Array;
};

/**
 * How features are weighed. `Grad-CAM` (Selvaraju et al. 2017, doi:10.1109/ICCV.2017.74): each channel by its derivative on average over all places.
 * `HiResCAM` (Draelos and Carin 2020, arXiv:2011.08891): each feature by its own derivative. Both are the same, and CAM (Zhou et al. 2016), where the mean
 * over all places goes into one dense layer. Elsewhere, as after a maximum over all places, Grad-CAM also shows places that the answer does not depend on.
 */
export const attentionMethods = ['HiResCAM', 'Grad-CAM'] as const;
export type AttentionMethod = (typeof attentionMethods)[number];

/** Which features count: those that speak for the answer, as for a class; or also those that speak against it, as for a number, which they lower. */
export type Counted = 'for' | 'for and against';

/**
 * The sum of an image's weighed features at each place, row by row, its negative parts cut off (`for`) or made positive (`for and against`), as shares of the
 * largest, 0 to 1; all zeros where nothing counts.
 */
export function activationMap(explained: ExplainedFeatures, method: AttentionMethod, counted: Counted): readonly number[] {
  const kept = Array.from(weighedSums(explained, method), (sum) => (counted === 'for' ? Math.max(0, sum) : Math.abs(sum)));
  const largest = kept.reduce((most, value) => Math.max(most, value), 0);
  return largest > 0 ? kept.map((value) => value / largest) : kept;
}

function weighedSums({ shape, features, gradient }: ExplainedFeatures, method: AttentionMethod): Float64Array {
  const places = at(shape, 1) * at(shape, 2);
  const sums = new Float64Array(places);
  for (let start = 0; start < features.length; start += places) {
    const own = gradient.subarray(start, start + places);
    const mean = own.reduce((sum, value) => sum + value / places, 0);
    for (let place = 0; place < places; place++) {
      const weight = method === 'Grad-CAM' ? mean : (own[place] ?? 0);
      sums[place] = (sums[place] ?? 0) + weight * (features[start + place] ?? 0);
    }
  }
  return sums;
}
