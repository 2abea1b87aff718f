import type { PredictionRow } from '../../core/experiment/predictionTable';

/** What a network's output says: the number itself, or the class; of two classes the second from `threshold` on, of more the most probable. */
export function predictionOf(
  output: readonly number[],
  classes: readonly string[],
  threshold: number | null,
): Pick<PredictionRow, 'prediction' | 'probabilities'> {
  if (classes.length === 0) return { prediction: output[0] ?? null, probabilities: [] };
  return { prediction: classes[classOf(output, threshold)] ?? null, probabilities: output };
}

/** Index of the class that probabilities stand for. */
export function classOf(probabilities: readonly number[], threshold: number | null): number {
  if (probabilities.length === 2 && threshold !== null) return (probabilities[1] ?? 0) >= threshold ? 1 : 0;
  return probabilities.indexOf(Math.max(...probabilities));
}
