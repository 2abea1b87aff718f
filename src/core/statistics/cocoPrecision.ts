import { type ImageBoxes, type MatchedBoxes, matchBoxes, precisionOf, sensitivityAt, type Weights } from './detection';

/** The overlaps (intersection over union) that COCO averages over. */
export const cocoOverlaps: readonly number[] = Array.from({ length: 10 }, (_, step) => (50 + 5 * step) / 100);

/** COCO's average precision over the overlaps 0.5, 0.55, ... 0.95 for many weightings of the images; NaN without a marked box. */
export function cocoPrecision(images: readonly ImageBoxes[]): (weights: Weights) => number {
  const precisions = cocoOverlaps.map((overlap) => precisionOf(matchBoxes(images, overlap)));
  return (weights) => precisions.reduce((sum, precision) => sum + precision(weights), 0) / precisions.length;
}

/** False positives an image at which LUNA16 reads the sensitivity. */
export const frocRates = [1 / 8, 1 / 4, 1 / 2, 1, 2, 4, 8] as const;

/** The competition metric of LUNA16: the mean sensitivity at 1/8, 1/4, 1/2, 1, 2, 4 and 8 false positives an image, without interpolation. */
export const competitionMetric = (matched: MatchedBoxes, weights?: Weights): number =>
  frocRates.reduce((sum, rate) => sum + sensitivityAt(matched, rate, weights), 0) / frocRates.length;
