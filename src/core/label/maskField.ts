import { fillRuns, type MaskRuns, runsOfBitmap, trimRuns } from './maskRuns';

/** A part of an image: its first row and column, and how many of them there are. */
export type MaskField = { readonly row: number; readonly column: number; readonly rows: number; readonly columns: number };

/** The smallest field around masks with `margin` pixels beside them, as far as an image of `rows` and `columns` reaches; null where there is no pixel. */
export function fieldAround(
  masks: readonly MaskRuns[],
  margin: number,
  { rows, columns }: { readonly rows: number; readonly columns: number },
): MaskField | null {
  let [top, left, bottom, right] = [rows, columns, 0, 0];
  for (const mask of masks) {
    if (mask.rows.length === 0) continue;
    top = Math.min(top, mask.firstRow);
    bottom = Math.max(bottom, mask.firstRow + mask.rows.length);
    for (const row of mask.rows) {
      left = Math.min(left, row[0] ?? columns);
      right = Math.max(right, (row.at(-2) ?? 0) + (row.at(-1) ?? 0));
    }
  }
  if (bottom === 0) return null;
  const [row, column] = [Math.max(0, top - margin), Math.max(0, left - margin)];
  return { row, column, rows: Math.min(rows, bottom + margin) - row, columns: Math.min(columns, right + margin) - column };
}

/** A mask's pixels in a field, 1 where they are set, row-major. */
export function bitmapOf({ firstRow, rows }: MaskRuns, field: MaskField): Uint8Array {
  const bitmap = new Uint8Array(field.rows * field.columns);
  const from = Math.max(0, field.row - firstRow);
  const moved = rows.slice(from).map((row) => movedRow(row, -field.column));
  fillRuns({ firstRow: Math.max(0, firstRow - field.row), rows: moved }, field, bitmap);
  return bitmap;
}

/** The mask of the pixels of a field that are not 0. */
export function runsOfField(bitmap: Uint8Array, field: MaskField): MaskRuns {
  const { firstRow, rows } = runsOfBitmap(bitmap, field);
  return trimRuns(
    firstRow + field.row,
    rows.map((row) => movedRow(row, field.column)),
  );
}

const movedRow = (row: readonly number[], by: number): readonly number[] => row.map((value, at) => (at % 2 === 0 ? value + by : value));
