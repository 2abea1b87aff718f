import type { Affine } from '../../image/affine';
import type { Size } from '../../image/resize';
import { boxArea, cutBox, moveBox, type ScoredBox } from '../../label/box';
import { centrePointStride } from '../architectures/centrePoint';
import type { Shape } from '../layer';

/** What is taken from the maps; COCO's measures look at 100 boxes an image. */
const most = 100;
const leastScore = 0.01;

/**
 * The boxes in a centre-point detector's maps (heat map after the sigmoid, `shape` as drawCentres says), the surest first: every place that is no less
 * hot than the eight around it (of a plateau the first place), moved by `map` from the network's pixels to the image's and cut to its size.
 */
export function decodeBoxes(output: Float32Array, [, rows = 0, columns = 0]: Shape, map: Affine, size: Size): readonly ScoredBox[] {
  const places = rows * columns;
  const peaks: number[] = [];
  for (let at = 0; at < places; at++) if ((output[at] ?? 0) >= leastScore && isPeak(output, at, rows, columns)) peaks.push(at);
  const scoreAt = (at: number): number => output[at] ?? 0;
  return peaks
    .sort((a, b) => scoreAt(b) - scoreAt(a) || a - b)
    .slice(0, most)
    .map((at) => {
      const [height = 0, width = 0, down = 0, right = 0] = [1, 2, 3, 4].map((channel) => output[channel * places + at]);
      const [x, y] = [(at % columns) + right, Math.floor(at / columns) + down];
      const ends = [-0.5, 0.5].map((side) => [(x + side * width) * centrePointStride, (y + side * height) * centrePointStride] as const);
      const [from = [0, 0], to = [0, 0]] = ends;
      return { ...cutBox(moveBox(map, { from, to }), size), score: scoreAt(at), isBox: width > 0 && height > 0 };
    })
    .flatMap(({ isBox, ...box }) => (isBox && boxArea(box) > 0 ? [box] : []));
}

function isPeak(heat: Float32Array, at: number, rows: number, columns: number): boolean {
  const [row, column, value] = [Math.floor(at / columns), at % columns, heat[at] ?? 0];
  for (let r = Math.max(0, row - 1); r <= Math.min(rows - 1, row + 1); r++) {
    for (let c = Math.max(0, column - 1); c <= Math.min(columns - 1, column + 1); c++) {
      const other = r * columns + c;
      const there = heat[other] ?? 0;
      if (there > value || (there === value && other < at)) return false;
    }
  }
  return true;
}
