import { metricNumber } from './describeMetric';
import { monthWords } from './monthWords';
import type { CardEstimate, ResultCard } from './resultCard';
import { isMonths } from './tolerances';

const sexWords = { F: 'female', M: 'male' } as const;

type Facts = Omit<ResultCard, 'draft' | 'notes'>;

/** "11 years 4 months (136 months)", or "12.3 mm". */
export function cardValue(value: number, unit: string): string {
  if (!isMonths(unit)) return `${metricNumber(value)}${unit === '' ? '' : ` ${unit}`}`;
  return value < 23.5 ? monthWords(value) : `${monthWords(value)} (${Math.round(value)} months)`;
}

/** "10 years 2 months to 12 years 6 months" */
export function cardRange([low, high]: readonly [number, number], unit: string): string {
  if (isMonths(unit)) return `${monthWords(low)} to ${monthWords(high)}`;
  return `${metricNumber(low)} to ${metricNumber(high)}${unit === '' ? '' : ` ${unit}`}`;
}

/** How an estimate lies to the chronological age, as sentences; '' where that is not known. */
export function cardComparison({ value, interval }: Pick<CardEstimate, 'value' | 'interval'>, age: ResultCard['age']): string {
  if (age === null) return '';
  const difference = Math.round(value) - Math.round(age.months);
  const months = Math.abs(difference);
  const size = `${months} ${months === 1 ? 'month' : 'months'}${months < 24 ? '' : ` (${monthWords(months)})`}`;
  const how =
    difference === 0
      ? 'The estimate is equal to the chronological age'
      : `The estimate is ${difference > 0 ? 'advanced' : 'delayed'} by ${size} against the chronological age`;
  if (interval === null) return `${how}.`;
  const isInside = age.months >= interval[0] && age.months <= interval[1];
  return isInside
    ? `${how}; the chronological age lies within the prediction interval, so the difference is within the uncertainty of the estimate.`
    : `${how}; the chronological age lies outside the prediction interval.`;
}

/** One sentence: what was estimated, for which sex, with its interval. */
export function cardSentence(
  { title, unit, level }: Pick<Facts, 'title' | 'unit' | 'level'>,
  { sex, value, interval }: CardEstimate,
): string {
  const used = sex === null ? 'automatic estimate' : `automatic estimate, sex used: ${sexWords[sex]}`;
  const range =
    interval === null ? 'no prediction interval' : `${Math.round(100 * level)} % prediction interval ${cardRange(interval, unit)}`;
  return `${title} (${used}): ${cardValue(value, unit)}; ${range}.`;
}

function sourceLine({ run, weights, estimates, part }: Facts): string {
  const calibrated = estimates[0]?.calibrated ?? null;
  const by =
    calibrated === null
      ? ''
      : ` Interval calibrated on n = ${calibrated.images} images of ${calibrated.patients} patients (${part === 'tuning' ? 'tuning part' : 'out of fold'}).`;
  return `Network: run ${run}, weights ${weights.slice(0, 12)}.${by}`;
}

/** The chronological age and how the estimate lies to it; nothing of a number that is no age, and no comparison of two estimates. */
export function cardAgeLines({ unit, estimates: [first, other], age }: Pick<Facts, 'unit' | 'estimates' | 'age'>): readonly string[] {
  if (!isMonths(unit)) return [];
  if (age === null) return ['Chronological age: not known.'];
  const line = `Chronological age: ${cardValue(age.months, unit)}.`;
  if (first === undefined || other !== undefined) return [line];
  return [line, cardComparison(first, age), 'The difference is given in months only, not in standard deviations of an atlas.'];
}

/** The text for a draft of a report; all that is uncertain stands in it, so that nothing is lost when it is copied. */
export function cardDraft(card: Facts): string {
  const { title, estimates, warnings } = card;
  const isTwo = estimates.length > 1;
  return [
    ...(isTwo ? [`${title}: the sex is not known, and without it no estimate can be reported. The two that come into question:`] : []),
    ...estimates.map((estimate) => cardSentence(card, estimate)),
    ...cardAgeLines(card),
    ...warnings.map((warning) => `Attention: ${warning}`),
    sourceLine(card),
    'Draft of an automatic estimate, to be confirmed by a radiologist who has read the image; not a diagnosis, not for treatment decisions on its own, and not for legal questions of age.',
  ].join('\n');
}
