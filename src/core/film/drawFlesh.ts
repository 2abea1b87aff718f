import { boxAround, type Canvas, toCanvas } from './canvas';
import type { PlacedBone, PlacedHand } from './placeHand';
import type { Point } from './wristBones';

/** Fills the canvas with the soft tissue's thickness in millimetres; `flesh` near 1 makes a hand lean or plump. */
export function drawFlesh(canvas: Canvas, hand: PlacedHand, flesh: number): void {
  const unit = hand.breadth * (0.8 + 0.2 * flesh);
  const depth = new Float32Array(canvas.values.length).fill(-1e3);
  const layer: Layer = { canvas, depth };
  for (const points of [palmOutline(hand, unit), forearmOutline(hand, unit)]) addPolygon(layer, points, 5 * unit);
  for (const [ray, bones] of hand.rays.entries()) addFinger(layer, bones, ray, unit);
  const half = 8.6 * unit;
  const { values, scale } = canvas;
  for (let index = 0; index < values.length; index++) {
    const inside = (depth[index] ?? 0) / scale;
    if (inside > 0) values[index] = thicknessAt(inside, half, unit);
  }
}

type Layer = { readonly canvas: Canvas; readonly depth: Float32Array };

/** A tube near the skin; further inside the palm it thickens slowly. */
function thicknessAt(inside: number, half: number, unit: number): number {
  const near = Math.min(inside, half);
  const tube = 1.9 * Math.sqrt(near * (2 * half - near));
  return inside > half ? tube + 11 * unit * (1 - Math.exp(-(inside - half) / (9 * unit))) : tube;
}

const on = (bone: PlacedBone | undefined, share: number, aside = 0): Point => {
  if (bone === undefined) return [0, 0];
  const [sine, cosine] = [Math.sin(bone.angle), Math.cos(bone.angle)];
  return [bone.start[0] + sine * bone.length * share + cosine * aside, bone.start[1] + cosine * bone.length * share - sine * aside];
};

const between = (a: Point, b: Point): Point => [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];

/** The hand's body up to the webs between the fingers. */
function palmOutline({ rays, length, breadth }: PlacedHand, unit: number): readonly Point[] {
  const [thumb = [], index = [], middle = [], ring = [], little = []] = rays;
  const web = (a: readonly PlacedBone[], b: readonly PlacedBone[]): Point => between(on(a[1], 0.34), on(b[1], 0.34));
  return [
    [-19 * breadth, -50 * length],
    [-27.5 * breadth, -6 * length],
    on(little[0], 0.45, -13 * unit),
    on(little[0], 0.98, -11.5 * unit),
    on(little[1], 0.3, -9 * unit),
    web(ring, little),
    web(middle, ring),
    web(index, middle),
    on(index[1], 0.3, 9.5 * unit),
    on(index[0], 0.95, 12.5 * unit),
    on(index[0], 0.62, 15 * unit),
    on(thumb[0], 0.86, -8 * unit),
    on(thumb[0], 0.9, 9 * unit),
    on(thumb[0], 0.3, 12 * unit),
    [28.5 * breadth, -8 * length],
    [18 * breadth, -50 * length],
  ];
}

function forearmOutline({ length, breadth }: PlacedHand, unit: number): readonly Point[] {
  return [
    [-27 * breadth, 4 * length],
    [26 * breadth, 4 * length],
    [26 * breadth, -60 * length],
    [34 * breadth + 3 * unit, -190 * length],
    [-33 * breadth - 3 * unit, -190 * length],
    [-26.5 * breadth, -60 * length],
  ];
}

/** Radii in adult millimetres at the knuckle, at the joints and at the tip; thumb first. */
const radii: readonly (readonly number[])[] = [
  [12.5, 12, 10.6, 8.4],
  [10.8, 10.2, 9, 7.2],
  [11, 10.6, 9.3, 7.5],
  [10.4, 9.8, 8.8, 7.2],
  [9.4, 8.7, 7.8, 6.3],
];

function addFinger(layer: Layer, bones: readonly PlacedBone[], ray: number, unit: number): void {
  const first = ray === 0 ? 0 : 1;
  const sizes = radii[ray] ?? [];
  for (const [place, bone] of bones.entries()) {
    if (place < first) continue;
    const part = place - first;
    const end = place === bones.length - 1 ? 0.86 : 1;
    addCapsule(layer, on(bone, part === 0 ? 0.05 : 0), on(bone, end), (sizes[part] ?? 8) * unit, (sizes[part + 1] ?? 7) * unit, 4 * unit);
  }
}

/** Joins a tapered capsule, smoothly over `blend` millimetres. */
function addCapsule({ canvas, depth }: Layer, from: Point, to: Point, radiusFrom: number, radiusTo: number, blend: number): void {
  const a = toCanvas(canvas, from);
  const b = toCanvas(canvas, to);
  const { scale, columns } = canvas;
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const square = dx * dx + dy * dy || 1;
  const box = boxAround(canvas, [a, b], (Math.max(radiusFrom, radiusTo) + blend) * scale);
  for (let row = box.top; row < box.bottom; row++) {
    for (let column = box.left; column < box.right; column++) {
      const share = Math.min(1, Math.max(0, ((column - a[0]) * dx + (row - a[1]) * dy) / square));
      const away = Math.hypot(column - a[0] - share * dx, row - a[1] - share * dy);
      join(depth, row * columns + column, (radiusFrom + share * (radiusTo - radiusFrom)) * scale - away, blend * scale);
    }
  }
}

/** Joins a polygon, rounded by `blend` millimetres where it meets others. */
function addPolygon({ canvas, depth }: Layer, points: readonly Point[], blend: number): void {
  const corners = points.map((point) => toCanvas(canvas, point));
  const { scale, columns } = canvas;
  const box = boxAround(canvas, corners, blend * scale);
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
