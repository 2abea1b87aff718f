import type { Canvas } from './canvas';
import { drawModel } from './drawModel';
import type { Maturity } from './maturity';
import type { PlacedBone } from './placeHand';
import { shaftModel } from './shaftModel';
import type { Texture } from './texture';

/** Adds a long bone's millimetres of solid bone to the canvas. */
export function drawShaft(canvas: Canvas, placed: PlacedBone, maturity: Maturity, cortexFactor: number, texture: Texture): void {
  drawModel(canvas, placed, shaftModel(placed, maturity, cortexFactor), texture);
}
