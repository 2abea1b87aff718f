import type { Point3 } from './frameGeometry';

/** One of three directions, and whether it is walked backwards. */
export type WalkedAxis = { readonly axis: 0 | 1 | 2; readonly isReversed: boolean };

/** The directions that lie closest to the patient's left, back and head. */
export type AnatomicalAxes = { readonly left: WalkedAxis; readonly back: WalkedAxis; readonly head: WalkedAxis };

type Order = readonly [0 | 1 | 2, 0 | 1 | 2, 0 | 1 | 2];

const orders: readonly Order[] = [
  [0, 1, 2],
  [0, 2, 1],
  [1, 0, 2],
  [1, 2, 0],
  [2, 0, 1],
  [2, 1, 0],
];

/** Names three unit vectors (LPS) so that together they lie as close to left, back and head as they can. */
export function anatomicalAxes(directions: readonly [Point3, Point3, Point3]): AnatomicalAxes {
  const score = (order: Order): number => order.reduce<number>((sum, axis, towards) => sum + Math.abs(directions[axis][towards] ?? 0), 0);
  // The margin keeps the file's own order where two are alike.
  const best = orders.reduce((found, order) => (score(order) > score(found) + 1e-9 ? order : found));
  const walked = (towards: 0 | 1 | 2): WalkedAxis => ({ axis: best[towards], isReversed: directions[best[towards]][towards] < 0 });
  return { left: walked(0), back: walked(1), head: walked(2) };
}
