import type { Size } from '../image/resize';
import type { Overlap } from '../statistics/segmentation';
import { boxArea } from './box';
import { sharedRuns } from './combineRuns';
import { fillPolygon } from './fillPolygon';
import type { BoxMark, Mark, MaskMark, OutlineMark, PixelPoint } from './label';
import { countPixels, emptyRuns, fillRuns, type MaskRuns, parseRuns } from './maskRuns';

/** A mark with an area. */
export type AreaMark = BoxMark | OutlineMark | MaskMark;

export const isAreaMark = (mark: Mark): mark is AreaMark => mark.kind === 'box' || mark.kind === 'outline' || mark.kind === 'mask';

/** Cells along the longer side of the field in which outlines are compared: an outline's area is right to a few parts in a thousand. */
const finest = 1024;

/**
 * Areas in square pixels of two marks on one frame and of what they share: exact for two boxes and two masks; else counted by the centres of
 * cells, which are whole pixels where a mask is among them.
 */
export function overlapOfMarks(a: AreaMark, b: AreaMark): Overlap {
  if (a.kind === 'box' && b.kind === 'box') return { found: boxArea(a), marked: boxArea(b), both: sharedBox(a, b) };
  if (a.kind === 'mask' && b.kind === 'mask') {
    const [left, right] = [runsOf(a), runsOf(b)];
    return { found: countPixels(left), marked: countPixels(right), both: countPixels(sharedRuns(left, right)) };
  }
  return countCells(a, b);
}

const sharedBox = (a: BoxMark, b: BoxMark): number =>
  Math.max(0, Math.min(a.to[0], b.to[0]) - Math.max(a.from[0], b.from[0])) *
  Math.max(0, Math.min(a.to[1], b.to[1]) - Math.max(a.from[1], b.from[1]));

const runsOf = ({ runs }: MaskMark): MaskRuns => parseRuns(runs) ?? emptyRuns;

function countCells(a: AreaMark, b: AreaMark): Overlap {
  const corners = [...cornersOf(a), ...cornersOf(b)];
  const low: PixelPoint = [Math.floor(least(corners, 0)), Math.floor(least(corners, 1))];
  const [width, height] = [Math.ceil(-least(corners, 0, -1)) - low[0], Math.ceil(-least(corners, 1, -1)) - low[1]];
  const scale = a.kind === 'mask' || b.kind === 'mask' ? 1 : finest / Math.max(1, width, height);
  const size: Size = { rows: Math.max(1, Math.ceil(height * scale)), columns: Math.max(1, Math.ceil(width * scale)) };
  const [inA, inB] = [a, b].map((mark) => cellsOf(mark, low, scale, size));
  let [found, marked, both] = [0, 0, 0];
  for (let at = 0; at < size.rows * size.columns; at++) {
    const [left = 0, right = 0] = [inA?.[at], inB?.[at]];
    found += left;
    marked += right;
    both += left * right;
  }
  const cell = 1 / (scale * scale);
  return { found: found * cell, marked: marked * cell, both: both * cell };
}

/** The least column or row; with sign -1 the negative of the greatest. */
const least = (points: readonly PixelPoint[], axis: 0 | 1, sign = 1): number =>
  points.reduce((sofar, point) => Math.min(sofar, sign * point[axis]), Number.POSITIVE_INFINITY);

function cornersOf(mark: AreaMark): readonly PixelPoint[] {
  if (mark.kind === 'outline') return mark.points;
  if (mark.kind === 'box') return [mark.from, mark.to];
  const { firstRow, rows } = runsOf(mark);
  return rows.flatMap((row, index) => {
    const [first, last, length] = [row[0], row.at(-2), row.at(-1)];
    if (first === undefined || last === undefined || length === undefined) return [];
    return [
      [first, firstRow + index],
      [last + length, firstRow + index + 1],
    ] as const;
  });
}

function cellsOf(mark: AreaMark, low: PixelPoint, scale: number, size: Size): Uint8Array {
  const cells = new Uint8Array(size.rows * size.columns);
  if (mark.kind === 'mask') {
    const { firstRow, rows } = runsOf(mark);
    const moved = rows.map((row) => row.map((value, at) => (at % 2 === 0 ? value - low[0] : value)));
    fillRuns({ firstRow: firstRow - low[1], rows: moved }, size, cells);
    return cells;
  }
  const points = mark.kind === 'outline' ? mark.points : boxCorners(mark);
  const scaled = points.map(([column, row]): PixelPoint => [(column - low[0]) * scale, (row - low[1]) * scale]);
  fillPolygon(scaled, size, cells);
  return cells;
}

const boxCorners = ({ from, to }: BoxMark): readonly PixelPoint[] => [from, [to[0], from[1]], to, [from[0], to[1]]];
