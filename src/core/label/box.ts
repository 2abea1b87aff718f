import { type Affine, movePoint } from '../image/affine';
import type { Size } from '../image/resize';
import type { BoxMark, PixelPoint } from './label';

/** An upright rectangle in continuous pixels of an image: (0, 0) is the top left corner of the top left pixel. */
export type Box = Pick<BoxMark, 'from' | 'to'>;

/** Square pixels; 0 where the box is empty. */
export const boxArea = ({ from, to }: Box): number => Math.max(0, to[0] - from[0]) * Math.max(0, to[1] - from[1]);

/** Intersection over union of two boxes, 0 to 1. */
export function boxOverlap(a: Box, b: Box): number {
  const from: PixelPoint = [Math.max(a.from[0], b.from[0]), Math.max(a.from[1], b.from[1])];
  const to: PixelPoint = [Math.min(a.to[0], b.to[0]), Math.min(a.to[1], b.to[1])];
  const both = boxArea({ from, to });
  return both === 0 ? 0 : both / (boxArea(a) + boxArea(b) - both);
}

/** The smallest upright box around a moved one. */
export function moveBox(map: Affine, { from, to }: Box): Box {
  const corners = [from, to, [from[0], to[1]] as const, [to[0], from[1]] as const].map((corner) => movePoint(map, corner));
  const [columns, rows] = [corners.map(([column]) => column), corners.map(([, row]) => row)];
  return { from: [Math.min(...columns), Math.min(...rows)], to: [Math.max(...columns), Math.max(...rows)] };
}

/** What of a box lies within an image. */
export function cutBox({ from, to }: Box, { rows, columns }: Size): Box {
  const within = ([column, row]: PixelPoint): PixelPoint => [Math.min(columns, Math.max(0, column)), Math.min(rows, Math.max(0, row))];
  return { from: within(from), to: within(to) };
}

/** A box that a network found, and how sure it is, 0 to 1. */
export type ScoredBox = Box & { readonly score: number };
