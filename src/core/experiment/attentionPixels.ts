import { plasma } from '../image/plasma';
import type { Size } from '../image/resize';
import type { AttentionMap } from './attentionMap';

type Grid = Pick<AttentionMap, 'columns' | 'rows' | 'values'>;

/** The map's value (0 to 1) at a place in shares of its area, bilinear between the middles of its cells; beyond the outer middles it stays what it is there. */
export function attentionAt({ columns, rows, values }: Grid, across: number, down: number): number {
  const x = Math.min(Math.max(across * columns - 0.5, 0), columns - 1);
  const y = Math.min(Math.max(down * rows - 0.5, 0), rows - 1);
  const [left, top] = [Math.min(Math.floor(x), Math.max(0, columns - 2)), Math.min(Math.floor(y), Math.max(0, rows - 2))];
  const [fx, fy] = [x - left, y - top];
  const cell = (column: number, row: number): number => values[Math.min(row, rows - 1) * columns + Math.min(column, columns - 1)] ?? 0;
  const upper = cell(left, top) * (1 - fx) + cell(left + 1, top) * fx;
  const lower = cell(left, top + 1) * (1 - fx) + cell(left + 1, top + 1) * fx;
  return upper * (1 - fy) + lower * fy;
}

/** Picture pixels for each cell of a map, and how many a side may have: the canvas smooths what lies between them. */
const perCell = 24;
const longestSide = 512;

/** How large the picture of a map is made. */
export const attentionSize = ({ columns, rows }: Grid): Size => {
  const scale = Math.max(1, Math.min(perCell, Math.floor(longestSide / Math.max(columns, rows))));
  return { rows: rows * scale, columns: columns * scale };
};

/** Red, green, blue and alpha of every pixel of a map's picture: where nothing is found the image below stays visible, and the strongest place is opaque. */
export function attentionPixels(grid: Grid, { rows, columns }: Size): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(4 * rows * columns);
  for (let row = 0, at = 0; row < rows; row++)
    for (let column = 0; column < columns; column++, at += 4) {
      const value = attentionAt(grid, (column + 0.5) / columns, (row + 0.5) / rows);
      pixels.set([...plasma(value), 255 * alphaOf(value)], at);
    }
  return pixels;
}

/** How opaque a value is, 0 to 1: half of the strongest covers three quarters, so that its colour can be told. */
export const alphaOf = (value: number): number => 1 - (1 - Math.min(Math.max(value, 0), 1)) ** 2;
