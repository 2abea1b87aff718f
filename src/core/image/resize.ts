import { type Fit, fitPlace } from './fitAffine';

/** Rows and columns of a picture. */
export type Size = { readonly rows: number; readonly columns: number };

/** For each output position the first input position and the weights from there on, which sum to 1. */
type Taps = readonly { readonly first: number; readonly weights: Float64Array }[];

/**
 * Resizes row-major pixels by a separable triangle filter that widens when shrinking (antialias), as Pillow's BILINEAR: pixel centres lie at
 * half coordinates, edges use only what exists.
 */
export function resizePixels(pixels: Float32Array, from: Size, to: Size): Float32Array {
  const across = from.columns === to.columns ? pixels : resizeRows(pixels, from, triangleTaps(from.columns, to.columns));
  return from.rows === to.rows ? across.slice() : resizeColumns(across, to.columns, triangleTaps(from.rows, to.rows));
}

/** Brings pixels to a new size, with borders of 0 where `pad` leaves room: pass windowed pixels, where 0 is black. */
export function fitPixels(pixels: Float32Array, from: Size, to: Size, fit: Fit): Float32Array {
  const { inner, top, left } = fitPlace(from, to, fit);
  const resized = resizePixels(pixels, from, inner);
  if (inner.rows === to.rows && inner.columns === to.columns) return resized;
  const result = new Float32Array(to.rows * to.columns);
  const [firstRow, firstColumn] = [Math.max(0, -top), Math.max(0, -left)];
  const rows = Math.min(inner.rows, to.rows);
  const columns = Math.min(inner.columns, to.columns);
  for (let row = 0; row < rows; row += 1) {
    const start = (firstRow + row) * inner.columns + firstColumn;
    result.set(resized.subarray(start, start + columns), (row + Math.max(0, top)) * to.columns + Math.max(0, left));
  }
  return result;
}

function triangleTaps(from: number, to: number): Taps {
  const scale = from / to;
  const support = Math.max(1, scale);
  return Array.from({ length: to }, (_, i) => {
    const center = (i + 0.5) * scale;
    const first = Math.max(0, Math.trunc(center - support + 0.5));
    const end = Math.min(from, Math.trunc(center + support + 0.5));
    const weights = Float64Array.from({ length: end - first }, (_, k) => Math.max(0, 1 - Math.abs((first + k + 0.5 - center) / support)));
    const sum = weights.reduce((total, weight) => total + weight, 0);
    return { first, weights: weights.map((weight) => weight / sum) };
  });
}

function resizeRows(pixels: Float32Array, from: Size, taps: Taps): Float32Array {
  const result = new Float32Array(from.rows * taps.length);
  let at = 0;
  for (let row = 0; row < from.rows; row += 1) {
    for (const { first, weights } of taps) {
      const start = row * from.columns + first;
      let sum = 0;
      for (let k = 0; k < weights.length; k += 1) sum += (weights[k] ?? 0) * (pixels[start + k] ?? 0);
      result[at] = sum;
      at += 1;
    }
  }
  return result;
}

function resizeColumns(pixels: Float32Array, columns: number, taps: Taps): Float32Array {
  const result = new Float32Array(taps.length * columns);
  const sums = new Float64Array(columns);
  for (const [row, { first, weights }] of taps.entries()) {
    // Row by row through memory, with sums in double precision.
    sums.fill(0);
    for (let k = 0; k < weights.length; k += 1) {
      const weight = weights[k] ?? 0;
      const start = (first + k) * columns;
      for (let column = 0; column < columns; column += 1) sums[column] = (sums[column] ?? 0) + weight * (pixels[start + column] ?? 0);
    }
    result.set(sums, row * columns);
  }
  return result;
}
