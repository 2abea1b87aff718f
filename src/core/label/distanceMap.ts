import type { Size } from '../image/resize';

/** The height and width of a pixel, in whatever unit distances shall have. */
export type PixelSize = readonly [height: number, width: number];

/**
 * The distance of each pixel's centre from the nearest pixel that is set; infinite where none is. Exact, by parabolas along the rows after a walk
 * along the columns (Felzenszwalb & Huttenlocher, Distance transforms of sampled functions, Theory of Computing 8, 2012).
 */
export function distanceMap(bitmap: Uint8Array, { rows, columns }: Size, [height, width]: PixelSize): Float64Array {
  const squares = alongColumns(bitmap, { rows, columns }, height);
  const envelope = { places: new Int32Array(columns), borders: new Float64Array(columns + 1), values: new Float64Array(columns) };
  for (let row = 0; row < rows; row++) lowerEnvelope(squares.subarray(row * columns, (row + 1) * columns), width, envelope);
  return squares.map(Math.sqrt);
}

/** The squared distance to the nearest set pixel of the same column. */
function alongColumns(bitmap: Uint8Array, { rows, columns }: Size, height: number): Float64Array {
  const squares = new Float64Array(rows * columns).fill(Number.POSITIVE_INFINITY);
  const walk = (column: number, from: number, step: 1 | -1): void => {
    let steps = Number.POSITIVE_INFINITY;
    for (let row = from; row >= 0 && row < rows; row += step) {
      const at = row * columns + column;
      steps = bitmap[at] === 0 ? steps + 1 : 0;
      squares[at] = Math.min(squares[at] ?? 0, (steps * height) ** 2);
    }
  };
  for (let column = 0; column < columns; column++) {
    walk(column, 0, 1);
    walk(column, rows - 1, -1);
  }
  return squares;
}

type Envelope = { readonly places: Int32Array; readonly borders: Float64Array; readonly values: Float64Array };

/** Replaces each value of a row by the least of all values, each raised by the square of the way to it. */
function lowerEnvelope(row: Float64Array, width: number, { places, borders, values }: Envelope): void {
  values.set(row);
  const square = width * width;
  let last = -1;
  for (let at = 0; at < row.length; at++) {
    const value = values[at] ?? 0;
    if (value === Number.POSITIVE_INFINITY) continue;
    // Where the parabola of `at` gets below the one before; those that it covers go.
    let border = Number.NEGATIVE_INFINITY;
    while (last >= 0) {
      const place = places[last] ?? 0;
      border = (value + square * at * at - (values[place] ?? 0) - square * place * place) / (2 * square * (at - place));
      if (border > (borders[last] ?? 0)) break;
      last--;
      border = Number.NEGATIVE_INFINITY;
    }
    last++;
    places[last] = at;
    borders[last] = border;
  }
  if (last < 0) return;
  for (let at = 0, index = 0; at < row.length; at++) {
    while (index < last && (borders[index + 1] ?? 0) < at) index++;
    const place = places[index] ?? 0;
    row[at] = square * (at - place) ** 2 + (values[place] ?? 0);
  }
}
