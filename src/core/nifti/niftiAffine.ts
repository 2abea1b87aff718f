import { type Affine3, determinant3 } from '../volume/affine3';
import type { Point3 } from '../volume/frameGeometry';
import type { NiftiHeader } from './niftiHeader';

/** What the orientation was taken from; `none`: the file does not say how it lies in the patient, and left and right may be swapped. */
export type NiftiOrientation = 'sform' | 'qform' | 'none';

/** Voxel indices of the file (i, j, k) to millimetres in DICOM's patient frame (LPS), and what says so. */
export type NiftiAffine = { readonly affine: Affine3; readonly from: NiftiOrientation };

/** The file's affine: method 3 (sform), else 2 (qform), else 1 (steps alone, as nibabel does: centred, i to the patient's left). */
export function niftiAffine(header: NiftiHeader): NiftiAffine {
  const found = [
    { from: 'sform', affine: header.sformCode > 0 ? sform(header) : null },
    { from: 'qform', affine: header.qformCode > 0 ? qform(header) : null },
  ] as const;
  const usable = found.find(({ affine }) => affine !== null && isUsable(affine));
  const { affine, from } = usable?.affine
    ? { affine: usable.affine, from: usable.from }
    : { affine: stepsOnly(header), from: 'none' as const };
  return { affine: inPatient(affine, millimetres(header.units)), from };
}

const isUsable = (affine: Affine3): boolean =>
  [...affine.steps.flat(), ...affine.origin].every(Number.isFinite) && Math.abs(determinant3(affine)) > 1e-12;

/** Length of the header's unit of space; files that name none mean millimetres. */
const millimetres = (units: number): number => ({ 1: 1000, 3: 0.001 })[units & 7] ?? 1;

/** From NIfTI's frame (x right, y front, z head) to DICOM's (x left, y back, z head). */
function inPatient({ steps, origin }: Affine3, scale: number): Affine3 {
  const turn = ([x, y, z]: Point3): Point3 => [-x * scale, -y * scale, z * scale];
  return { steps: [turn(steps[0]), turn(steps[1]), turn(steps[2])], origin: turn(origin) };
}

function sform({ rows }: NiftiHeader): Affine3 {
  const column = (at: number): Point3 => [rows[at] ?? 0, rows[at + 4] ?? 0, rows[at + 8] ?? 0];
  return { steps: [column(0), column(1), column(2)], origin: column(3) };
}

function qform({ quaternion, steps }: NiftiHeader): Affine3 {
  const [b = 0, c = 0, d = 0, x = 0, y = 0, z = 0] = quaternion;
  const [handed = 1, dx = 1, dy = 1, dz = 1] = steps;
  const [first, second, third] = rotation([b, c, d]);
  const along = (direction: Point3, by: number): Point3 => [direction[0] * by, direction[1] * by, direction[2] * by];
  return { steps: [along(first, dx), along(second, dy), along(third, handed < 0 ? -dz : dz)], origin: [x, y, z] };
}

/** Columns of the rotation of a unit quaternion whose first part is left out; one that is too long is shortened, as nifti1_io does. */
function rotation([x, y, z]: Point3): readonly [Point3, Point3, Point3] {
  const rest = 1 - (x * x + y * y + z * z);
  const by = rest < 1e-7 ? 1 / Math.hypot(x, y, z) : 1;
  const a = rest < 1e-7 ? 0 : Math.sqrt(rest);
  const [b, c, d] = [x * by, y * by, z * by];
  return [
    [a * a + b * b - c * c - d * d, 2 * (b * c + a * d), 2 * (b * d - a * c)],
    [2 * (b * c - a * d), a * a + c * c - b * b - d * d, 2 * (c * d + a * b)],
    [2 * (b * d + a * c), 2 * (c * d - a * b), a * a + d * d - c * c - b * b],
  ];
}

function stepsOnly({ steps, sizes }: NiftiHeader): Affine3 {
  const step = (axis: number): number => {
    const size = Math.abs(steps[axis] ?? 1);
    return size > 0 && Number.isFinite(size) ? size : 1;
  };
  const middle = (axis: number): number => (step(axis) * ((sizes[axis - 1] ?? 1) - 1)) / 2;
  return {
    steps: [
      [-step(1), 0, 0],
      [0, step(2), 0],
      [0, 0, step(3)],
    ],
    origin: [middle(1), -middle(2), -middle(3)],
  };
}
