import type { Size } from '../image/resize';
import { distanceMap, type PixelSize } from '../label/distanceMap';
import { quantile } from './quantile';

/** How far the borders of two outlines are from each other, in the unit of the pixel's size. */
export type SurfaceDistances = {
  /** The larger of the two directed largest distances. */
  readonly hausdorff: number;
  /** The larger of the two directed 95th percentiles (some programs pool both directions). */
  readonly hausdorff95: number;
  /** Mean over the pixels of both borders. */
  readonly mean: number;
  /** Share of both borders' pixels that are at most the tolerance away from the other border. */
  readonly surfaceDice: number;
};

/**
 * Compares the borders of two masks (row-major, not 0 is in): a pixel of the mask with one of its four neighbours outside. Null where both are empty;
 * where one is, the distances are infinite and the surface Dice is 0. A pixel's size is needed, since without it a distance has no meaning.
 */
export function surfaceDistances(
  one: Uint8Array,
  other: Uint8Array,
  full: Size,
  pixel: PixelSize,
  tolerance: number,
): SurfaceDistances | null {
  const part = unionOf(one, other, full);
  const size: Size = { rows: part.bottom - part.top, columns: part.right - part.left };
  const [a, b] = [borderOf(cut(one, full, part), size), borderOf(cut(other, full, part), size)];
  const [hasA, hasB] = [a.includes(1), b.includes(1)];
  if (!hasA && !hasB) return null;
  const infinite = Number.POSITIVE_INFINITY;
  if (!hasA || !hasB) return { hausdorff: infinite, hausdorff95: infinite, mean: infinite, surfaceDice: 0 };
  const [there, back] = [directed(a, distanceMap(b, size, pixel)), directed(b, distanceMap(a, size, pixel))];
  const count = there.length + back.length;
  const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);
  // Rounding must not put a distance that is the tolerance beyond it.
  const near = (values: Float64Array): number => values.filter((value) => value <= tolerance + 1e-9).length;
  return {
    hausdorff: Math.max(there.at(-1) ?? 0, back.at(-1) ?? 0),
    hausdorff95: Math.max(quantile(there, 0.95), quantile(back, 0.95)),
    mean: (sum(there) + sum(back)) / count,
    surfaceDice: (near(there) + near(back)) / count,
  };
}

/** Of each set pixel the distance, ascending. */
function directed(border: Uint8Array, distances: Float64Array): Float64Array {
  return distances.filter((_, at) => border[at] === 1).sort();
}

function borderOf(mask: Uint8Array, { rows, columns }: Size): Uint8Array {
  const isIn = (row: number, column: number): boolean =>
    row >= 0 && row < rows && column >= 0 && column < columns && mask[row * columns + column] !== 0;
  const border = new Uint8Array(mask.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      if (!isIn(row, column)) continue;
      const isInner = isIn(row - 1, column) && isIn(row + 1, column) && isIn(row, column - 1) && isIn(row, column + 1);
      if (!isInner) border[row * columns + column] = 1;
    }
  }
  return border;
}

type Part = { readonly top: number; readonly bottom: number; readonly left: number; readonly right: number };

/** The smallest part of the image that holds both masks: nothing else matters, and films are large. */
function unionOf(one: Uint8Array, other: Uint8Array, { rows, columns }: Size): Part {
  let [top, bottom, left, right] = [rows, 0, columns, 0];
  for (let at = 0; at < one.length; at++) {
    if (one[at] === 0 && other[at] === 0) continue;
    const [row, column] = [Math.floor(at / columns), at % columns];
    top = Math.min(top, row);
    bottom = row + 1;
    left = Math.min(left, column);
    right = Math.max(right, column + 1);
  }
  return bottom === 0 ? { top: 0, bottom: 0, left: 0, right: 0 } : { top, bottom, left, right };
}

function cut(mask: Uint8Array, { columns }: Size, { top, bottom, left, right }: Part): Uint8Array {
  const part = new Uint8Array((bottom - top) * (right - left));
  for (let row = top; row < bottom; row++)
    part.set(mask.subarray(row * columns + left, row * columns + right), (row - top) * (right - left));
  return part;
}
