import { type Affine3, determinant3 } from '../volume/affine3';
import type { Point3 } from '../volume/frameGeometry';
import { length3, scale3, unit3 } from '../volume/vector3';

/** A volume of whole numbers to be written: columns, then rows, then slices, the columns running fastest. */
export type NiftiVolume = {
  readonly sizes: readonly [columns: number, rows: number, slices: number];
  readonly values: Uint8Array | Uint16Array;
  /** Voxel indices to millimetres in DICOM's patient frame (LPS). */
  readonly affine: Affine3;
  /** True where that is where the scanner saw it; false where only the order of rows, columns and slices is known. */
  readonly isInPatient: boolean;
  /** True where a step's length is millimetres; false where it is a pixel. */
  readonly isInMillimetres: boolean;
  /** At most 79 letters of ASCII. */
  readonly description: string;
};

const headerBytes = 352;
/** NIFTI_INTENT_LABEL: each value is an index into a list of names. */
const intentLabel = 1002;

/** A NIfTI-1 file (nifti1.h of nifti.nimh.nih.gov), little endian and not compressed; throws RangeError for sizes that NIfTI-1 can't say. */
export function writeNifti({ sizes, values, affine, isInPatient, isInMillimetres, description }: NiftiVolume): Uint8Array {
  if (sizes.some((size) => !(size >= 1 && size <= 32767))) throw new RangeError('an axis of NIfTI-1 has 1 to 32767 voxels');
  const bytes = new Uint8Array(headerBytes + values.byteLength);
  const view = new DataView(bytes.buffer);
  view.setInt32(0, 348, true);
  for (const [axis, size] of [3, ...sizes, 1, 1, 1, 1].entries()) view.setInt16(40 + 2 * axis, size, true);
  view.setInt16(68, intentLabel, true);
  view.setInt16(70, values instanceof Uint8Array ? 2 : 512, true);
  view.setInt16(72, 8 * values.BYTES_PER_ELEMENT, true);
  writeAffine(view, towardsNifti(affine), isInPatient ? 1 : 2);
  view.setFloat32(108, headerBytes, true);
  view.setFloat32(112, 1, true);
  view.setUint8(123, isInMillimetres ? 2 : 0);
  writeText(bytes, 148, description.replace(/[^\x20-\x7e]/g, '?').slice(0, 79));
  writeText(bytes, 328, 'labels');
  writeText(bytes, 344, 'n+1');
  for (let at = 0; at < values.length; at += 1)
    if (values instanceof Uint8Array) bytes[headerBytes + at] = values[at] ?? 0;
    else view.setUint16(headerBytes + 2 * at, values[at] ?? 0, true);
  return bytes;
}

const writeText = (bytes: Uint8Array, at: number, text: string): void => bytes.set(new TextEncoder().encode(text), at);

/** From DICOM's frame (x left, y back, z head) to NIfTI's (x right, y front, z head). */
function towardsNifti({ steps, origin }: Affine3): Affine3 {
  const turn = ([x, y, z]: Point3): Point3 => [-x, -y, z];
  return { steps: [turn(steps[0]), turn(steps[1]), turn(steps[2])], origin: turn(origin) };
}

/** The affine as rows (sform), and as a rotation (qform) for readers that prefer that, unless it is sheared, which no rotation is. */
function writeAffine(view: DataView, affine: Affine3, code: number): void {
  const { steps, origin } = affine;
  for (const axis of [0, 1, 2] as const)
    for (const [at, column] of [...steps, origin].entries()) view.setFloat32(280 + 16 * axis + 4 * at, column[axis], true);
  view.setInt16(254, code, true);
  const handed = determinant3(affine) < 0 ? -1 : 1;
  for (const [at, value] of [handed, ...steps.map(length3), 0, 0, 0, 0].entries()) view.setFloat32(76 + 4 * at, value, true);
  const quaternion = quaternionOf([unit3(steps[0]), unit3(steps[1]), scale3(unit3(steps[2]), handed)]);
  if (quaternion === null) return;
  view.setInt16(252, code, true);
  for (const [at, value] of [...quaternion, ...origin].entries()) view.setFloat32(256 + 4 * at, value, true);
}

/** Parts b, c, d of the unit quaternion, with a of 0 or more, of a rotation given by its columns; null where they are no rotation. */
function quaternionOf([x, y, z]: readonly [Point3, Point3, Point3]): Point3 | null {
  const isSquare = [
    x[0] * y[0] + x[1] * y[1] + x[2] * y[2],
    y[0] * z[0] + y[1] * z[1] + y[2] * z[2],
    z[0] * x[0] + z[1] * x[1] + z[2] * x[2],
  ].every((product) => Math.abs(product) < 1e-4);
  if (!isSquare) return null;
  const squares = [1 + x[0] + y[1] + z[2], 1 + x[0] - y[1] - z[2], 1 - x[0] + y[1] - z[2], 1 - x[0] - y[1] + z[2]];
  const largest = squares.indexOf(Math.max(...squares));
  const half = Math.sqrt(squares[largest] ?? 1) / 2;
  const by = 1 / (4 * half);
  const [p, q, r] = [(y[2] - z[1]) * by, (z[0] - x[2]) * by, (x[1] - y[0]) * by];
  const [s, t, u] = [(x[1] + y[0]) * by, (z[0] + x[2]) * by, (y[2] + z[1]) * by];
  const found = [
    [half, p, q, r],
    [p, half, s, t],
    [q, s, half, u],
    [r, t, u, half],
  ][largest];
  const [a = 1, b = 0, c = 0, d = 0] = found ?? [];
  return a < 0 ? [-b, -c, -d] : [b, c, d];
}
