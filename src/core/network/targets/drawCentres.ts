import type { Affine } from '../../image/affine';
import { type Box, boxArea, cutBox, moveBox } from '../../label/box';
import { centrePointStride } from '../architectures/centrePoint';
import type { Shape } from '../layer';
import { boxChannels } from '../outputShape';

/** A box of which less than this share is left within what the network sees is no example of one. */
const leastVisible = 0.25;

/** Corners that lie within the radius of a box's corners make a box that overlaps it by at least so much. */
const nearOverlap = 0.7;

/**
 * The target of a centre-point detector (Zhou et al. 2019) for boxes in image pixels, moved by `map` to the network's: channels, rows and columns
 * of `shape`, row-major. Heat map: exactly 1 where a centre lies and a Gaussian around it, the largest where several meet. Only where a centre
 * lies: rows and columns of the box in places of the grid, and rows and columns from the place's upper left corner to the centre, 0 to 1. Where two
 * boxes have their centres in one place, the smaller one counts.
 */
export function drawCentres(boxes: readonly Box[], map: Affine, [, rows = 0, columns = 0]: Shape): Float32Array {
  const target = new Float32Array(boxChannels * rows * columns);
  const view = { rows: rows * centrePointStride, columns: columns * centrePointStride };
  const seen = boxes.flatMap((box) => {
    const moved = moveBox(map, box);
    const visible = cutBox(moved, view);
    const area = boxArea(visible);
    return area > 0 && area >= leastVisible * boxArea(moved) ? [visible] : [];
  });
  // The smaller ones later, over the larger.
  for (const box of seen.toSorted((a, b) => boxArea(b) - boxArea(a))) drawBox(target, box, rows, columns);
  return target;
}

function drawBox(target: Float32Array, { from, to }: Box, rows: number, columns: number): void {
  const [width, height] = [(to[0] - from[0]) / centrePointStride, (to[1] - from[1]) / centrePointStride];
  const [x, y] = [(from[0] + to[0]) / 2 / centrePointStride, (from[1] + to[1]) / 2 / centrePointStride];
  const [column, row] = [Math.min(columns - 1, Math.floor(x)), Math.min(rows - 1, Math.floor(y))];
  drawPeak(target, row, column, rows, columns, centreRadius(height, width));
  const places = rows * columns;
  for (const [index, value] of [height, width, y - row, x - column].entries())
    target[(index + 1) * places + row * columns + column] = value;
}

function drawPeak(heat: Float32Array, row: number, column: number, rows: number, columns: number, radius: number): void {
  const deviation = (2 * radius + 1) / 6;
  for (let r = Math.max(0, row - radius); r <= Math.min(rows - 1, row + radius); r++) {
    for (let c = Math.max(0, column - radius); c <= Math.min(columns - 1, column + radius); c++) {
      const value = Math.exp(-((r - row) ** 2 + (c - column) ** 2) / (2 * deviation ** 2));
      const at = r * columns + c;
      heat[at] = Math.max(heat[at] ?? 0, value);
    }
  }
}

/**
 * How far (whole places, 0 or more) both corners of a box of these sides may move so that it still overlaps the first one by 0.7: the smallest of
 * moving both alike, both inwards and both outwards (Law and Deng 2018).
 */
export function centreRadius(height: number, width: number): number {
  const [sum, area, o] = [height + width, height * width, nearOverlap];
  const alike = (sum - Math.sqrt(sum ** 2 - (4 * area * (1 - o)) / (1 + o))) / 2;
  const inwards = (sum - Math.sqrt(sum ** 2 - 4 * area * (1 - o))) / 4;
  const outwards = (-o * sum + Math.sqrt((o * sum) ** 2 + 4 * o * area * (1 - o))) / (4 * o);
  return Math.max(0, Math.floor(Math.min(alike, inwards, outwards)));
}
