import type { Affine3 } from '../volume/affine3';
import { anatomicalAxes, type WalkedAxis } from '../volume/anatomicalAxes';
import { unit3 } from '../volume/vector3';

/** Which axes of the file (0 and 1 lie in its slices, 2 counts them) are the columns, rows and slices of its frames, and which are walked backwards. */
export type ViewAxes = { readonly right: WalkedAxis; readonly down: WalkedAxis; readonly slice: WalkedAxis };

/**
 * Turns the slices of a volume to radiological convention: the patient's right on the left of axial and coronal slices, the front
 * on top of axial and on the left of sagittal ones, the head on top; slices run along the normal of rows and columns, as DICOM's do when sorted.
 */
export function viewAxes({ steps: [i, j, k] }: Affine3): ViewAxes {
  const { left, back, head } = anatomicalAxes([unit3(i), unit3(j), unit3(k)]);
  if (head.axis === 2) return { right: left, down: back, slice: head };
  if (back.axis === 2) return { right: left, down: turned(head), slice: back };
  return { right: back, down: turned(head), slice: turned(left) };
}

const turned = ({ axis, isReversed }: WalkedAxis): WalkedAxis => ({ axis, isReversed: !isReversed });
