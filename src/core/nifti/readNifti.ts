import { type NiftiAffine, niftiAffine } from './niftiAffine';
import { NiftiError } from './niftiError';
import { type NiftiHeader, readNiftiHeader } from './niftiHeader';
import { type ViewAxes, viewAxes } from './viewAxes';

/** A NIfTI file as stacks of slices: one stack a volume (point in time, direction, component), slices along the file's third axis. */
export type Nifti = {
  readonly header: NiftiHeader;
  /** The inflated file. */
  readonly bytes: Uint8Array;
  readonly affine: NiftiAffine;
  /** How the file's axes become the rows, columns and slices of its frames. */
  readonly axes: ViewAxes;
  readonly slices: number;
  readonly volumes: number;
  /** One a volume, where the fourth axis is time with a known unit; else empty. */
  readonly timesMs: readonly number[];
  /** What a user should know about how the file was read. */
  readonly notes: readonly string[];
};

/** The size of a whole file that has this header, in bytes. */
export const niftiFileBytes = ({ dataOffset, sizes, sample }: NiftiHeader): number =>
  dataOffset + Math.ceil(sizes.reduce((product, size) => product * size, 1) * sample.bytes);

/** Reads inflated bytes; values stay where they are until `niftiFrame` takes them. Extensions are passed over. Throws `NiftiError`. */
export function readNifti(file: Uint8Array): Nifti {
  // Node's Buffer is a Uint8Array whose `slice` shares memory.
  const bytes = new Uint8Array(file.buffer, file.byteOffset, file.byteLength);
  const header = readNiftiHeader(bytes);
  const needed = niftiFileBytes(header);
  if (bytes.length < needed)
    throw new NiftiError(`The file ends too early: its header promises ${needed} bytes, and there are ${bytes.length}`, bytes.length);
  const affine = niftiAffine(header);
  const [, , slices = 1, ...more] = header.sizes;
  const volumes = more.reduce((product, size) => product * size, 1);
  const axes = viewAxes(affine.affine);
  return { header, bytes, affine, axes, slices, volumes, timesMs: niftiTimes(header, volumes), notes: notesOf(header, affine) };
}

/** Milliseconds of each volume: a fourth axis alone, in seconds, milliseconds or microseconds. */
export function niftiTimes({ sizes, steps, units, timeOffset }: NiftiHeader, volumes: number): readonly number[] {
  const scale = { 8: 1000, 16: 1, 24: 0.001 }[units & 0x38];
  const step = steps[4] ?? 0;
  if (scale === undefined || volumes < 2 || sizes[3] !== volumes || !(step > 0 && Number.isFinite(step))) return [];
  const offset = Number.isFinite(timeOffset) ? timeOffset : 0;
  return Array.from({ length: volumes }, (_, i) => (offset + i * step) * scale);
}

function notesOf({ sample, sformCode, qformCode, slope, intercept }: NiftiHeader, { from }: NiftiAffine): readonly string[] {
  const isAsked = sformCode > 0 || qformCode > 0;
  return [
    ...(from !== 'none' || isAsked ? [] : ['The file does not say how it lies in the patient: left and right may be swapped.']),
    ...(from !== 'none' || !isAsked ? [] : ['The orientation in the file is unusable: left and right may be swapped.']),
    ...(sample.kind === 'complex' ? ['Complex values are shown as their magnitude.'] : []),
    ...(sample.kind === 'colour' && sample.bytes === 4 ? ['The opacity of the colours is left out.'] : []),
    ...(Number.isFinite(slope) && slope !== 0 && !Number.isFinite(intercept)
      ? ['The intercept in the file is no number: 0 was taken.']
      : []),
  ];
}
