import type { IntervalMark, Mark, MaskMark, PixelPoint } from './label';
import { cornersOf } from './pixelsOfMark';

/** A mark that points on one frame make, and lines between them. */
export type LineMark = Exclude<Mark, MaskMark | IntervalMark>;

export const isLineMark = (mark: Mark): mark is LineMark => mark.kind !== 'mask' && mark.kind !== 'interval';

/** The points of a mark in their order; of a box its corners, clockwise from the upper left. */
export function cornersOfMark(mark: LineMark): readonly PixelPoint[] {
  switch (mark.kind) {
    case 'box':
      return cornersOf(mark.from, mark.to);
    case 'length':
      return [mark.from, mark.to];
    case 'point':
      return [mark.at];
    default:
      return mark.points;
  }
}

/** The corner to which a line goes from corner `index` of `count`; -1 where none does. */
export function nextCorner({ kind }: Pick<LineMark, 'kind'>, index: number, count: number): number {
  if (kind === 'box' || kind === 'outline') return (index + 1) % count;
  // Cobb's two lines lie apart.
  if (kind === 'cobb' && index % 2 === 1) return -1;
  return index + 1 < count ? index + 1 : -1;
}

/** A rectangle around points. */
export type Extent = { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number };

/** The smallest upright rectangle around points. */
export function extentOf(points: readonly PixelPoint[]): Extent {
  let [left, top, right, bottom] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const [column, row] of points) {
    left = Math.min(left, column);
    top = Math.min(top, row);
    right = Math.max(right, column);
    bottom = Math.max(bottom, row);
  }
  return { left, top, right, bottom };
}
