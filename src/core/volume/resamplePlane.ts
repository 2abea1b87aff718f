import { invertAffine3, toMm } from './affine3';
import type { FrameGeometry, Point3 } from './frameGeometry';
import { add3, scale3, subtract3 } from './vector3';
import type { Volume, VolumeValues } from './volume';

/** A grid of pixels in the patient's frame. */
export type Plane = FrameGeometry & { readonly rows: number; readonly columns: number };

/** A plane in voxel indices: where its first pixel lies, and the steps to the next column and the next row. */
type IndexPlane = {
  readonly first: Point3;
  readonly column: Point3;
  readonly row: Point3;
  readonly columns: number;
  readonly rows: number;
};

/**
 * Fills `out` (row-major, an array of the volume's kind or of floats; integers are rounded) with the plane's stored values, interpolated between the eight
 * voxels around. A voxel fills its cell, so the outermost values reach half a voxel beyond the centres; what lies farther out becomes `outside`.
 */
export function resamplePlane(volume: Volume, plane: Plane, out: VolumeValues, outside: number): void {
  const indexed = indexPlane(volume, plane);
  const axes = alignedAxes(indexed);
  if (axes === null || !copyAligned(volume, indexed, axes, out)) interpolate(volume, indexed, out, outside);
}

function indexPlane(volume: Volume, { positionMm, orientation: [right, down], spacingMm, columns, rows }: Plane): IndexPlane {
  const inverse = invertAffine3(volume.toMm);
  const first = toMm(inverse, positionMm);
  const step = (direction: Point3, length: number): Point3 => subtract3(toMm(inverse, add3(positionMm, scale3(direction, length))), first);
  return { first, column: step(right, spacingMm[1]), row: step(down, spacingMm[0]), columns, rows };
}

type AlignedAxes = { readonly column: 0 | 1 | 2; readonly row: 0 | 1 | 2; readonly across: 0 | 1 | 2 };

/** Less than this of a voxel is rounding: over 1,000 pixels it still sums up to a hundredth of a voxel only. */
const rounding = 1e-5;

/** The volume's axes along which a plane steps from voxel to voxel, or null. */
function alignedAxes({ column, row }: IndexPlane): AlignedAxes | null {
  const along = (step: Point3): 0 | 1 | 2 | null => {
    const axis = ([0, 1, 2] as const).find((at) => Math.abs(Math.abs(step[at]) - 1) < rounding);
    return axis !== undefined && step.every((size, at) => at === axis || Math.abs(size) < rounding) ? axis : null;
  };
  const [a, b] = [along(column), along(row)];
  return a === null || b === null || a === b ? null : { column: a, row: b, across: (3 - a - b) as 0 | 1 | 2 };
}

/** Takes voxels as they are, or weighs those of two neighbouring slices; false where the plane does not lie on voxels, or not all of it in the volume. */
function copyAligned(
  { size, values }: Volume,
  { first, column, row, columns, rows }: IndexPlane,
  axes: AlignedAxes,
  out: VolumeValues,
): boolean {
  const strides = [1, size[0], size[0] * size[1]] as const;
  const start = { column: Math.round(first[axes.column]), row: Math.round(first[axes.row]) };
  const step = { column: Math.sign(column[axes.column]), row: Math.sign(row[axes.row]) };
  const isInside = (from: number, by: number, count: number, axis: 0 | 1 | 2): boolean => {
    const to = from + by * (count - 1);
    return Math.abs(from - first[axis]) < 100 * rounding && Math.min(from, to) >= 0 && Math.max(from, to) < size[axis];
  };
  const isOnVoxels = isInside(start.column, step.column, columns, axes.column) && isInside(start.row, step.row, rows, axes.row);
  const place = first[axes.across];
  if (!isOnVoxels || !(place >= -0.5 && place <= size[axes.across] - 0.5)) return false;
  const within = Math.min(Math.max(place, 0), size[axes.across] - 1);
  const below = Math.abs(within - Math.round(within)) < 100 * rounding ? Math.round(within) : Math.floor(within);
  const from = start.column * strides[axes.column] + start.row * strides[axes.row] + below * strides[axes.across];
  const walk = { columns, rows, from, column: step.column * strides[axes.column], row: step.row * strides[axes.row] };
  const share = Math.max(0, within - below);
  if (share < 100 * rounding) copy(values, walk, out);
  else blend(values, walk, strides[axes.across], share, out);
  return true;
}

/** Steps through the array of values. */
type Walk = { readonly columns: number; readonly rows: number; readonly from: number; readonly column: number; readonly row: number };

function copy(values: VolumeValues, { columns, rows, from, column, row }: Walk, out: VolumeValues): void {
  for (let y = 0, to = 0; y < rows; y += 1)
    for (let x = 0, at = from + y * row; x < columns; x += 1, at += column, to += 1) out[to] = values[at] ?? 0;
}

function blend(values: VolumeValues, { columns, rows, from, column, row }: Walk, next: number, share: number, out: VolumeValues): void {
  // An array of integers would cut the fraction off.
  const isExact = out instanceof Float32Array;
  for (let y = 0, to = 0; y < rows; y += 1)
    for (let x = 0, at = from + y * row; x < columns; x += 1, at += column, to += 1) {
      const value = (values[at] ?? 0) * (1 - share) + (values[at + next] ?? 0) * share;
      out[to] = isExact ? value : Math.round(value);
    }
}

function interpolate(
  { size, values }: Volume,
  { first, column, row, columns, rows }: IndexPlane,
  out: VolumeValues,
  outside: number,
): void {
  const [width, height, depth] = size;
  const slice = width * height;
  const isExact = out instanceof Float32Array;
  for (let y = 0, to = 0; y < rows; y += 1) {
    const [a, b, c] = [first[0] + y * row[0], first[1] + y * row[1], first[2] + y * row[2]];
    for (let x = 0; x < columns; x += 1, to += 1) {
      const i = a + x * column[0];
      const j = b + x * column[1];
      const k = c + x * column[2];
      if (!(i >= -0.5 && j >= -0.5 && k >= -0.5 && i <= width - 0.5 && j <= height - 0.5 && k <= depth - 0.5)) {
        out[to] = outside;
        continue;
      }
      const i0 = i <= 0 ? 0 : i >= width - 1 ? width - 1 : Math.floor(i);
      const j0 = j <= 0 ? 0 : j >= height - 1 ? height - 1 : Math.floor(j);
      const k0 = k <= 0 ? 0 : k >= depth - 1 ? depth - 1 : Math.floor(k);
      // At the border the far neighbour is the voxel itself.
      const u = i > i0 && i0 < width - 1 ? i - i0 : 0;
      const v = j > j0 && j0 < height - 1 ? j - j0 : 0;
      const w = k > k0 && k0 < depth - 1 ? k - k0 : 0;
      const at = (k0 * height + j0) * width + i0;
      const right = u > 0 ? 1 : 0;
      const down = v > 0 ? width : 0;
      const next = at + (w > 0 ? slice : 0);
      const near =
        ((values[at] ?? 0) * (1 - u) + (values[at + right] ?? 0) * u) * (1 - v) +
        ((values[at + down] ?? 0) * (1 - u) + (values[at + down + right] ?? 0) * u) * v;
      const far =
        ((values[next] ?? 0) * (1 - u) + (values[next + right] ?? 0) * u) * (1 - v) +
        ((values[next + down] ?? 0) * (1 - u) + (values[next + down + right] ?? 0) * u) * v;
      const value = near * (1 - w) + far * w;
      out[to] = isExact ? value : Math.round(value);
    }
  }
}
