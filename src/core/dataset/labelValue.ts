import type { CategoryValue } from '../label/label';
import type { LabelDefinition } from '../label/protocol';
import type { ImageRow } from './imageRow';

/** A cell's value, or what is wrong with it (without repeating it: a cell may hold a name). */
export type Parsed<T> = { readonly value: T } | { readonly problem: string };

/** True for what tables write where nothing is known. */
export const isMissing = (text: string): boolean => /^(|na|n\/a|nan|null|none|-|unknown|u)$/i.test(text.trim());

/** A number in plain notation; with `decimalComma` also 1,5. */
export function parseNumber(text: string, decimalComma: boolean): number | null {
  const dotted = decimalComma ? text.replace(',', '.') : text;
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(dotted) ? Number(dotted) : null;
}

/** A label's value as its definition wants it: null for an empty cell; two-valued categories also take 0/1, yes/no and true/false. */
export function parseLabelValue(text: string, definition: LabelDefinition, decimalComma: boolean): Parsed<CategoryValue | null> {
  if (definition.kind === 'category' || definition.kind === 'ordinal') return parseCategory(text, definition);
  if (isMissing(text)) return { value: null };
  if (definition.kind === 'note') return { value: text };
  if (definition.kind === 'several') return parseSeveral(text, definition);
  const { name, minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY, unit = '' } = definition;
  const value = parseNumber(text, decimalComma);
  if (value === null || !Number.isFinite(value)) return { problem: `${name} is not a number` };
  if (value < minimum) return { problem: `${name} is below ${minimum} ${unit}`.trimEnd() };
  if (value > maximum) return { problem: `${name} is above ${maximum} ${unit}`.trimEnd() };
  return { value };
}

function parseCategory(text: string, { name, values = [] }: LabelDefinition): Parsed<CategoryValue | null> {
  const same = values.find((value) => value.toLowerCase() === text.toLowerCase());
  if (same !== undefined) return { value: same };
  const [negative, positive] = values;
  if (values.length === 2 && negative !== undefined && positive !== undefined) {
    if (/^(1|1\.0+|true|t|yes|y|positive|pos)$/i.test(text)) return { value: positive };
    if (/^(0|0\.0+|false|f|no|n|negative|neg)$/i.test(text)) return { value: negative };
  }
  return isMissing(text) ? { value: null } : { problem: `${name} is none of ${values.join(', ')}` };
}

/** Several values apart by ";" or "|"; "[]" says that none of them is there. */
function parseSeveral(text: string, { name, values = [] }: LabelDefinition): Parsed<CategoryValue | null> {
  if (text.trim() === '[]') return { value: [] };
  const words = text.split(/[;|]/).map((word) => word.trim().toLowerCase());
  const found = values.filter((value) => words.includes(value.toLowerCase()));
  return found.length === new Set(words).size ? { value: found } : { problem: `${name} is not some of ${values.join(', ')}` };
}

/** The sex that a cell of the column `sex`, `gender`, `male` or `female` says. */
export function parseSex(text: string, column: string): Parsed<ImageRow['sex']> {
  if (isMissing(text)) return { value: '' };
  const yes = /^(1|1\.0+|true|t|yes|y)$/i.test(text);
  const no = /^(0|0\.0+|false|f|no|n)$/i.test(text);
  if ((column === 'male' || column === 'female') && (yes || no)) return { value: (column === 'male') === yes ? 'M' : 'F' };
  if (/^(f|female|w|woman|girl)$/i.test(text)) return { value: 'F' };
  if (/^(m|male|man|boy)$/i.test(text)) return { value: 'M' };
  return /^(o|other|d)$/i.test(text) ? { value: 'O' } : { problem: 'the sex is none of F, M and O' };
}

/** The age in years that a cell says: plain years, months in a column named so, or DICOM's form (012Y, 018M). */
export function parseAgeYears(text: string, column: string, decimalComma: boolean): Parsed<number | null> {
  if (isMissing(text)) return { value: null };
  const dicom = /^(\d{3})([DWMY])$/.exec(text);
  const perYear = dicom === null ? (column.includes('month') ? 12 : 1) : { D: 365.25, W: 52.1786, M: 12, Y: 1 }[dicom[2] ?? 'Y'];
  const number = parseNumber(dicom?.[1] ?? text, decimalComma);
  const years = number === null ? Number.NaN : number / (perYear ?? 1);
  return years >= 0 && years <= 130 ? { value: publishedAge(years) } : { problem: 'the age is not a number from 0 to 130 years' };
}

/** An age as a table may show it: two decimals, and everybody over 89 is 90 (reference/methods.md section 6). */
export const publishedAge = (years: number): number => (years > 89 ? 90 : Math.round(years * 100) / 100);
