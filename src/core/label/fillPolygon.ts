import type { Size } from '../image/resize';
import type { PixelPoint } from './label';

/**
 * Sets to 1 in a row-major bitmap every pixel whose centre lies inside a closed polygon (even-odd rule; a centre on a left or upper edge is
 * inside, on a right or lower one outside, so that neighbours share no pixel); what lies outside the image is left out.
 */
export function fillPolygon(points: readonly PixelPoint[], size: Size, bitmap: Uint8Array): void {
  for (const [row, crossings] of rowCrossings(points, size.rows)) {
    crossings.sort((a, b) => a - b);
    for (let index = 0; index + 1 < crossings.length; index += 2) {
      const from = pixelFrom(crossings[index] ?? 0, size.columns);
      const to = pixelFrom(crossings[index + 1] ?? 0, size.columns);
      if (to > from) bitmap.fill(1, row * size.columns + from, row * size.columns + to);
    }
  }
}

/** The columns where the polygon's edges cross the line through the middle of each row. */
function rowCrossings(points: readonly PixelPoint[], rows: number): ReadonlyMap<number, number[]> {
  const crossings = new Map<number, number[]>();
  for (const [index, point] of points.entries()) {
    const before = points.at(index - 1) ?? point;
    // From the upper end, so that two polygons with a common edge agree to the last bit.
    const [[topColumn, top], [bottomColumn, bottom]] = point[1] < before[1] ? [point, before] : [before, point];
    const last = Math.min(rows, Math.ceil(bottom - 0.5));
    for (let row = Math.max(0, Math.ceil(top - 0.5)); row < last; row++) {
      const column = topColumn + ((row + 0.5 - top) / (bottom - top)) * (bottomColumn - topColumn);
      const list = crossings.get(row);
      if (list === undefined) crossings.set(row, [column]);
      else list.push(column);
    }
  }
  return crossings;
}

/** The first pixel whose centre is not left of a column, within the image. */
const pixelFrom = (column: number, columns: number): number => Math.min(columns, Math.max(0, Math.ceil(column - 0.5)));
