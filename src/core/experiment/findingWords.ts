import type { CategoryValue } from '../label/label';
import { short } from '../label/measureText';
import type { PredictionRow } from './predictionTable';

/** What a run says of one image, in words. */
export type FindingWords = {
  /** "104.2 months", "fracture, 87 %". */
  readonly said: string;
  /** The other classes with their probabilities, the likeliest first; '' for a number. */
  readonly others: string;
  /** How that stands to the label; '' where the label says nothing of it. */
  readonly against: string;
  /** Of a class: whether it is the label's; null for a number, and without a label. */
  readonly isRight: boolean | null;
};

/** What is known of the target: a number's unit, or the classes in their order. */
export type FindingTarget = { readonly unit: string; readonly classes: readonly string[] };

/** A run's prediction of a number or a class in words, against the label's value where there is one; null where the run could not read the image. */
export function findingWords(
  row: Pick<PredictionRow, 'prediction' | 'probabilities'>,
  target: FindingTarget,
  labelled: CategoryValue | undefined,
): FindingWords | null {
  const { prediction } = row;
  if (prediction === null || Number.isNaN(prediction)) return null;
  return target.classes.length > 0
    ? classWords(String(prediction), row.probabilities, target.classes, labelled)
    : numberWords(Number(prediction), target.unit, labelled);
}

function numberWords(value: number, unit: string, labelled: CategoryValue | undefined): FindingWords {
  const words = { said: withUnit(value, unit), others: '', isRight: null };
  if (typeof labelled !== 'number') return { ...words, against: '' };
  const error = value - labelled;
  // As many digits behind the point as the number itself has, so that the three agree to the eye.
  const size = Math.abs(error).toFixed(short(value).split('.')[1]?.length ?? 0);
  const than = `the label (${withUnit(labelled, unit)})`;
  if (Number(size) === 0) return { ...words, against: `the same as ${than}` };
  return { ...words, against: `${size}${unit === '' ? '' : ` ${unit}`} ${error > 0 ? 'above' : 'below'} ${than}` };
}

const withUnit = (value: number, unit: string): string => `${short(value)}${unit === '' ? '' : ` ${unit}`}`;

function classWords(
  said: string,
  probabilities: readonly number[],
  classes: readonly string[],
  labelled: CategoryValue | undefined,
): FindingWords {
  const rest = classes
    .map((name, index) => ({ name, probability: probabilities[index] ?? Number.NaN }))
    .filter(({ name, probability }) => name !== said && Number.isFinite(probability))
    .toSorted((a, b) => b.probability - a.probability);
  const own = probabilities[classes.indexOf(said)];
  const label = labelledClass(labelled, classes);
  const isRight = label === null ? null : label === said;
  return {
    said: own === undefined || !Number.isFinite(own) ? said : `${said}, ${percent(own)}`,
    others: rest.map(({ name, probability }) => `${name} ${percent(probability)}`).join(', '),
    against: label === null ? '' : isRight ? 'as the label' : `the label says ${label}`,
    isRight,
  };
}

/** A label may answer a yes-or-no question by true and false. */
function labelledClass(value: CategoryValue | undefined, classes: readonly string[]): string | null {
  const name = typeof value === 'boolean' ? classes[value ? 1 : 0] : value;
  return typeof name === 'string' && classes.includes(name) ? name : null;
}

/** A probability of 0 to 1; near both ends with a digit behind the point, and never rounded to certainty. */
export function percent(share: number): string {
  const value = share * 100;
  if (value > 99.9 && value < 100) return '> 99.9 %';
  if (value > 0 && value < 0.1) return '< 0.1 %';
  return `${value.toFixed(value > 99 || value < 1 ? 1 : 0)} %`;
}
