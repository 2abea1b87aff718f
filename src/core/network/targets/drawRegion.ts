import { type Affine, identityAffine, invertAffine, movePoint } from '../../image/affine';
import type { Size } from '../../image/resize';
import { type Box, cutBox, moveBox } from '../../label/box';
import { fillPolygon } from '../../label/fillPolygon';
import type { Mark } from '../../label/label';
import { fillRuns, type MaskRuns, parseRuns } from '../../label/maskRuns';

/**
 * The pixels (1, row-major) that any of the outlines and masks of an image covers after `map` to an image of `size`: a pixel belongs to what covers
 * its centre. Marks of other kinds cover nothing.
 */
export function drawRegion(marks: readonly Mark[], map: Affine, size: Size): Uint8Array {
  const bitmap = new Uint8Array(size.rows * size.columns);
  for (const mark of marks) {
    if (mark.kind === 'outline') {
      fillPolygon(
        mark.points.map((point) => movePoint(map, point)),
        size,
        bitmap,
      );
    }
    const runs = mark.kind === 'mask' ? parseRuns(mark.runs) : null;
    if (runs !== null) drawRuns(runs, map, size, bitmap);
  }
  return bitmap;
}

function drawRuns(runs: MaskRuns, map: Affine, size: Size, bitmap: Uint8Array): void {
  if (map.every((value, index) => value === identityAffine[index])) {
    fillRuns(runs, size, bitmap);
    return;
  }
  const [a, b, c, d, e, f] = invertAffine(map);
  const { from, to } = cutBox(moveBox(map, boundsOf(runs)), size);
  for (let row = Math.floor(from[1]); row < to[1]; row++) {
    for (let column = Math.floor(from[0]); column < to[0]; column++) {
      const [x, y] = [a * (column + 0.5) + b * (row + 0.5) + c, d * (column + 0.5) + e * (row + 0.5) + f];
      if (isCovered(runs.rows[Math.floor(y) - runs.firstRow], Math.floor(x))) bitmap[row * size.columns + column] = 1;
    }
  }
}

function boundsOf({ firstRow, rows }: MaskRuns): Box {
  const left = rows.reduce((least, [column = Number.POSITIVE_INFINITY]) => Math.min(least, column), Number.POSITIVE_INFINITY);
  const right = rows.reduce((most, row) => Math.max(most, (row.at(-2) ?? 0) + (row.at(-1) ?? 0)), 0);
  return { from: [Number.isFinite(left) ? left : 0, firstRow], to: [right, firstRow + rows.length] };
}

function isCovered(row: readonly number[] | undefined, column: number): boolean {
  if (row === undefined) return false;
  for (let run = 0; run < row.length; run += 2) {
    const start = row[run] ?? 0;
    if (column < start) return false;
    if (column < start + (row[run + 1] ?? 0)) return true;
  }
  return false;
}
