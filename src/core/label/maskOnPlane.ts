import { type Affine3, toMm } from '../volume/affine3';
import type { Point3 } from '../volume/frameGeometry';
import type { Plane } from '../volume/resamplePlane';
import { add3, scale3, subtract3 } from '../volume/vector3';
import { type MaskRuns, trimRuns } from './maskRuns';

/** The mask of each slice of a volume. */
export type MaskAt = (slice: number) => MaskRuns | undefined;

type Row = readonly number[];

/**
 * The pixels of a plane whose nearest voxel is in a mask; `toVoxel` leads from millimetres to column, row and slice of the volume. Given what the
 * same plane was before with other masks, rows that stay the same are the very same arrays.
 */
export function maskOnPlane(
  maskAt: MaskAt,
  toVoxel: Affine3,
  plane: Plane,
  before: { readonly maskAt: MaskAt; readonly mask: MaskRuns } | null = null,
): MaskRuns {
  const { positionMm, orientation, spacingMm, rows, columns } = plane;
  const first = toMm(toVoxel, positionMm);
  const stepTo = (axis: 0 | 1, mm: number) => subtract3(toMm(toVoxel, add3(positionMm, scale3(orientation[axis], mm))), first);
  const [right, down] = [stepTo(0, spacingMm[1]), stepTo(1, spacingMm[0])];
  const isInSlice = Math.abs(right[2]) * columns < tiny;
  const lines = Array.from({ length: rows }, (_, row): Row => {
    const start = add3(first, scale3(down, row));
    const slice = Math.round(start[2]);
    if (isInSlice && before !== null && before.maskAt(slice) === maskAt(slice))
      return before.mask.rows[row - before.mask.firstRow] ?? noRuns;
    const line = isInSlice && Math.abs(right[1]) * columns < tiny ? copiedRow(maskAt(slice), start, right[0], columns) : null;
    return line ?? runsOnLine(maskAt, start, right, columns);
  });
  return trimRuns(0, before === null ? lines : lines.map((line, row) => sameRow(before.mask.rows[row - before.mask.firstRow], line)));
}

const noRuns: Row = [];

/** Part of a pixel that steps along an axis may be off at the end of a row. */
const tiny = 1e-3;

const sameRow = (before: Row | undefined, now: Row): Row =>
  before !== undefined && before.length === now.length && before.every((value, at) => value === now[at]) ? before : now;

/** A row of the mask as it is, where the plane's pixels are its own; null where they are not. */
function copiedRow(mask: MaskRuns | undefined, [column, row]: Point3, step: number, columns: number): Row | null {
  if (Math.abs(column) > tiny || Math.abs(step - 1) * columns > tiny) return null;
  const runs = mask?.rows[Math.round(row) - mask.firstRow] ?? noRuns;
  return (runs.at(-2) ?? 0) + (runs.at(-1) ?? 0) <= columns ? runs : null;
}

/** Walks along a line of the plane from pixel to pixel. */
function runsOnLine(maskAt: MaskAt, [i, j, k]: Point3, [right, down, through]: Point3, columns: number): Row {
  const runs: number[] = [];
  let start = -1;
  for (let column = 0; column <= columns; column++) {
    const inside = column < columns && isIn(maskAt, i + column * right, j + column * down, k + column * through);
    if (inside && start < 0) start = column;
    if (inside || start < 0) continue;
    runs.push(start, column - start);
    start = -1;
  }
  return runs.length === 0 ? noRuns : runs;
}

function isIn(maskAt: MaskAt, column: number, row: number, slice: number): boolean {
  const mask = maskAt(Math.round(slice));
  const runs = mask?.rows[Math.round(row) - mask.firstRow];
  if (runs === undefined) return false;
  const at = Math.round(column);
  for (let run = 0; run < runs.length; run += 2) {
    const from = runs[run] ?? 0;
    if (at < from) return false;
    if (at < from + (runs[run + 1] ?? 0)) return true;
  }
  return false;
}
