import type { FrameMeaning } from '../image/frameMeaning';
import type { Affine3 } from './affine3';
import type { Point3 } from './frameGeometry';

export type VolumeValues = Uint8Array | Int16Array | Uint16Array | Float32Array;

/** Slices of one size as one array. */
export type Volume = {
  readonly size: readonly [columns: number, rows: number, slices: number];
  /** Slice by slice, each row-major; stored values of `meaning`. */
  readonly values: VolumeValues;
  /** What all values mean; its modality's map is linear, and its range that of the values that are there. */
  readonly meaning: FrameMeaning;
  /** From voxel indices (column, row, slice; whole numbers are voxel centres) to millimetres in the patient's frame (LPS). */
  readonly toMm: Affine3;
  /** Which of the slices that the volume was made of each of its slices is. */
  readonly order: readonly number[];
};

/** The value of the voxel whose centre is nearest, in the modality's unit; null outside the volume and where there is only padding. */
export function voxelValue({ size, values, meaning }: Volume, index: Point3): number | null {
  const [i, j, k] = [Math.round(index[0]), Math.round(index[1]), Math.round(index[2])];
  if (!(i >= 0 && j >= 0 && k >= 0 && i < size[0] && j < size[1] && k < size[2])) return null;
  const stored = values[(k * size[1] + j) * size[0] + i] ?? Number.NaN;
  const { modality, padding } = meaning;
  const isPadding = padding !== null && stored >= padding[0] && stored <= padding[1];
  return isPadding || Number.isNaN(stored) || modality.kind !== 'linear' ? null : stored * modality.slope + modality.intercept;
}
