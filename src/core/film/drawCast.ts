import type { Canvas } from './canvas';
import type { Texture } from './texture';
import { thicknessAt } from './tissueDepth';

/** A cast round a limb: between two heights in its millimetres, so thick, and so dense against soft tissue. */
export type Cast = { readonly top: number; readonly bottom: number; readonly wall: number; readonly density: number };

/** Adds a cast to the soft tissue's millimetres; `depth` is how deep under the skin every pixel lies. */
export function drawCast(canvas: Canvas, depth: Float32Array, cast: Cast, half: number, unit: number, texture: Texture): void {
  const { columns, rows, values, scale, origin, turn } = canvas;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const index = row * columns + column;
      const outside = (depth[index] ?? 0) / scale + cast.wall;
      if (outside <= 0) continue;
      const height = ((origin[1] - row) * turn[0] - (column - origin[0]) * turn[1]) / scale;
      const cover = Math.min((cast.top - height) / 2, (height - cast.bottom) / 2, 1);
      if (cover <= 0) continue;
      const inner = outside > cast.wall ? thicknessAt(outside - cast.wall, half, unit) : 0;
      const shell = Math.max(2 * cast.wall * Math.min(1, outside / cast.wall), thicknessAt(outside, half + cast.wall, unit) - inner);
      const weave = 0.55 + 0.45 * texture.at(row >> 1, column >> 1) + 0.06 * Math.sin(0.55 * height);
      values[index] = (values[index] ?? 0) + cover * cast.density * shell * weave;
    }
  }
}
