import type { PredictionRow } from '../experiment/predictionTable';
import type { CategoryValue } from './label';
import type { LabelDefinition } from './protocol';

/** What a run says of a category of one image: it stands beside the label and never in it, until the reader accepts it. */
export type CategoryProposal = {
  readonly name: string;
  readonly value: CategoryValue;
  /** The probability of the value, 0 to 1; left out for a number. */
  readonly score?: number;
};

/** The proposal in a run's prediction for a definition; null where it says nothing that the protocol allows. A number is rounded to tenths. */
export function categoryProposal(
  { prediction, probabilities }: Pick<PredictionRow, 'prediction' | 'probabilities'>,
  { name, kind, values = [], minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY }: LabelDefinition,
): CategoryProposal | null {
  if (kind === 'number') {
    if (typeof prediction !== 'number' || !Number.isFinite(prediction)) return null;
    return { name, value: Math.min(Math.max(Math.round(prediction * 10) / 10, minimum), maximum) };
  }
  if (kind !== 'category' && kind !== 'ordinal') return null;
  const at = values.indexOf(String(prediction));
  if (at < 0) return null;
  const score = probabilities[at];
  return { name, value: values[at] ?? '', ...(score === undefined ? {} : { score }) };
}
