import type { PredictionRow } from '../experiment/predictionTable';

/**
 * How unsure a run is of an image, 0 to 1: one minus the probability of the likeliest class (least confidence), or how near the best score of
 * boxes and masks lies to one half. null where the run predicts a number, or nothing.
 */
export function predictionUncertainty({ probabilities, score }: Pick<PredictionRow, 'probabilities' | 'score'>): number | null {
  if (probabilities.length > 0) return 1 - Math.max(...probabilities);
  return score === undefined ? null : 1 - Math.abs(2 * score - 1);
}
