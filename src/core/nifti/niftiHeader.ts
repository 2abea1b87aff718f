import { NiftiError } from './niftiError';
import { type NiftiSampleType, niftiSampleType } from './niftiSampleType';

/** What a NIfTI header says, numbers as they stand in the file. */
export type NiftiHeader = {
  readonly version: 1 | 2;
  readonly littleEndian: boolean;
  /** Lengths of the axes, x first; as many as the file has, 1 to 7. */
  readonly sizes: readonly number[];
  readonly sample: NiftiSampleType;
  /** pixdim[0..7]: the sign of the quaternion's third axis, then the steps along the axes. */
  readonly steps: readonly number[];
  /** Byte offset of the first value. */
  readonly dataOffset: number;
  readonly slope: number;
  readonly intercept: number;
  /** The display range that the file wishes; equal where it wishes none. */
  readonly shownRange: readonly [lowest: number, highest: number];
  readonly units: number;
  readonly timeOffset: number;
  readonly qformCode: number;
  readonly sformCode: number;
  /** quatern_b, c, d, then qoffset_x, y, z. */
  readonly quaternion: readonly number[];
  /** srow_x, srow_y, srow_z: 12 numbers. */
  readonly rows: readonly number[];
};

/** The longest header: as many bytes as `readNiftiHeader` needs of a file. */
export const niftiHeaderBytes = 540;

const sizes = { 1: 348, 2: 540 } as const;

/** Reads the header of inflated bytes; throws `NiftiError`. Standard: nifti1.h and nifti2.h of nifti.nimh.nih.gov. */
export function readNiftiHeader(bytes: Uint8Array): NiftiHeader {
  if (bytes.length < 4) throw new NiftiError('This is no NIfTI file: it ends before its header', bytes.length);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (const version of [1, 2] as const)
    for (const littleEndian of [true, false])
      if (view.getUint32(0, littleEndian) === sizes[version]) return readVersion(view, version, littleEndian);
  throw new NiftiError('This is no NIfTI file: it does not begin with the size of a NIfTI header, 348 or 540', 0);
}

function readVersion(view: DataView, version: 1 | 2, littleEndian: boolean): NiftiHeader {
  if (view.byteLength < sizes[version]) throw new NiftiError(`The file ends within its header of ${sizes[version]} bytes`, view.byteLength);
  checkMagic(view, version);
  return version === 1 ? readFirst(view, littleEndian) : readSecond(view, littleEndian);
}

function checkMagic(view: DataView, version: 1 | 2): void {
  const at = version === 1 ? 344 : 4;
  const magic = String.fromCharCode(...[0, 1, 2].map((i) => view.getUint8(at + i)));
  if (magic === `n+${version}`) return;
  if (magic === `ni${version}`)
    throw new NiftiError('The header says that the picture lies in a separate .img file: convert the pair to one .nii file', at);
  throw new NiftiError('This looks like the older ANALYZE format or a damaged NIfTI header: convert it to .nii', at);
}

type Reader = (offset: number) => number;

const listOf = (read: Reader, offset: number, step: number, count: number): readonly number[] =>
  Array.from({ length: count }, (_, i) => read(offset + i * step));

function readFirst(view: DataView, littleEndian: boolean): NiftiHeader {
  const short: Reader = (offset) => view.getInt16(offset, littleEndian);
  const float: Reader = (offset) => view.getFloat32(offset, littleEndian);
  return {
    ...{ version: 1, littleEndian },
    sizes: axisSizes(listOf(short, 40, 2, 8), 40, 2),
    sample: niftiSampleType(short(70), 70),
    steps: listOf(float, 76, 4, 8),
    dataOffset: firstByte(float(108), 352, 108),
    ...{ slope: float(112), intercept: float(116) },
    shownRange: [float(128), float(124)],
    ...{ units: view.getUint8(123), timeOffset: float(136) },
    ...{ qformCode: short(252), sformCode: short(254) },
    quaternion: listOf(float, 256, 4, 6),
    rows: listOf(float, 280, 4, 12),
  };
}

function readSecond(view: DataView, littleEndian: boolean): NiftiHeader {
  const long: Reader = (offset) => Number(view.getBigInt64(offset, littleEndian));
  const int: Reader = (offset) => view.getInt32(offset, littleEndian);
  const double: Reader = (offset) => view.getFloat64(offset, littleEndian);
  return {
    ...{ version: 2, littleEndian },
    sizes: axisSizes(listOf(long, 16, 8, 8), 16, 8),
    sample: niftiSampleType(view.getInt16(12, littleEndian), 12),
    steps: listOf(double, 104, 8, 8),
    dataOffset: firstByte(long(168), 544, 168),
    ...{ slope: double(176), intercept: double(184) },
    shownRange: [double(200), double(192)],
    ...{ units: int(500), timeOffset: double(216) },
    ...{ qformCode: int(344), sformCode: int(348) },
    quaternion: listOf(double, 352, 8, 6),
    rows: listOf(double, 400, 8, 12),
  };
}

/** dim[1] to dim[dim[0]]. */
function axisSizes(dim: readonly number[], offset: number, step: number): readonly number[] {
  const axes = dim[0] ?? 0;
  if (!(axes >= 1 && axes <= 7)) throw new NiftiError(`The header names ${axes} axes, and NIfTI has 1 to 7`, offset);
  const used = dim.slice(1, axes + 1);
  const wrong = used.findIndex((size) => !(size >= 1 && Number.isSafeInteger(size)));
  if (wrong >= 0) throw new NiftiError(`The header gives axis ${wrong + 1} the length ${used[wrong]}`, offset + (wrong + 1) * step);
  return used;
}

/** A file that says 0 means: right after header and extension flag. */
function firstByte(said: number, least: number, offset: number): number {
  if (!Number.isFinite(said) || said < 0) throw new NiftiError('The header gives no usable place of the first value', offset);
  return Math.max(Math.trunc(said), least);
}
