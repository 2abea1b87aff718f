import type { Point } from './wristBones';

/** A raster of thickness in millimetres, row after row, with the way from the hand to it. */
export type Canvas = {
  readonly columns: number;
  readonly rows: number;
  readonly values: Float32Array;
  /** Pixels per millimetre of the hand. */
  readonly scale: number;
  /** Column and row of the hand's origin, and its rotation (cosine, sine), counter-clockwise on the film. */
  readonly origin: Point;
  readonly turn: readonly [cosine: number, sine: number];
};

/** Column and row of a point of the hand. */
export function toCanvas({ scale, origin, turn: [cosine, sine] }: Canvas, [x, y]: Point): Point {
  return [origin[0] + scale * (x * cosine - y * sine), origin[1] - scale * (x * sine + y * cosine)];
}

/** Columns and rows that hold these points (as columns and rows) with a border, cut to the canvas; ends are exclusive. */
export function boxAround(canvas: Canvas, points: readonly Point[], border: number) {
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  return {
    left: Math.max(0, Math.floor(Math.min(...xs) - border)),
    top: Math.max(0, Math.floor(Math.min(...ys) - border)),
    right: Math.min(canvas.columns, Math.ceil(Math.max(...xs) + border) + 1),
    bottom: Math.min(canvas.rows, Math.ceil(Math.max(...ys) + border) + 1),
  };
}
