import { type Affine3, toMm } from '../volume/affine3';
import type { Plane } from '../volume/resamplePlane';
import { add3, scale3, subtract3 } from '../volume/vector3';
import { type MaskRuns, trimRuns } from './maskRuns';

/**
 * The pixels of a plane whose nearest voxel is in a mask; `toVoxel` leads from millimetres to column, row and slice of the volume, `maskAt` gives
 * a slice's mask.
 */
export function maskOnPlane(maskAt: (slice: number) => MaskRuns | undefined, toVoxel: Affine3, plane: Plane): MaskRuns {
  const { positionMm, orientation, spacingMm, rows, columns } = plane;
  const first = toMm(toVoxel, positionMm);
  const stepTo = (axis: 0 | 1, mm: number) => subtract3(toMm(toVoxel, add3(positionMm, scale3(orientation[axis], mm))), first);
  const [right, down] = [stepTo(0, spacingMm[1]), stepTo(1, spacingMm[0])];
  const lines = Array.from({ length: rows }, (_, row) => {
    const [i, j, k] = add3(first, scale3(down, row));
    return runsOnLine(columns, (column) => isIn(maskAt, i + column * right[0], j + column * right[1], k + column * right[2]));
  });
  return trimRuns(0, lines);
}

function runsOnLine(columns: number, isSet: (column: number) => boolean): readonly number[] {
  const runs: number[] = [];
  let start = -1;
  for (let column = 0; column <= columns; column++) {
    const inside = column < columns && isSet(column);
    if (inside && start < 0) start = column;
    if (inside || start < 0) continue;
    runs.push(start, column - start);
    start = -1;
  }
  return runs;
}

function isIn(maskAt: (slice: number) => MaskRuns | undefined, column: number, row: number, slice: number): boolean {
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
