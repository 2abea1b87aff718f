import type { NumberRange, Term } from './galleryQuery';
import { columnOf, type GalleryColumn, type GalleryTable, type TextColumn } from './galleryTable';

/** By image 1 where a term holds. */
export type Mask = Uint8Array;

/** The mask of one term over all images. */
export function termMask(table: GalleryTable, term: Term): Mask {
  const mask = new Uint8Array(table.n);
  if (term.kind === 'words') for (const column of table.columns) addWords(mask, column, term.words.toLowerCase());
  else fillMask(mask, columnOf(table, term.column), term);
  return term.not ? mask.map((value) => 1 - value) : mask;
}

/** The images for which all masks hold, in their order. */
export function rowsOfMasks(n: number, masks: readonly Mask[]): Uint32Array {
  const held = new Uint16Array(n);
  for (const mask of masks) for (let row = 0; row < n; row += 1) held[row] = (held[row] ?? 0) + (mask[row] ?? 0);
  const rows = new Uint32Array(n);
  let count = 0;
  for (let row = 0; row < n; row += 1) {
    if (held[row] !== masks.length) continue;
    rows[count] = row;
    count += 1;
  }
  return rows.subarray(0, count);
}

/** The texts of every distinct list in lower case; kept as long as the column, since every key that is typed asks for them. */
const lowered = new WeakMap<TextColumn, readonly (readonly string[])[]>();

function lowerLists(column: TextColumn): readonly (readonly string[])[] {
  const known = lowered.get(column);
  if (known !== undefined) return known;
  const lists = column.lists.map((list) => list.map((text) => text.toLowerCase()));
  lowered.set(column, lists);
  return lists;
}

/** Adds the images whose list passes. */
function addLists(mask: Mask, column: TextColumn, passes: (list: readonly string[]) => boolean): void {
  const flags = Uint8Array.from(lowerLists(column), (list) => (passes(list) ? 1 : 0));
  const { codes } = column;
  for (let row = 0; row < mask.length; row += 1) if (flags[codes === null ? row : (codes[row] ?? 0)] === 1) mask[row] = 1;
}

function addWords(mask: Mask, column: GalleryColumn, words: string): void {
  if (column.kind === 'text') addLists(mask, column, (list) => list.some((text) => text.includes(words)));
  else if (!Number.isNaN(Number(words))) addNumber(mask, column.values, Number(words));
}

function addNumber(mask: Mask, values: readonly (number | null)[], number: number): void {
  for (let row = 0; row < mask.length; row += 1) if (values[row] === number) mask[row] = 1;
}

function fillMask(mask: Mask, column: GalleryColumn | undefined, term: Exclude<Term, { kind: 'words' }>): void {
  if (column?.kind === 'text' && term.kind === 'texts') addLists(mask, column, textTest(column, term.values, term.exact));
  if (column?.kind !== 'number' || term.kind !== 'numbers') return;
  for (let row = 0; row < mask.length; row += 1) {
    const value = column.values[row] ?? null;
    if (term.ranges.some((range) => isIn(value, range))) mask[row] = 1;
  }
}

/** A value that some image has exactly means that one; else all that contain it. */
function textTest(column: TextColumn, values: readonly string[], exact: boolean): (list: readonly string[]) => boolean {
  const lists = lowerLists(column);
  const tests = values.map((value) => {
    const wanted = value.toLowerCase();
    const isExact = exact || lists.some((list) => list.includes(wanted));
    const holds = (list: readonly string[]) => (isExact ? list.includes(wanted) : list.some((text) => text.includes(wanted)));
    return wanted === 'none' ? (list: readonly string[]) => list.length === 0 || list.includes('none') : holds;
  });
  return (list) => tests.some((test) => test(list));
}

function isIn(value: number | null, range: NumberRange | null): boolean {
  if (value === null || range === null) return value === null && range === null;
  const { low, high, withLow, withHigh } = range;
  const isAbove = low === null || value > low || (withLow && value === low);
  return isAbove && (high === null || value < high || (withHigh && value === high));
}
