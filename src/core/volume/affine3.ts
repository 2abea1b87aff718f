import type { Point3 } from './frameGeometry';
import { add3, cross3, dot3, scale3, subtract3 } from './vector3';

/** Maps voxel indices (column, row, slice; whole numbers are voxel centres) to millimetres: the steps of the three indices and where (0, 0, 0) lies. */
export type Affine3 = { readonly steps: readonly [Point3, Point3, Point3]; readonly origin: Point3 };

/** Where voxel indices lie. */
export const toMm = ({ steps, origin }: Affine3, [i, j, k]: Point3): Point3 =>
  add3(origin, add3(add3(scale3(steps[0], i), scale3(steps[1], j)), scale3(steps[2], k)));

/** The volume of a voxel, negative where the indices run left-handed. */
export const determinant3 = ({ steps }: Affine3): number => dot3(steps[0], cross3(steps[1], steps[2]));

/** The map from millimetres back to indices; not finite where the steps lie in one plane. */
export function invertAffine3(affine: Affine3): Affine3 {
  const [a, b, c] = affine.steps;
  const by = 1 / determinant3(affine);
  const rows = [scale3(cross3(b, c), by), scale3(cross3(c, a), by), scale3(cross3(a, b), by)] as const;
  const column = (axis: 0 | 1 | 2): Point3 => [rows[0][axis], rows[1][axis], rows[2][axis]];
  const steps = [column(0), column(1), column(2)] as const;
  return { steps, origin: subtract3([0, 0, 0], toMm({ steps, origin: [0, 0, 0] }, affine.origin)) };
}
