import { cornersOfMark, type Extent, extentOf, type LineMark, nextCorner } from './cornersOfMark';
import type { PixelPoint } from './label';

/** What near means: canvas pixels a picture pixel across and down, and how many canvas pixels a hit may be off. */
export type Reach = { readonly across: number; readonly down: number; readonly within: number };

/** The part of a mark that lies under a place: a corner, the line from a corner on, or what it encloses. */
export type MarkPart = { readonly on: 'corner' | 'edge'; readonly index: number } | { readonly on: 'inside' };

export type MarkHit = { readonly mark: LineMark; readonly part: MarkPart };

/** The mark under a place: the one whose line is nearest, a smaller one where both are as good as equally near; else the smallest that encloses it. */
export function hitMark(marks: readonly LineMark[], at: PixelPoint, reach: Reach): MarkHit | null {
  let best: { readonly mark: LineMark; readonly part: MarkPart; readonly distance: number; readonly size: number } | null = null;
  for (const mark of marks) {
    const { corners, extent } = shapeOf(mark);
    if (!isNear(extent, at, reach)) continue;
    const found = partAt(mark, corners, at, reach);
    if (found === null) continue;
    const hit = { mark, ...found, size: sizeOf(extent) };
    if (best === null || isBetter(hit, best, reach.within / 4)) best = hit;
  }
  return best === null ? null : { mark: best.mark, part: best.part };
}

/** The part of one mark under a place; null where it is not near. */
export function hitPart(mark: LineMark, at: PixelPoint, reach: Reach): MarkPart | null {
  return partAt(mark, cornersOfMark(mark), at, reach)?.part ?? null;
}

type Shape = { readonly corners: readonly PixelPoint[]; readonly extent: Extent };

/** Marks never change, so that what was worked out once holds. */
const shapes = new WeakMap<LineMark, Shape>();

/** The corners of a mark and the rectangle around them, kept as long as the mark is. */
export function shapeOf(mark: LineMark): Shape {
  const known = shapes.get(mark);
  if (known !== undefined) return known;
  const corners = cornersOfMark(mark);
  const shape = { corners, extent: extentOf(corners) };
  shapes.set(mark, shape);
  return shape;
}

const sizeOf = ({ left, top, right, bottom }: Extent): number => Math.max(right - left, 1e-9) * Math.max(bottom - top, 1e-9);

const isNear = ({ left, top, right, bottom }: Extent, [column, row]: PixelPoint, { across, down, within }: Reach): boolean =>
  column >= left - within / across && column <= right + within / across && row >= top - within / down && row <= bottom + within / down;

type Found = { readonly part: MarkPart; readonly distance: number };

/** What lies inside is as far as nothing that counts as near. */
const farAway = Number.POSITIVE_INFINITY;

function isBetter(one: Found & { readonly size: number }, other: Found & { readonly size: number }, slack: number): boolean {
  if (one.distance === farAway || other.distance === farAway)
    return one.distance === other.distance ? one.size < other.size : one.distance < other.distance;
  return Math.abs(one.distance - other.distance) <= slack ? one.size < other.size : one.distance < other.distance;
}

function partAt(mark: LineMark, corners: readonly PixelPoint[], at: PixelPoint, reach: Reach): Found | null {
  const corner = nearestCorner(corners, at, reach);
  if (corner.distance <= reach.within) return { part: { on: 'corner', index: corner.index }, distance: corner.distance };
  const edge = nearestEdge(mark, corners, at, reach);
  if (edge.distance <= reach.within) return { part: { on: 'edge', index: edge.index }, distance: edge.distance };
  const isArea = mark.kind === 'box' || mark.kind === 'outline';
  return isArea && encloses(corners, at) ? { part: { on: 'inside' }, distance: farAway } : null;
}

type Nearest = { readonly index: number; readonly distance: number };

function nearestCorner(corners: readonly PixelPoint[], [column, row]: PixelPoint, { across, down }: Reach): Nearest {
  let [index, distance] = [-1, Number.POSITIVE_INFINITY];
  for (let at = 0; at < corners.length; at++) {
    const [x = 0, y = 0] = corners[at] ?? [];
    const now = Math.hypot((x - column) * across, (y - row) * down);
    if (now < distance) [index, distance] = [at, now];
  }
  return { index, distance };
}

function nearestEdge(mark: LineMark, corners: readonly PixelPoint[], at: PixelPoint, { across, down }: Reach): Nearest {
  let [index, distance] = [-1, Number.POSITIVE_INFINITY];
  for (let corner = 0; corner < corners.length; corner++) {
    const from = corners[corner];
    const to = corners[nextCorner(mark, corner, corners.length)];
    if (from === undefined || to === undefined) continue;
    const now = distanceToLine((at[0] - from[0]) * across, (at[1] - from[1]) * down, (to[0] - from[0]) * across, (to[1] - from[1]) * down);
    if (now < distance) [index, distance] = [corner, now];
  }
  return { index, distance };
}

/** From (x, y) to the line from the origin to (toX, toY). */
export function distanceToLine(x: number, y: number, toX: number, toY: number): number {
  const squared = toX * toX + toY * toY;
  const share = squared === 0 ? 0 : Math.min(1, Math.max(0, (x * toX + y * toY) / squared));
  return Math.hypot(x - share * toX, y - share * toY);
}

/** True where a closed polygon goes around a place an odd number of times. */
function encloses(corners: readonly PixelPoint[], [column, row]: PixelPoint): boolean {
  let isInside = false;
  let [fromColumn, fromRow] = corners.at(-1) ?? [0, 0];
  for (const [toColumn, toRow] of corners) {
    const crosses = toRow > row !== fromRow > row;
    if (crosses && column < fromColumn + ((row - fromRow) / (toRow - fromRow)) * (toColumn - fromColumn)) isInside = !isInside;
    [fromColumn, fromRow] = [toColumn, toRow];
  }
  return isInside;
}
