import type { ImageRow } from '../dataset/imageRow';
import type { Experiment } from './experiment';

const sexes: Readonly<Record<ImageRow['sex'], number>> = { F: 0, M: 1, O: 0.5, '': 0.5 };

/** An image's scalar inputs in the experiment's order, as the network takes them (sex: F 0, M 1, unknown 0.5; age in years / 10); null without an age that is asked for. */
export function scaleInputs(
  inputs: Experiment['data']['inputs'],
  { sex, ageYears }: Pick<ImageRow, 'sex' | 'ageYears'>,
): readonly number[] | null {
  if (inputs.includes('age_years') && ageYears === null) return null;
  return inputs.map((input) => (input === 'sex' ? sexes[sex] : (ageYears ?? 0) / 10));
}
