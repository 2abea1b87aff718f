import { joinRuns } from './combineRuns';
import type { PixelPoint } from './label';
import { emptyRuns, type MaskRuns, trimRuns } from './maskRuns';

/**
 * The pixels whose centres a round brush covers while it goes from point to point (continuous pixels; one point is a dab), within an image of
 * `columns` and `rows`; radius in pixels.
 */
export function brushRuns(
  points: readonly PixelPoint[],
  radius: number,
  { rows, columns }: { readonly rows: number; readonly columns: number },
): MaskRuns {
  const parts = points.map((point, index) => capsuleRuns(points[Math.max(0, index - 1)] ?? point, point, radius, rows, columns));
  return parts.reduce(joinRuns, emptyRuns);
}

/** A disc drawn along a line: on each row one run, because the shape is convex. */
function capsuleRuns(a: PixelPoint, b: PixelPoint, radius: number, rows: number, columns: number): MaskRuns {
  const first = Math.max(0, Math.ceil(Math.min(a[1], b[1]) - radius - 0.5));
  const end = Math.min(rows, Math.floor(Math.max(a[1], b[1]) + radius - 0.5) + 1);
  const lines = Array.from({ length: Math.max(0, end - first) }, (_, index): readonly number[] => {
    const span = spanOnRow(a, b, radius, first + index + 0.5);
    if (span === null) return [];
    const from = Math.max(0, Math.ceil(span[0] - 0.5));
    const to = Math.min(columns, Math.floor(span[1] - 0.5) + 1);
    return to > from ? [from, to - from] : [];
  });
  return trimRuns(first, lines);
}

/** From which to which column the line through `row` lies in the capsule: of both discs and the band between them, the outermost. */
function spanOnRow(a: PixelPoint, b: PixelPoint, radius: number, row: number): readonly [number, number] | null {
  const spans = [a, b].flatMap(([column, centre]) => {
    const half = radius * radius - (row - centre) ** 2;
    return half < 0 ? [] : [[column - Math.sqrt(half), column + Math.sqrt(half)] as const];
  });
  const band = bandOnRow(a, b, radius, row);
  if (band !== null) spans.push(band);
  return spans.length === 0 ? null : [Math.min(...spans.map(([low]) => low)), Math.max(...spans.map(([, high]) => high))];
}

/** The rectangle along the line, `radius` to both sides of it. */
function bandOnRow(a: PixelPoint, b: PixelPoint, radius: number, row: number): readonly [number, number] | null {
  const [along, down] = [b[0] - a[0], b[1] - a[1]];
  const length = Math.hypot(along, down);
  if (length === 0) return null;
  const [acrossColumn, acrossRow] = [(-down / length) * radius, (along / length) * radius];
  const corners = [a, b].flatMap(([column, at]) => [
    [column + acrossColumn, at + acrossRow] as const,
    [column - acrossColumn, at - acrossRow] as const,
  ]);
  const ring = [corners[0], corners[1], corners[3], corners[2]];
  const crossings = ring.flatMap((corner, index) => {
    const next = ring[(index + 1) % 4];
    if (corner === undefined || next === undefined || corner[1] === next[1] || (corner[1] - row) * (next[1] - row) > 0) return [];
    return [corner[0] + ((row - corner[1]) / (next[1] - corner[1])) * (next[0] - corner[0])];
  });
  return crossings.length < 2 ? null : [Math.min(...crossings), Math.max(...crossings)];
}
