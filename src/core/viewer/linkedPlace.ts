import type { FrameGeometry, Point3 } from '../volume/frameGeometry';
import { patientPoint } from './pixelReadout';

/** The middle of a frame in the patient, in millimetres. */
export const centerOfPicture = (geometry: FrameGeometry, { rows, columns }: { readonly rows: number; readonly columns: number }): Point3 =>
  patientPoint(geometry, [columns / 2, rows / 2]);

/**
 * The frame whose plane is nearest to a place; frames whose geometry is not known yet (null) are reckoned from the others where they are
 * evenly spaced. Null where too little is known.
 */
export function nearestFrame(geometries: readonly (FrameGeometry | null)[], place: Point3, isEven: boolean): number | null {
  const known = geometries.flatMap((geometry, index) => (geometry === null ? [] : [{ index, distance: distanceTo(geometry, place) }]));
  const [first, last] = [known[0], known.at(-1)];
  if (first === undefined || last === undefined) return null;
  if (known.length === geometries.length) return nearest(known);
  if (!isEven || first.index === last.index || first.distance === last.distance) return null;
  const perFrame = (last.distance - first.distance) / (last.index - first.index);
  return Math.min(Math.max(Math.round(first.index - first.distance / perFrame), 0), geometries.length - 1);
}

const nearest = (known: readonly { readonly index: number; readonly distance: number }[]): number =>
  known.reduce((best, one) => (Math.abs(one.distance) < Math.abs(best.distance) ? one : best)).index;

/** From the plane to the place, along the plane's normal. */
function distanceTo({ positionMm, orientation: [right, down] }: FrameGeometry, place: Point3): number {
  const normal = [
    right[1] * down[2] - right[2] * down[1],
    right[2] * down[0] - right[0] * down[2],
    right[0] * down[1] - right[1] * down[0],
  ];
  return normal.reduce((sum, value, axis) => sum + value * ((place[axis] ?? 0) - (positionMm[axis] ?? 0)), 0);
}
