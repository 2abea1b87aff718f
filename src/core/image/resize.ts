import { type Fit, type FitPlace, fitPlace } from './fitAffine';

/** Rows and columns of a picture. */
export type Size = { readonly rows: number; readonly columns: number };

/** Writes one row of a picture, from 0, into an array as long as it has columns. */
export type RowReader = (row: number, into: Float32Array) => void;

/**
 * Resizes row-major pixels by a separable triangle filter that widens when shrinking (antialias), as Pillow's BILINEAR: pixel centres lie at
 * half coordinates, edges use only what exists.
 */
export const resizePixels = (pixels: Float32Array, from: Size, to: Size): Float32Array =>
  fitRows(rowsOf(pixels, from), from, to, { inner: to, top: 0, left: 0 });

/** Brings pixels to a new size, with borders of 0 where `pad` leaves room: pass windowed pixels, where 0 is black. */
export const fitPixels = (pixels: Float32Array, from: Size, to: Size, fit: Fit): Float32Array =>
  fitRows(rowsOf(pixels, from), from, to, fitPlace(from, to, fit));

/** Does to a picture in codes what `fitPixels` does to the pixels that `values` gives for them. */
export function fitCodes(codes: Uint16Array, values: Float32Array, from: Size, to: Size, fit: Fit): Float32Array {
  const read: RowReader = (row, into) => {
    const start = row * from.columns;
    for (let column = 0; column < into.length; column += 1) into[column] = values[codes[start + column] ?? 0] ?? 0;
  };
  return fitRows(read, from, to, fitPlace(from, to, fit));
}

const rowsOf =
  (pixels: Float32Array, { columns }: Size): RowReader =>
  (row, into) =>
    into.set(pixels.subarray(row * columns, (row + 1) * columns));

/** Resizes only what of the inner picture lies within the new size, from only those rows that it needs. */
function fitRows(read: RowReader, from: Size, to: Size, { inner, top, left }: FitPlace): Float32Array {
  const down = triangleTaps(from.rows, inner.rows, Math.max(0, -top), Math.min(inner.rows, to.rows));
  const across = triangleTaps(from.columns, inner.columns, Math.max(0, -left), Math.min(inner.columns, to.columns));
  const firstRow = down.first[0] ?? 0;
  const narrow = resizeRows(read, from.columns, firstRow, (down.end.at(-1) ?? 0) - firstRow, across);
  const result = new Float32Array(to.rows * to.columns);
  resizeColumns(narrow, firstRow, down, across.first.length, result, Math.max(0, top) * to.columns + Math.max(0, left), to.columns);
  return result;
}

/** For each output position the input positions `first` to `end` - 1 and their weights, which sum to 1, one position's after the other's. */
export type Taps = { readonly first: Int32Array; readonly end: Int32Array; readonly weights: Float64Array };

/** The taps of `count` output positions from `start` on, of `to` that there would be in all. */
export function triangleTaps(from: number, to: number, start: number, count: number): Taps {
  const scale = from / to;
  const support = Math.max(1, scale);
  const [first, end] = [new Int32Array(count), new Int32Array(count)];
  const weights: number[] = [];
  for (let i = 0; i < count; i += 1) {
    const center = (start + i + 0.5) * scale;
    const weightOf = (at: number): number => Math.max(0, 1 - Math.abs((at + 0.5 - center) / support));
    let lowest = Math.max(0, Math.trunc(center - support + 0.5));
    let highest = Math.min(from, Math.trunc(center + support + 0.5));
    let sum = 0;
    for (let at = lowest; at < highest; at += 1) sum += weightOf(at);
    // The outermost pixels often have no weight.
    while (weightOf(lowest) === 0) lowest += 1;
    while (weightOf(highest - 1) === 0) highest -= 1;
    for (let at = lowest; at < highest; at += 1) weights.push(weightOf(at) / sum);
    first[i] = lowest;
    end[i] = highest;
  }
  return { first, end, weights: Float64Array.from(weights) };
}

/** Resizes `count` rows from `firstRow` on along their columns, four at once: their sums don't wait for each other, and weights are loaded once. */
export function resizeRows(read: RowReader, columns: number, firstRow: number, count: number, { first, end, weights }: Taps): Float32Array {
  const width = first.length;
  // With room for what the last four rows are more than there are.
  const result = new Float32Array((count + 3) * width);
  const lines = Array.from({ length: 4 }, () => new Float32Array(columns)) as [Float32Array, Float32Array, Float32Array, Float32Array];
  const [a, b, c, d] = lines;
  for (let row = 0; row < count; row += 4) {
    for (const [place, line] of lines.entries()) if (row + place < count) read(firstRow + row + place, line);
    let tap = 0;
    for (let column = 0; column < width; column += 1) {
      let [sumA, sumB, sumC, sumD] = [0, 0, 0, 0];
      const last = end[column] ?? 0;
      for (let k = first[column] ?? 0; k < last; k += 1) {
        const weight = weights[tap] ?? 0;
        tap += 1;
        sumA += weight * (a[k] ?? 0);
        sumB += weight * (b[k] ?? 0);
        sumC += weight * (c[k] ?? 0);
        sumD += weight * (d[k] ?? 0);
      }
      const at = row * width + column;
      result[at] = sumA;
      result[at + width] = sumB;
      result[at + 2 * width] = sumC;
      result[at + 3 * width] = sumD;
    }
  }
  return result;
}

/** Resizes `narrow`, whose first row is row `firstRow` of the picture, along its rows, and writes each new row `step` after the last, from `start` on. */
function resizeColumns(
  narrow: Float32Array,
  firstRow: number,
  { first, end, weights }: Taps,
  columns: number,
  into: Float32Array,
  start: number,
  step: number,
): void {
  const sums = new Float64Array(columns);
  let tap = 0;
  for (let row = 0; row < first.length; row += 1) {
    // Row by row through memory, with sums in double precision.
    sums.fill(0);
    for (let from = (first[row] ?? 0) - firstRow; from < (end[row] ?? 0) - firstRow; from += 1) {
      const weight = weights[tap] ?? 0;
      tap += 1;
      const at = from * columns;
      for (let column = 0; column < columns; column += 1) sums[column] = (sums[column] ?? 0) + weight * (narrow[at + column] ?? 0);
    }
    into.set(sums, start + row * step);
  }
}
