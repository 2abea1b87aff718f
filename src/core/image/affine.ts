import type { PixelPoint } from '../label/label';

/** Maps continuous pixel coordinates: column' = a column + b row + c, row' = d column + e row + f; (0, 0) is the top left corner of the top left pixel. */
export type Affine = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

/** Leaves every point where it is. */
export const identityAffine: Affine = [1, 0, 0, 0, 1, 0];

/** The map that does `first`, then `second`. */
export const thenAffine = ([a, b, c, d, e, f]: Affine, [p, q, r, s, t, u]: Affine): Affine => [
  p * a + q * d,
  p * b + q * e,
  p * c + q * f + r,
  s * a + t * d,
  s * b + t * e,
  s * c + t * f + u,
];

/** The map back; its numbers are not finite where the map squeezes the plane to a line. */
export function invertAffine([a, b, c, d, e, f]: Affine): Affine {
  const area = a * e - b * d;
  return [e / area, -b / area, (b * f - e * c) / area, -d / area, a / area, (d * c - a * f) / area];
}

/** Where a point goes. */
export const movePoint = ([a, b, c, d, e, f]: Affine, [column, row]: PixelPoint): PixelPoint => [
  a * column + b * row + c,
  d * column + e * row + f,
];
