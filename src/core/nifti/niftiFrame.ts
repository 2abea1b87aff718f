import type { Frame, StoredValues } from '../image/frame';
import type { FrameMeaning } from '../image/frameMeaning';
import { toMm } from '../volume/affine3';
import type { WalkedAxis } from '../volume/anatomicalAxes';
import type { FrameGeometry, Point3 } from '../volume/frameGeometry';
import { length3, scale3, unit3 } from '../volume/vector3';
import type { NiftiHeader } from './niftiHeader';
import { niftiValues } from './niftiValues';
import type { Nifti } from './readNifti';

/** One slice of one volume. */
export type NiftiFrame = { readonly frame: Frame; readonly meaning: FrameMeaning; readonly geometry: FrameGeometry };

/** The range of a file's finite stored values, for `niftiFrame`: what the type holds for 8 and 16 bits, else what is there; one pass over the file. */
export function niftiRange(nifti: Nifti): readonly [lowest: number, highest: number] {
  const { kind, bytes } = nifti.header.sample;
  if (kind === 'bits') return [0, 1];
  if (kind === 'colour') return [0, 255];
  const bits = 8 * bytes;
  if (kind === 'unsigned' && bytes <= 2) return [0, 2 ** bits - 1];
  if (kind === 'signed' && bytes <= 2) return [-(2 ** (bits - 1)), 2 ** (bits - 1) - 1];
  return foundRange(nifti);
}

function foundRange(nifti: Nifti): readonly [number, number] {
  let [lowest, highest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let slice = 0; slice < nifti.slices * nifti.volumes; slice += 1)
    for (const value of storedSlice(nifti, slice)) {
      if (value < lowest && value !== Number.NEGATIVE_INFINITY) lowest = value;
      if (value > highest && value !== Number.POSITIVE_INFINITY) highest = value;
    }
  return lowest <= highest ? [lowest, highest] : [0, 0];
}

/**
 * Frame `index` (slices of the first volume, then of the next) turned to radiological convention (`viewAxes`); stored values with slope and intercept as
 * the modality's map, no unit: NIfTI does not say what its numbers are. `range` comes from `niftiRange`. Complex numbers are magnitudes.
 */
export function niftiFrame(nifti: Nifti, index: number, range: readonly [number, number]): NiftiFrame {
  const { header, axes, slices } = nifti;
  const slice = fileIndex(axes.slice, index % slices, slices);
  const stored = storedSlice(nifti, Math.floor(index / slices) * slices + slice);
  const columns = sizeOf(header, axes.right.axis);
  const rows = sizeOf(header, axes.down.axis);
  const samples = header.sample.kind === 'colour' ? 3 : 1;
  const values = turned(stored, { columns, rows, samples, step: steps(nifti) });
  const bits = header.sample.kind === 'bits' || samples === 3 ? 8 : 8 * values.BYTES_PER_ELEMENT;
  return { frame: { rows, columns, samples, values, bits }, meaning: meaningOf(header, range), geometry: geometryOf(nifti, slice) };
}

/** The voxel of the file (i, j, k from 0, as nibabel counts) at a column and row of a frame. */
export function niftiVoxel({ header, axes, slices }: Nifti, index: number, column: number, row: number): Point3 {
  const voxel: [number, number, number] = [0, 0, fileIndex(axes.slice, index % slices, slices)];
  voxel[axes.right.axis] = fileIndex(axes.right, column, sizeOf(header, axes.right.axis));
  voxel[axes.down.axis] = fileIndex(axes.down, row, sizeOf(header, axes.down.axis));
  return voxel;
}

const sizeOf = ({ sizes }: NiftiHeader, axis: number): number => sizes[axis] ?? 1;
const fileIndex = ({ isReversed }: WalkedAxis, index: number, size: number): number => (isReversed ? size - 1 - index : index);

function storedSlice({ header, bytes }: Nifti, slice: number): StoredValues {
  const count = sizeOf(header, 0) * sizeOf(header, 1);
  return niftiValues(bytes, header.dataOffset, header.sample, header.littleEndian, [slice * count, count]);
}

/** Where the frame's first pixel lies in the stored slice, and how far the next column and the next row are. */
function steps({ header, axes }: Nifti): readonly [first: number, column: number, row: number] {
  const stride = (axis: number): number => (axis === 0 ? 1 : sizeOf(header, 0));
  const walk = ({ axis, isReversed }: WalkedAxis) => {
    const step = stride(axis);
    return isReversed ? { first: (sizeOf(header, axis) - 1) * step, step: -step } : { first: 0, step };
  };
  const [right, down] = [walk(axes.right), walk(axes.down)];
  return [right.first + down.first, right.step, down.step];
}

type Turn = { readonly columns: number; readonly rows: number; readonly samples: number; readonly step: readonly [number, number, number] };

function turned(stored: StoredValues, { columns, rows, samples, step: [first, column, row] }: Turn): StoredValues {
  const values = stored.slice();
  let at = 0;
  for (let y = 0; y < rows; y += 1)
    for (let x = 0, from = (first + y * row) * samples; x < columns; x += 1, from += column * samples)
      for (let sample = 0; sample < samples; sample += 1, at += 1) values[at] = stored[from + sample] ?? 0;
  return values;
}

function meaningOf({ sample, slope: said, intercept, shownRange }: NiftiHeader, [from, to]: readonly [number, number]): FrameMeaning {
  const isScaled = sample.kind !== 'colour' && Number.isFinite(said) && said !== 0;
  const slope = isScaled ? said : 1;
  const added = isScaled && Number.isFinite(intercept) ? intercept : 0;
  const ends = [from * slope + added, to * slope + added];
  const [low, high] = shownRange;
  const isShown = sample.kind !== 'colour' && Number.isFinite(low) && Number.isFinite(high) && high > low;
  return {
    modality: { kind: 'linear', slope, intercept: added },
    unit: '',
    lowest: Math.min(...ends),
    highest: Math.max(...ends),
    isInverted: false,
    padding: null,
    windows: isShown ? [{ center: (low + high) / 2, width: high - low, shape: 'LINEAR_EXACT', explanation: 'range of the file' }] : [],
    tables: [],
    overlays: [],
  };
}

function geometryOf({ header, affine: { affine }, axes }: Nifti, slice: number): FrameGeometry {
  const voxel: [number, number, number] = [0, 0, slice];
  for (const walked of [axes.right, axes.down]) voxel[walked.axis] = fileIndex(walked, 0, sizeOf(header, walked.axis));
  const step = ({ axis, isReversed }: WalkedAxis): Point3 => scale3(affine.steps[axis], isReversed ? -1 : 1);
  const [right, down] = [step(axes.right), step(axes.down)];
  return { positionMm: toMm(affine, voxel), orientation: [unit3(right), unit3(down)], spacingMm: [length3(down), length3(right)] };
}
