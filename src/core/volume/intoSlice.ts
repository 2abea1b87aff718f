import type { FrameGeometry, Point3 } from './frameGeometry';
import { add3, cross3, dot3, scale3, subtract3, unit3 } from './vector3';

/** The point of a slice's plane that lies nearest to a place: it moves along the slice's normal only. */
export function intoSlice(place: Point3, { positionMm, orientation }: FrameGeometry): Point3 {
  const normal = unit3(cross3(...orientation));
  return add3(place, scale3(normal, dot3(subtract3(positionMm, place), normal)));
}
