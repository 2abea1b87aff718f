import type { ShortBone } from './limb';
import type { Point } from './wristBones';

/** A short bone from its adult outline; `stretch` are a limb's breadth and length against the adult man's. */
export function shortBone(outline: readonly Point[], thickness: number, [breadth, length]: Point, size: number): ShortBone {
  const points = outline.map(([x, y]): Point => [x * breadth, y * length]);
  const sum = points.reduce(([x, y], point): Point => [x + point[0], y + point[1]], [0, 0] as Point);
  return { outline: points, centre: [sum[0] / points.length, sum[1] / points.length], thickness, size };
}
