import type { AngleMark, CobbMark, LengthMark, PixelPoint } from './label';

/** Millimetres a pixel (row spacing, then column spacing, as in the index), and whether they are the patient's or the detector's. */
export type Spacing = { readonly mm: readonly [row: number, column: number]; readonly from: 'PixelSpacing' | 'ImagerPixelSpacing' };

/** From one point to another, in millimetres; in pixels without a spacing. */
export function distance(a: PixelPoint, b: PixelPoint, spacing: Spacing | null): number {
  const [column, row] = arm(a, b, spacing);
  return Math.hypot(column, row);
}

/** Millimetres; pixels without a spacing. */
export const lengthOf = ({ from, to }: Pick<LengthMark, 'from' | 'to'>, spacing: Spacing | null): number => distance(from, to, spacing);

/** Degrees, 0 to 180, between the arms; NaN where an arm has no length. Pixels that are not square count as they are with a spacing, else as squares. */
export function angleOf({ points }: Pick<AngleMark, 'points'>, spacing: Spacing | null): number {
  const [end = origin, vertex = origin, other = origin] = points;
  return between(arm(vertex, end, spacing), arm(vertex, other, spacing));
}

/** Degrees, 0 to 90, between the lines, whichever way each was drawn (Cobb 1948); NaN where a line has no length. */
export function cobbOf({ points }: Pick<CobbMark, 'points'>, spacing: Spacing | null): number {
  const [a = origin, b = origin, c = origin, d = origin] = points;
  const angle = between(arm(a, b, spacing), arm(c, d, spacing));
  return Math.min(angle, 180 - angle);
}

const origin: PixelPoint = [0, 0];

/** From `a` to `b`: along the columns, along the rows. */
const arm = (a: PixelPoint, b: PixelPoint, spacing: Spacing | null): PixelPoint => [
  (b[0] - a[0]) * (spacing?.mm[1] ?? 1),
  (b[1] - a[1]) * (spacing?.mm[0] ?? 1),
];

function between(a: PixelPoint, b: PixelPoint): number {
  if (Math.hypot(...a) === 0 || Math.hypot(...b) === 0) return Number.NaN;
  // Unlike the arc cosine of the product, this is exact near 0 and 180 degrees.
  return (Math.atan2(Math.abs(a[0] * b[1] - a[1] * b[0]), a[0] * b[0] + a[1] * b[1]) * 180) / Math.PI;
}
