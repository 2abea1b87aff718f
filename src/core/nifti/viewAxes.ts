import type { Affine3 } from '../volume/affine3';
import type { Point3 } from '../volume/frameGeometry';
import { unit3 } from '../volume/vector3';

/** An axis of the file as an axis of the view: which one (0 or 1 in the slice, 2 for the slices) and whether it is walked backwards. */
export type ViewAxis = { readonly axis: 0 | 1 | 2; readonly isReversed: boolean };

export type ViewAxes = { readonly right: ViewAxis; readonly down: ViewAxis; readonly slice: ViewAxis };

const orders = [
  [0, 1, 2],
  [0, 2, 1],
  [1, 0, 2],
  [1, 2, 0],
  [2, 0, 1],
  [2, 1, 0],
] as const;

/**
 * Turns the slices of a volume (axis 2 counts them) to radiological convention: the patient's right on the left of axial and coronal slices, the front
 * on top of axial and on the left of sagittal ones, the head on top; slices run along the normal of rows and columns, as DICOM's do when sorted.
 */
export function viewAxes({ steps }: Affine3, sizes: Point3): ViewAxes {
  // A file of one slice may leave the third step out.
  const units = steps.map((step, axis) =>
    (sizes[axis] ?? 1) === 1 && !unit3(step).every(Number.isFinite) ? ([0, 0, 0] as const) : unit3(step),
  );
  const along = (axis: 0 | 1 | 2, direction: 0 | 1 | 2): number => units[axis]?.[direction] ?? 0;
  const score = (order: readonly [0 | 1 | 2, 0 | 1 | 2, 0 | 1 | 2]): number =>
    order.reduce<number>((sum, axis, i) => sum + Math.abs(along(axis, i as 0 | 1 | 2)), 0);
  // The axes of the file that lie closest to left, back and head.
  const [left, back, head] = orders.reduce((best, order) => (score(order) > score(best) + 1e-9 ? order : best));
  const towards = (axis: 0 | 1 | 2, direction: 0 | 1 | 2, sign: 1 | -1): ViewAxis => ({
    axis,
    isReversed: along(axis, direction) * sign < 0,
  });
  if (head === 2) return { right: towards(left, 0, 1), down: towards(back, 1, 1), slice: towards(head, 2, 1) };
  if (back === 2) return { right: towards(left, 0, 1), down: towards(head, 2, -1), slice: towards(back, 1, 1) };
  return { right: towards(back, 1, 1), down: towards(head, 2, -1), slice: towards(left, 0, -1) };
}
