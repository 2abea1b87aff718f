import { boxAround, type Canvas, toCanvas } from './canvas';
import { type BonePlace, pointOn } from './drawModel';
import type { BoneModel } from './shaftModel';
import type { Point } from './wristBones';

/** Metal in a bone: from and to are shares of its length; `seen` says whether a plate faces the beam or stands on edge. */
export type Metal =
  | {
      readonly kind: 'plate';
      readonly from: number;
      readonly to: number;
      readonly side: -1 | 1;
      readonly seen: 'face' | 'edge';
      readonly screws: number;
    }
  | { readonly kind: 'nail'; readonly from: number; readonly to: number }
  | { readonly kind: 'wires'; readonly at: number; readonly lean: number };

/** Metal stops as much as so many times its thickness of bone. */
const metalDensity = 4.2;

/** Adds a plate with its screws, a nail or two wires to the canvas. */
export function drawMetal(canvas: Canvas, place: BonePlace, bone: BoneModel, metal: Metal): void {
  const rod = rodIn(canvas, place);
  if (metal.kind === 'plate') drawPlate(rod, bone, metal);
  else if (metal.kind === 'nail') drawNail(rod, bone, metal.from, metal.to);
  else drawWires(rod, bone, metal.at, metal.lean);
}

type Rod = (from: Point, to: Point, radius: number, thickness: number) => void;

function rodIn(canvas: Canvas, place: BonePlace): Rod {
  const at = ([along, across]: Point): Point => pointOn(place, along, across);
  return (from, to, radius, thickness) => addRod(canvas, at(from), at(to), radius, thickness * metalDensity);
}

function drawPlate(rod: Rod, bone: BoneModel, plate: Extract<Metal, { readonly kind: 'plate' }>): void {
  const [from, to] = [plate.from * bone.length, plate.to * bone.length];
  const width = Math.max(2, 0.16 * bone.reach);
  const wall = wallAt(bone, (from + to) / 2, plate.side);
  const across = plate.seen === 'edge' ? wall + plate.side * 1.2 : 0;
  if (plate.seen === 'edge') rod([from, across], [to, across], 1.4, 5);
  else rod([from, 0], [to, 0], width, 1.7);
  for (let screw = 0; screw < plate.screws; screw++) {
    const along = from + ((screw + 0.5) / plate.screws) * (to - from);
    if (plate.seen === 'face') rod([along, 0], [along, 0], width * 0.7, 3.5);
    else rod([along, across + plate.side], [along, wallAt(bone, along, -plate.side)], 1.1, 2.4);
  }
}

function drawNail(rod: Rod, bone: BoneModel, from: number, to: number): void {
  const radius = Math.max(1.2, 0.13 * bone.reach);
  rod([from * bone.length, 0], [to * bone.length, 0], radius, 2 * radius);
  const along = (to - 0.025) * bone.length;
  rod([along, wallAt(bone, along, -1)], [along, wallAt(bone, along, 1)], 1.3, 2.6);
}

/** Two wires that cross in the break and end outside the bone. */
function drawWires(rod: Rod, bone: BoneModel, at: number, lean: number): void {
  const middle = at * bone.length;
  for (const side of [-1, 1]) {
    const tip = middle + 1.5 * bone.reach;
    const wall = wallAt(bone, Math.min(tip, 0.97 * bone.length), side);
    rod([tip, wall + side * 4], [middle - 1.3 * bone.reach, -side * (0.12 + 0.1 * lean) * bone.reach], 0.75, 1.5);
  }
}

/** Where the bone ends on one side. */
function wallAt(bone: BoneModel, along: number, side: number): number {
  for (let across = bone.reach; across > 0; across -= 0.25) if (bone.boneAt(along, side * across, 1) > 0) return side * across;
  return 0;
}

/** A line of metal with round ends; `thickness` along the beam in its middle. */
function addRod(canvas: Canvas, from: Point, to: Point, radius: number, thickness: number): void {
  const [a, b] = [toCanvas(canvas, from), toCanvas(canvas, to)];
  const { columns, values, scale } = canvas;
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const square = dx * dx + dy * dy || 1;
  const box = boxAround(canvas, [a, b], radius * scale + 1);
  for (let row = box.top; row < box.bottom; row++) {
    for (let column = box.left; column < box.right; column++) {
      const share = Math.min(1, Math.max(0, ((column - a[0]) * dx + (row - a[1]) * dy) / square));
      const inside = radius - Math.hypot(column - a[0] - share * dx, row - a[1] - share * dy) / scale;
      if (inside <= 0) continue;
      const index = row * columns + column;
      values[index] = (values[index] ?? 0) + thickness * Math.sqrt(Math.min(1, inside / (0.6 * radius)));
    }
  }
}
