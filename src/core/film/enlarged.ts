import type { Canvas } from './canvas';

/** The values of a canvas of half the size, twice as large, with straight lines between them. */
export function enlarged({ values, columns: c, rows: r }: Canvas, columns: number, rows: number): Float32Array {
  const result = new Float32Array(columns * rows);
  for (let row = 0; row < rows; row++) {
    const y = Math.min(r - 1, row / 2);
    const up = Math.floor(y) * c;
    const down = Math.min(r - 1, Math.floor(y) + 1) * c;
    const part = y - Math.floor(y);
    for (let column = 0; column < columns; column++) {
      const x = Math.min(c - 1, column / 2);
      const left = Math.floor(x);
      const right = Math.min(c - 1, left + 1);
      const rest = x - left;
      const above = (values[up + left] ?? 0) * (1 - rest) + (values[up + right] ?? 0) * rest;
      const below = (values[down + left] ?? 0) * (1 - rest) + (values[down + right] ?? 0) * rest;
      result[row * columns + column] = above * (1 - part) + below * part;
    }
  }
  return result;
}
