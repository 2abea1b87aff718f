import { suggestion } from '../project/nearest';
import type { GalleryColumn } from './galleryTable';

/** Numbers from `low` to `high`; null is unbounded. */
export type NumberRange = {
  readonly low: number | null;
  readonly high: number | null;
  readonly withLow: boolean;
  readonly withHigh: boolean;
};

/** One condition of a query; `text` is how it was written, and all must hold. */
export type Term = { readonly text: string; readonly not: boolean } & (
  | { readonly kind: 'words'; readonly words: string }
  /** Any of these texts; 'none' also finds what has none. */
  | { readonly kind: 'texts'; readonly column: string; readonly values: readonly string[]; readonly exact: boolean }
  /** Any of these ranges; null finds what has no number. */
  | { readonly kind: 'numbers'; readonly column: string; readonly ranges: readonly (NumberRange | null)[] }
);

/** A query's terms, and sentences for what in it could not be understood, which is left out. */
export type GalleryQuery = { readonly terms: readonly Term[]; readonly problems: readonly string[] };

type Columns = readonly Pick<GalleryColumn, 'kind' | 'name' | 'title'>[];

const aliases: ReadonlyMap<string, string> = new Map([
  ['ageyears', 'age'],
  ['split', 'part'],
  ['status', 'label'],
  ['state', 'label'],
  ['labels', 'label'],
  ['readers', 'reader'],
  ['categories', 'category'],
  ['spacing', 'spacing_mm'],
]);

const plain = (name: string): string => name.toLowerCase().replace(/[\s_:=<>!"-]/g, '');

/** A column's name as a query can hold it. */
const written = (name: string): string => name.replace(/[\s:=<>!"]|^-+/g, '');

/** Reads a typed query such as `sex:F age>10 category:fracture "left hand" -part:test`. */
export function parseQuery(text: string, columns: Columns): GalleryQuery {
  const terms: Term[] = [];
  const problems: string[] = [];
  // A piece ends at white space outside quotation marks.
  for (const [piece] of text.matchAll(/(?:[^\s"]|"[^"]*"?)+/g)) {
    const term = parseTerm(piece, columns);
    if (typeof term === 'string') problems.push(term);
    else if (term !== null) terms.push(term);
  }
  return { terms, problems };
}

function parseTerm(text: string, columns: Columns): Term | string | null {
  const not = text.startsWith('-') && text.length > 1;
  const rest = not ? text.slice(1) : text;
  const [, name, operator = '', value = ''] = /^([^\s:=<>!"]+)(:|!=|>=|<=|=|>|<)(.*)$/s.exec(rest) ?? [];
  if (name === undefined) {
    const words = unquoted(rest);
    return words === '' ? null : { text, not, kind: 'words', words };
  }
  const wanted = aliases.get(plain(name)) ?? name;
  const column = columns.find((candidate) => [candidate.name, candidate.title].some((known) => plain(known) === plain(wanted)));
  if (column === undefined) {
    const names = columns.map((known) => known.name);
    return `There is no column "${name}": ${suggestion(name, names)}`;
  }
  const values = splitValues(value);
  if (values.length === 0) return `"${text}" lacks a value: write it behind the sign, or "none" for what has none.`;
  const head = { text, not: not !== (operator === '!='), column: column.name };
  return column.kind === 'number' ? numberTerm(head, operator, values) : textTerm(head, operator, values);
}

type Head = { readonly text: string; readonly not: boolean; readonly column: string };

function textTerm(head: Head, operator: string, values: readonly string[]): Term | string {
  if (operator.startsWith('<') || operator.startsWith('>'))
    return `"${head.text}": ${head.column} holds text, which can't be compared; use a colon.`;
  return { ...head, kind: 'texts', values, exact: operator !== ':' };
}

function numberTerm(head: Head, operator: string, values: readonly string[]): Term | string {
  const ranges = values.map((value) => numberRange(operator, value));
  if (ranges.some((range) => range === undefined))
    return `"${head.text}": ${head.column} holds numbers: write ${head.column}>10, ${head.column}:10..20 (from 10 to under 20) or ${head.column}:none.`;
  return { ...head, kind: 'numbers', ranges: ranges.filter((range) => range !== undefined) };
}

const numberPattern = /^[+-]?(\d+\.?\d*|\.\d+)$/;

function numberRange(operator: string, value: string): NumberRange | null | undefined {
  const isEqual = !/[<>]/.test(operator);
  if (isEqual && value.toLowerCase() === 'none') return null;
  const [from = '', to, more] = value.split('..');
  if (
    isEqual &&
    to !== undefined &&
    more === undefined &&
    [from, to].every((end) => end === '' || numberPattern.test(end)) &&
    from + to !== ''
  )
    return { low: from === '' ? null : Number(from), high: to === '' ? null : Number(to), withLow: true, withHigh: false };
  if (!numberPattern.test(value)) return undefined;
  const number = Number(value);
  if (isEqual) return { low: number, high: number, withLow: true, withHigh: true };
  const withEnd = operator.endsWith('=');
  return operator.startsWith('>')
    ? { low: number, high: null, withLow: withEnd, withHigh: false }
    : { low: null, high: number, withLow: false, withHigh: withEnd };
}

/** The values behind a column's sign: commas outside quotation marks part them. */
const splitValues = (text: string): readonly string[] =>
  [...text.matchAll(/(?:[^,"]|"[^"]*"?)+/g)].map(([piece]) => unquoted(piece)).filter((value) => value !== '');

const unquoted = (text: string): string => text.replaceAll('"', '').trim();

/** Writes a value so that `parseQuery` reads the same; quotation marks, which it can't hold, are left out. */
const quoted = (value: string): string => (/[\s,]/.test(value) ? `"${value.replaceAll('"', '')}"` : value.replaceAll('"', ''));

/** A query without one of its terms. */
export const withoutTerm = (terms: readonly Term[], gone: Term): string => joinTerms(terms.filter((term) => term !== gone));

const joinTerms = (terms: readonly Pick<Term, 'text'>[]): string => terms.map(({ text }) => text).join(' ');

/** The values of a column that a click on a chart chose: what stands in its first plain term, as written. */
export function chosenValues(terms: readonly Term[], column: string): readonly string[] {
  const term = terms.find((candidate) => isPlain(candidate, column));
  return term === undefined ? [] : splitValues(term.text.slice(term.text.search(/[:=]/) + 1));
}

const isPlain = (term: Term, column: string): boolean =>
  !term.not && term.kind !== 'words' && term.column === column && !/[<>]/.test(term.text.replace(/"[^"]*"/g, ''));

/** The query in which a value of a column is chosen in addition, or no longer where it was. */
export function toggleValue(terms: readonly Term[], column: string, value: string): string {
  const old = terms.find((term) => isPlain(term, column));
  const chosen = chosenValues(terms, column);
  const lower = value.toLowerCase();
  const left = chosen.filter((other) => other.toLowerCase() !== lower);
  const values = left.length < chosen.length ? left : [...chosen, value];
  const fresh = values.length === 0 ? [] : [{ text: `${written(column)}:${values.map(quoted).join(',')}` }];
  return joinTerms(old === undefined ? [...terms, ...fresh] : terms.flatMap((term) => (term === old ? fresh : [term])));
}
