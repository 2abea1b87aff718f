import type { FrameGeometry, Point3 } from '../volume/frameGeometry';

type Orientation = FrameGeometry['orientation'];

export const dot = (a: Point3, b: Point3): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

/** The unit vector on a slice, right times down: to the head for an upright axial slice. */
export function normalOf([right, down]: Orientation): Point3 {
  const normal: Point3 = [
    right[1] * down[2] - right[2] * down[1],
    right[2] * down[0] - right[0] * down[2],
    right[0] * down[1] - right[1] * down[0],
  ];
  const length = Math.hypot(...normal) || 1;
  return [normal[0] / length, normal[1] / length, normal[2] / length];
}

/** `axial`, `coronal` or `sagittal` where a slice is within 25 degrees of it, else `oblique`. */
export function planeName(orientation: Orientation): 'axial' | 'coronal' | 'sagittal' | 'oblique' {
  const [x, y, z] = normalOf(orientation).map(Math.abs) as unknown as Point3;
  const nearest = Math.max(x, y, z);
  if (nearest < Math.cos((25 * Math.PI) / 180)) return 'oblique';
  return nearest === z ? 'axial' : nearest === y ? 'coronal' : 'sagittal';
}

/** True where two slices are parallel and turned alike, within half a degree; slices without an orientation are alike. */
export function isAlike(a: Orientation | null, b: Orientation | null): boolean {
  if (a === null || b === null) return a === b;
  return dot(a[0], b[0]) > likeness && dot(a[1], b[1]) > likeness;
}

const likeness = Math.cos((0.5 * Math.PI) / 180);
