import { joinRuns } from './combineRuns';
import { fillPolygon } from './fillPolygon';
import type { PixelPoint } from './label';
import { emptyRuns, type MaskRuns, parseRuns, runsOfBitmap } from './maskRuns';
import type { AreaMark } from './overlapOfMarks';

/** The whole pixels of a mark, those whose centres lie inside; what lies left of or above the image is left out. */
export function pixelsOfMark(mark: AreaMark): MaskRuns {
  if (mark.kind === 'mask') return parseRuns(mark.runs) ?? emptyRuns;
  return pixelsOfPolygon(mark.kind === 'outline' ? mark.points : cornersOf(mark.from, mark.to));
}

/** The pixels of all marks together. */
export const pixelsOfMarks = (marks: readonly AreaMark[]): MaskRuns => marks.map(pixelsOfMark).reduce(joinRuns, emptyRuns);

/** The corners of a box, clockwise from the upper left. */
export const cornersOf = (from: PixelPoint, to: PixelPoint): readonly PixelPoint[] => [from, [to[0], from[1]], to, [from[0], to[1]]];

function pixelsOfPolygon(points: readonly PixelPoint[]): MaskRuns {
  const [columns, rows] = [0, 1].map((axis) => points.map((point) => point[axis] ?? 0));
  const low: PixelPoint = [Math.max(0, Math.floor(Math.min(...(columns ?? [])))), Math.max(0, Math.floor(Math.min(...(rows ?? []))))];
  const size = {
    columns: Math.max(0, Math.ceil(Math.max(...(columns ?? []))) - low[0]),
    rows: Math.max(0, Math.ceil(Math.max(...(rows ?? []))) - low[1]),
  };
  if (size.columns === 0 || size.rows === 0) return emptyRuns;
  const bitmap = new Uint8Array(size.rows * size.columns);
  fillPolygon(
    points.map(([column, row]): PixelPoint => [column - low[0], row - low[1]]),
    size,
    bitmap,
  );
  const runs = runsOfBitmap(bitmap, size);
  if (runs.rows.length === 0) return runs;
  return {
    firstRow: runs.firstRow + low[1],
    rows: runs.rows.map((row) => row.map((value, at) => (at % 2 === 0 ? value + low[0] : value))),
  };
}
