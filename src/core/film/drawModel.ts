import { boxAround, type Canvas, toCanvas } from './canvas';
import type { PlacedBone } from './placeHand';
import type { BoneModel } from './shaftModel';
import type { Texture } from './texture';
import type { Point } from './wristBones';

/** Where a bone lies: its proximal end and its direction. */
export type BonePlace = Pick<PlacedBone, 'start' | 'angle'>;

/** Adds a bone's millimetres of solid bone to the canvas. */
export function drawModel(canvas: Canvas, place: BonePlace, { length: whole, reach, boneAt }: BoneModel, texture: Texture): void {
  const start = toCanvas(canvas, place.start);
  const end = toCanvas(canvas, pointOn(place, whole, 0));
  const { scale, columns, values } = canvas;
  const length = Math.hypot(end[0] - start[0], end[1] - start[1]) || 1;
  const along = [(end[0] - start[0]) / length / scale, (end[1] - start[1]) / length / scale] as const;
  const box = boxAround(canvas, [start, end], reach * scale);
  for (let row = box.top; row < box.bottom; row++) {
    for (let column = box.left; column < box.right; column++) {
      const dx = column - start[0];
      const dy = row - start[1];
      const across = along[0] * dy - along[1] * dx;
      if (Math.abs(across) > reach) continue;
      const most = boneAt(along[0] * dx + along[1] * dy, across, texture.at(row, column));
      if (most > 0) values[row * columns + column] = (values[row * columns + column] ?? 0) + most;
    }
  }
}

/** The point of the limb that lies `along` a bone's axis and `across` to the right of it, millimetres. */
export function pointOn({ start, angle }: BonePlace, along: number, across: number): Point {
  const [sine, cosine] = [Math.sin(angle), Math.cos(angle)];
  return [start[0] + sine * along + cosine * across, start[1] + cosine * along - sine * across];
}
