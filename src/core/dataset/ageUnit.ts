import type { CategoryValue } from '../label/label';
import type { LabelDefinition } from '../label/protocol';
import { isMissing, type Parsed, parseLabelValue, parseNumber } from './labelValue';

/** What a column's heading says of the unit of its ages: one, years with months, something that can't be told, or nothing. */
export type HeadingUnit = 'months' | 'years' | 'both' | 'unclear' | '';

const words: Readonly<Record<'months' | 'years' | 'unclear', ReadonlySet<string>>> = {
  months: new Set(['month', 'months', 'mo', 'mos', 'mth', 'mths', 'monat', 'monate', 'monaten']),
  years: new Set(['year', 'years', 'yr', 'yrs', 'y', 'jahr', 'jahre', 'jahren']),
  unclear: new Set(['m', 'day', 'days', 'd', 'week', 'weeks', 'w']),
};
const linking: ReadonlySet<string> = new Set(['in', 'and', 'und', 'ym']);

const wordsOf = (heading: string): readonly string[] =>
  heading
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);

/** The unit that a heading names in words or short forms, such as "Bone age (years)", "bone_age_mo" or "years;months". */
export function headingUnit(heading: string): HeadingUnit {
  const found = wordsOf(heading);
  const has = (unit: keyof typeof words): boolean => found.some((word) => words[unit].has(word));
  if (found.includes('ym') || (has('years') && (has('months') || found.includes('m')))) return 'both';
  if (has('unclear')) return 'unclear';
  if (has('months')) return 'months';
  return has('years') ? 'years' : '';
}

/** A heading without the words of its unit, in small letters and digits alone. */
export const withoutUnit = (heading: string): string =>
  wordsOf(heading)
    .filter((word) => !linking.has(word) && !Object.values(words).some((set) => set.has(word)))
    .join('');

/** The unit of a label that is an age; null for other labels. */
export function ageUnitOf({ kind, unit = '' }: LabelDefinition): 'months' | 'years' | null {
  if (kind !== 'number') return null;
  if (/^months?$/i.test(unit)) return 'months';
  return /^years?$/i.test(unit) ? 'years' : null;
}

/**
 * An age in the label's unit. The heading alone says what a plain number is; a cell that names its units itself ("11y 6m") must not contradict it,
 * and "11;6" is read only under a heading that names years and months.
 */
export function parseAgeLabel(
  text: string,
  definition: LabelDefinition,
  heading: HeadingUnit,
  decimalComma: boolean,
): Parsed<CategoryValue | null> {
  if (isMissing(text)) return { value: null };
  const own = ageUnitOf(definition) ?? 'months';
  const unit = heading === '' || heading === 'unclear' ? own : heading;
  const months = monthsOf(text, unit, heading === '', decimalComma);
  if (typeof months === 'string') return { problem: `${definition.name} ${months}` };
  return parseLabelValue(String(round(own === 'months' ? months : months / 12)), definition, false);
}

/** Free of the noise of binary fractions. */
const round = (value: number): number => Math.round(value * 1e6) / 1e6;

const written =
  /^(?:(\d+(?:\.\d+)?)\s*(?:y|yrs?|years?|j|jahre?)\.?)?\s*[,;]?\s*(?:(\d+(?:\.\d+)?)\s*(?:m|mos?|mths?|months?|monate?)\.?)?$/i;
const paired = /^(\d{1,2})\s*[;:/-]\s*(\d{1,2})$/;

/** Months, or what is wrong. */
function monthsOf(text: string, unit: 'months' | 'years' | 'both', isFree: boolean, decimalComma: boolean): number | string {
  const number = parseNumber(text, decimalComma);
  if (number !== null)
    return unit === 'both' ? 'does not say which are its years and which its months, like 11y 6m' : number * (unit === 'years' ? 12 : 1);
  const [, years, months] = written.exec(text.trim()) ?? paired.exec(text.trim()) ?? [];
  if (years === undefined && months === undefined) return 'is not a number';
  const isPair = paired.test(text.trim());
  if (isPair && unit !== 'both') return 'is not a number';
  if (!isPair && unit !== 'both' && !isFree && (unit === 'years' ? months : years) !== undefined)
    return 'names another unit than the heading of its column';
  if (years !== undefined && Number(months ?? 0) >= 12) return 'has 12 months or more beside its years';
  return 12 * Number(years ?? 0) + Number(months ?? 0);
}
