import type { Size } from '../image/resize';

/** The pixels of a mask: rows from `firstRow` on, each as column, length, column, length, ... from the left, runs apart from each other; neither the first nor the last row is empty. */
export type MaskRuns = { readonly firstRow: number; readonly rows: readonly (readonly number[])[] };

/** A mask without a pixel. */
export const emptyRuns: MaskRuns = { firstRow: 0, rows: [] };

/**
 * The text of a mask in label files: the first row's number and a colon, then the rows apart by semicolons, each with its runs apart by commas,
 * a run as first column + length. "10:3+4,9+2;;4+1" is row 10 with columns 3 to 6, 9 and 10, an empty row 11, and column 4 of row 12. A mask
 * without a pixel is the empty text. Equal masks have equal texts, and the image's size is not in it.
 */
export function formatRuns({ firstRow, rows }: MaskRuns): string {
  if (rows.length === 0) return '';
  return `${firstRow}:${formatRows(rows)}`;
}

/** The part of a mask's text after the colon. */
export function formatRows(rows: readonly (readonly number[])[]): string {
  return rows.map(formatRow).join(';');
}

function formatRow(row: readonly number[]): string {
  const runs: string[] = [];
  for (let at = 0; at < row.length; at += 2) runs.push(`${row[at]}+${row[at + 1]}`);
  return runs.join(',');
}

/** Reads the text of a mask; null where it is not exactly what formatRuns writes. */
export function parseRuns(text: string): MaskRuns | null {
  if (text === '') return emptyRuns;
  const colon = text.indexOf(':');
  const firstRow = Number(text.slice(0, colon));
  if (colon < 1 || !Number.isSafeInteger(firstRow) || firstRow < 0 || String(firstRow) !== text.slice(0, colon)) return null;
  const rows = parseRows(text, colon + 1);
  return rows === null || rows[0]?.length === 0 || rows.at(-1)?.length === 0 ? null : { firstRow, rows };
}

const [zero, plus, comma, semicolon] = [48, 43, 44, 59];

/** Walks along the text once, because a mask may have some millions of characters. */
function parseRows(text: string, start: number): readonly (readonly number[])[] | null {
  const rows: number[][] = [];
  let row: number[] = [];
  let value = -1;
  for (let at = start; at <= text.length; at++) {
    const code = at < text.length ? text.charCodeAt(at) : semicolon;
    const digit = code - zero;
    if (digit >= 0 && digit <= 9) {
      // Nothing follows a leading zero, so that there is no second way to write a number.
      if (value === 0) return null;
      value = value < 0 ? digit : 10 * value + digit;
      continue;
    }
    if (!takeNumber(row, value, code)) return null;
    value = -1;
    if (code !== semicolon) continue;
    rows.push(row);
    row = [];
  }
  return rows;
}

/** Puts a number that `end` follows into its row, -1 for none; false where it can't stand there. */
function takeNumber(row: number[], value: number, end: number): boolean {
  if (value < 0) return end === semicolon && row.length === 0;
  const isColumn = row.length % 2 === 0;
  const free = row.length === 0 ? 0 : (row.at(-2) ?? 0) + (row.at(-1) ?? 0) + 1;
  if (isColumn ? end !== plus || value < free : (end !== comma && end !== semicolon) || value === 0) return false;
  row.push(value);
  return Number.isSafeInteger(value);
}

/** The mask of the pixels that are not 0, row-major. */
export function runsOfBitmap(bitmap: Uint8Array, { rows, columns }: Size): MaskRuns {
  return trimRuns(
    0,
    Array.from({ length: rows }, (_, row) => runsOfRow(bitmap.subarray(row * columns, (row + 1) * columns))),
  );
}

/** A mask from rows that begin at `firstRow`, the empty ones at both ends taken off. */
export function trimRuns(firstRow: number, rows: readonly (readonly number[])[]): MaskRuns {
  const first = rows.findIndex((row) => row.length > 0);
  const last = rows.findLastIndex((row) => row.length > 0);
  return first < 0 ? emptyRuns : { firstRow: firstRow + first, rows: rows.slice(first, last + 1) };
}

function runsOfRow(pixels: Uint8Array): readonly number[] {
  const runs: number[] = [];
  let start = -1;
  for (let column = 0; column <= pixels.length; column++) {
    const isSet = column < pixels.length && pixels[column] !== 0;
    if (isSet && start < 0) start = column;
    if (isSet || start < 0) continue;
    runs.push(start, column - start);
    start = -1;
  }
  return runs;
}

/** Sets a mask's pixels to 1 in a row-major bitmap; what lies outside is left out. */
export function fillRuns({ firstRow, rows }: MaskRuns, size: Size, bitmap: Uint8Array): void {
  for (const [index, row] of rows.entries()) {
    const at = firstRow + index;
    if (at >= size.rows) return;
    for (let run = 0; run < row.length; run += 2) {
      const [column = 0, length = 0] = [row[run], row[run + 1]];
      const from = Math.min(column, size.columns);
      const to = Math.min(column + length, size.columns);
      bitmap.fill(1, at * size.columns + from, at * size.columns + to);
    }
  }
}

/** How many pixels a mask has. */
export const countPixels = ({ rows }: MaskRuns): number =>
  rows.reduce((sum, row) => sum + row.reduce((inRow, value, index) => inRow + (index % 2 === 1 ? value : 0), 0), 0);
