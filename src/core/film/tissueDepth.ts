import { boxAround, type Canvas, toCanvas } from './canvas';
import type { Point } from './wristBones';

/** How deep under the skin every pixel of a canvas lies, in pixels; it is known to `margin` millimetres outside. */
export type TissueLayer = { readonly canvas: Canvas; readonly depth: Float32Array; readonly margin: number };

/** A layer without tissue. */
export function emptyLayer(canvas: Canvas, margin: number): TissueLayer {
  return { canvas, depth: new Float32Array(canvas.values.length).fill(-1e3), margin };
}

/** A tube near the skin; further inside it thickens slowly. */
export function thicknessAt(inside: number, half: number, unit: number): number {
  const near = Math.min(inside, half);
  const tube = 1.9 * Math.sqrt(near * (2 * half - near));
  return inside > half ? tube + 11 * unit * (1 - Math.exp(-(inside - half) / (9 * unit))) : tube;
}

/** Joins a tapered capsule, smoothly over `blend` millimetres. */
export function addCapsule(
  { canvas, depth, margin }: TissueLayer,
  from: Point,
  to: Point,
  radiusFrom: number,
  radiusTo: number,
  blend: number,
): void {
  const a = toCanvas(canvas, from);
  const b = toCanvas(canvas, to);
  const { scale, columns } = canvas;
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const square = dx * dx + dy * dy || 1;
  const box = boxAround(canvas, [a, b], (Math.max(radiusFrom, radiusTo) + Math.max(blend, margin)) * scale);
  for (let row = box.top; row < box.bottom; row++) {
    for (let column = box.left; column < box.right; column++) {
      const share = Math.min(1, Math.max(0, ((column - a[0]) * dx + (row - a[1]) * dy) / square));
      const away = Math.hypot(column - a[0] - share * dx, row - a[1] - share * dy);
      join(depth, row * columns + column, (radiusFrom + share * (radiusTo - radiusFrom)) * scale - away, blend * scale);
    }
  }
}

/** Joins a polygon, rounded by `blend` millimetres where it meets others. */
export function addPolygon({ canvas, depth, margin }: TissueLayer, points: readonly Point[], blend: number): void {
  const corners = points.map((point) => toCanvas(canvas, point));
  const { scale, columns } = canvas;
  const box = boxAround(canvas, corners, Math.max(blend, margin) * scale);
  for (let row = box.top; row < box.bottom; row++) {
    for (let column = box.left; column < box.right; column++) {
      join(depth, row * columns + column, polygonDepth(corners, column, row), blend * scale);
    }
  }
}

/** Distance to the polygon's edge, positive inside. */
function polygonDepth(corners: readonly Point[], x: number, y: number): number {
  let nearest = Number.POSITIVE_INFINITY;
  let inside = false;
  let last = corners[corners.length - 1] ?? [0, 0];
  for (const corner of corners) {
    const ex = last[0] - corner[0];
    const ey = last[1] - corner[1];
    const wx = x - corner[0];
    const wy = y - corner[1];
    const share = Math.min(1, Math.max(0, (wx * ex + wy * ey) / (ex * ex + ey * ey)));
    nearest = Math.min(nearest, (wx - ex * share) ** 2 + (wy - ey * share) ** 2);
    if (corner[1] > y !== last[1] > y && x < (ex * wy) / ey + corner[0]) inside = !inside;
    last = corner;
  }
  return (inside ? 1 : -1) * Math.sqrt(nearest);
}

/** Smooth maximum of depths. */
function join(depth: Float32Array, index: number, added: number, blend: number): void {
  const old = depth[index] ?? 0;
  const overlap = Math.max(0, blend - Math.abs(old - added));
  depth[index] = Math.max(old, added) + (overlap * overlap) / (4 * blend);
}
