import type { Point3 } from './frameGeometry';

/** a + b. */
export const add3 = (a: Point3, b: Point3): Point3 => [a[0] + b[0], a[1] + b[1], a[2] + b[2]];

/** a - b. */
export const subtract3 = (a: Point3, b: Point3): Point3 => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];

/** The vector times a number. */
export const scale3 = (a: Point3, by: number): Point3 => [a[0] * by, a[1] * by, a[2] * by];

/** The scalar product. */
export const dot3 = (a: Point3, b: Point3): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

/** The vector product: right-handed. */
export const cross3 = (a: Point3, b: Point3): Point3 => [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];

/** The vector's length. */
export const length3 = (a: Point3): number => Math.hypot(a[0], a[1], a[2]);

/** The vector at length 1, without negative zeros; not finite for the zero vector. */
export const unit3 = (a: Point3): Point3 => add3(scale3(a, 1 / length3(a)), [0, 0, 0]);
