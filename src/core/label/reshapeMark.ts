import type { Size } from '../image/resize';
import { cornersOfMark, extentOf, type LineMark } from './cornersOfMark';
import type { BoxMark, OutlineMark, PixelPoint } from './label';

/** Parts of a pixel that coordinates are rounded to: finer than any screen shows, and short in label files. */
const fineness = 1000;

/** A place as marks hold it: within the picture up to its border, and rounded to a thousandth of a pixel. */
export const markPoint = ([column, row]: PixelPoint, { rows, columns }: Size): PixelPoint => [placed(column, columns), placed(row, rows)];

const placed = (value: number, most: number): number => Math.min(most, Math.max(0, Math.round(value * fineness) / fineness));

/** The mark with one of its corners elsewhere; a box's other corners go along, and it may turn over. */
export function moveCorner(mark: LineMark, index: number, to: PixelPoint): LineMark {
  switch (mark.kind) {
    case 'box':
      return boxOf(mark, cornersOfMark(mark)[(index + 2) % 4] ?? mark.from, to);
    case 'length':
      return index === 0 ? { ...mark, from: to } : { ...mark, to };
    case 'point':
      return { ...mark, at: to };
    default:
      return { ...mark, points: mark.points.with(index, to) };
  }
}

/** The box with one of its sides elsewhere: the upper one is 0, then clockwise. */
export function moveSide(mark: BoxMark, side: number, to: PixelPoint): BoxMark {
  const { from, to: end } = mark;
  const moved: readonly (readonly [PixelPoint, PixelPoint])[] = [
    [[from[0], to[1]], end],
    [from, [to[0], end[1]]],
    [from, [end[0], to[1]]],
    [[to[0], from[1]], end],
  ];
  const [a, b] = moved[side] ?? [from, end];
  return boxOf(mark, a, b);
}

const boxOf = (mark: BoxMark, a: PixelPoint, b: PixelPoint): BoxMark => ({
  ...mark,
  from: [Math.min(a[0], b[0]), Math.min(a[1], b[1])],
  to: [Math.max(a[0], b[0]), Math.max(a[1], b[1])],
});

/** The whole mark shifted, its shape kept: it stops at the picture's border. */
export function shiftMark(mark: LineMark, [columns, rows]: PixelPoint, size: Size): LineMark {
  const { left, top, right, bottom } = extentOf(cornersOfMark(mark));
  const by: PixelPoint = [within(columns, -left, size.columns - right), within(rows, -top, size.rows - bottom)];
  const shifted = ([column, row]: PixelPoint): PixelPoint => markPoint([column + by[0], row + by[1]], size);
  switch (mark.kind) {
    case 'box':
    case 'length':
      return { ...mark, from: shifted(mark.from), to: shifted(mark.to) };
    case 'point':
      return { ...mark, at: shifted(mark.at) };
    default:
      return { ...mark, points: mark.points.map(shifted) };
  }
}

/** What lies outside of a picture already is not pulled in. */
const within = (value: number, low: number, high: number): number => Math.max(Math.min(low, 0), Math.min(Math.max(high, 0), value));

/** An outline with one more corner after corner `index`. */
export const insertCorner = (mark: OutlineMark, index: number, at: PixelPoint): OutlineMark => ({
  ...mark,
  points: mark.points.toSpliced(index + 1, 0, at),
});

/** An outline without one of its corners; null where fewer than three would be left. */
export const removeCorner = (mark: OutlineMark, index: number): OutlineMark | null =>
  mark.points.length <= 3 ? null : { ...mark, points: mark.points.toSpliced(index, 1) };
