import type { Canvas } from './canvas';
import type { PlacedBone, PlacedHand } from './placeHand';
import { addCapsule, addPolygon, emptyLayer, type TissueLayer, thicknessAt } from './tissueDepth';
import type { Point } from './wristBones';

/** Fills the canvas with the soft tissue's thickness in millimetres; `flesh` near 1 makes a hand lean or plump. */
export function drawFlesh(canvas: Canvas, hand: PlacedHand, flesh: number): void {
  const unit = hand.breadth * (0.8 + 0.2 * flesh);
  fillFlesh(canvas, handDepth(canvas, hand, unit, 0), 8.6 * unit, unit);
}

/** How deep under the skin of a hand each of the canvas' pixels lies, in pixels, and at least `margin` millimetres outside; `unit` makes it lean or plump. */
export function handDepth(canvas: Canvas, hand: PlacedHand, unit: number, margin: number): Float32Array {
  const layer = emptyLayer(canvas, margin);
  for (const points of [palmOutline(hand, unit), forearmOutline(hand, unit)]) addPolygon(layer, points, 5 * unit);
  for (const [ray, bones] of hand.rays.entries()) addFinger(layer, bones, ray, unit);
  return layer.depth;
}

/** Fills the canvas with the tissue under a skin: `half` is the radius of a thick finger, in millimetres. */
export function fillFlesh({ values, scale }: Canvas, depth: Float32Array, half: number, unit: number): void {
  for (let index = 0; index < values.length; index++) {
    const inside = (depth[index] ?? 0) / scale;
    if (inside > 0) values[index] = thicknessAt(inside, half, unit);
  }
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

function addFinger(layer: TissueLayer, bones: readonly PlacedBone[], ray: number, unit: number): void {
  const first = ray === 0 ? 0 : 1;
  const sizes = radii[ray] ?? [];
  for (const [place, bone] of bones.entries()) {
    if (place < first) continue;
    const part = place - first;
    const end = place === bones.length - 1 ? 0.86 : 1;
    addCapsule(layer, on(bone, part === 0 ? 0.05 : 0), on(bone, end), (sizes[part] ?? 8) * unit, (sizes[part + 1] ?? 7) * unit, 4 * unit);
  }
}
