import type { Nifti } from '../../nifti/readNifti';
import { type Affine3, invertAffine3, toMm } from '../../volume/affine3';
import type { Point3 } from '../../volume/frameGeometry';
import { length3, scale3 } from '../../volume/vector3';
import type { MaskGrid } from './maskGrid';

/** Where the voxels of a grid lie in a file: the place of its first one, and how far the next column, row and slice are. */
export type GridMap = { readonly first: number; readonly steps: readonly [column: number, row: number, slice: number] };

/** How far a voxel may lie from its place, in voxels. */
const tolerance = 0.1;

/**
 * Finds a grid's voxels in a NIfTI volume that has the same ones, whichever way its axes run; null where they are others, which would have to be resampled.
 * The lengths of the steps of an image that is not in the patient are nobody's, and only directions count.
 */
export function gridMap({ header, affine }: Pick<Nifti, 'header' | 'affine'>, grid: MaskGrid): GridMap | null {
  const wanted = [grid.columns, grid.rows, grid.places.length];
  const sizes = [0, 1, 2].map((axis) => header.sizes[axis] ?? 1);
  const file = evened(affine.affine, sizes);
  const own = evened(grid.isInPatient ? grid.affine : withLengths(grid.affine, file), wanted);
  const intoGrid = invertAffine3(own);
  const origin = toMm(intoGrid, file.origin);
  const columns = file.steps.map((step): Point3 => toMm({ ...intoGrid, origin: [0, 0, 0] }, step));
  const axes = columns.map((column) => column.findIndex((part) => Math.abs(part) > 0.5));
  if (new Set(axes).size < 3 || axes.includes(-1)) return null;
  if (axes.some((axis, at) => wanted[axis] !== sizes[at])) return null;
  return mapOf(axes, columns, origin, sizes);
}

function mapOf(axes: readonly number[], columns: readonly Point3[], origin: Point3, sizes: readonly number[]): GridMap | null {
  const strides = [1, sizes[0] ?? 1, (sizes[0] ?? 1) * (sizes[1] ?? 1)];
  const steps: [number, number, number] = [0, 0, 0];
  let first = 0;
  for (const [at, axis] of axes.entries()) {
    const [size = 1, stride = 1] = [sizes[at], strides[at]];
    const isReversed = (columns[at]?.[axis] ?? 0) < 0;
    if (axis > 2) return null;
    steps[axis as 0 | 1 | 2] = isReversed ? -stride : stride;
    if (isReversed) first += (size - 1) * stride;
  }
  // All corners, so that a turn that is small at one end is seen at the other.
  for (let corner = 0; corner < 8; corner += 1) {
    const voxel = sizes.map((size, at) => ((corner >> at) & 1) * (size - 1));
    for (const axis of [0, 1, 2] as const) {
      const at = axes.indexOf(axis);
      const found = origin[axis] + columns.reduce((sum, column, index) => sum + (column[axis] ?? 0) * (voxel[index] ?? 0), 0);
      const expected = (columns[at]?.[axis] ?? 0) < 0 ? (sizes[at] ?? 1) - 1 - (voxel[at] ?? 0) : (voxel[at] ?? 0);
      if (!(Math.abs(found - expected) <= tolerance)) return null;
    }
  }
  return { first, steps };
}

/** Of an axis with one voxel only the direction counts: how thick a single slice is, files say in different ways. */
function evened({ steps, origin }: Affine3, sizes: readonly number[]): Affine3 {
  const even = (axis: 0 | 1 | 2): Point3 => (sizes[axis] === 1 ? scale3(steps[axis], 1 / length3(steps[axis])) : steps[axis]);
  return { steps: [even(0), even(1), even(2)], origin };
}

/** Upright steps at the lengths that the file's steps have along them. */
function withLengths({ steps, origin }: Affine3, file: Affine3): Affine3 {
  const along = (axis: 0 | 1 | 2): number => {
    const step = file.steps.find((other) => Math.abs(other[axis]) > 0.9 * length3(other));
    return step === undefined ? length3(steps[axis]) : length3(step);
  };
  const scaled = (axis: 0 | 1 | 2): Point3 => scale3(steps[axis], along(axis) / length3(steps[axis]));
  return { steps: [scaled(0), scaled(1), scaled(2)], origin };
}
