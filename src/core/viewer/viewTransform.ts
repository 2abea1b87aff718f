import { type Affine, invertAffine, movePoint } from '../image/affine';
import type { PixelPoint } from '../label/label';

/** How the picture is turned and mirrored on the screen: x = a column + b row, y = c column + d row, each of them -1, 0 or 1. */
export type Turn = readonly [a: number, b: number, c: number, d: number];

export const uprightTurn: Turn = [1, 0, 0, 1];
const turns = { right: [0, -1, 1, 0], left: [0, 1, -1, 0], horizontal: [-1, 0, 0, 1], vertical: [1, 0, 0, -1] } as const;

/** Turns by 90 degrees to the right or left, or mirrors, as seen on the screen. */
export function turned([a, b, c, d]: Turn, by: keyof typeof turns): Turn {
  const [p, q, r, s] = turns[by];
  // Adding 0 turns -0 into 0, which kept state would otherwise tell apart.
  return [p * a + q * c + 0, p * b + q * d + 0, r * a + s * c + 0, r * b + s * d + 0];
}

/** What part of a picture is shown, and how; independent of the canvas, so that it survives a change of size. */
export type View = {
  /** 1: the picture just fits. */
  readonly zoom: number;
  /** The place of the picture in the canvas' middle, as shares of its columns and rows. */
  readonly center: readonly [number, number];
  readonly turn: Turn;
};

export const fittedView: View = { zoom: 1, center: [0.5, 0.5], turn: uprightTurn };

/** What of a picture counts for placing it. */
export type PictureShape = {
  readonly rows: number;
  readonly columns: number;
  /** Width and height of a pixel, the smaller of them 1. */
  readonly pixel: readonly [width: number, height: number];
};

/** Width and height of a canvas in its own pixels. */
export type CanvasSize = readonly [width: number, height: number];

/** Canvas pixels a picture pixel (its smaller side) when it just fits. */
export function fitScale({ rows, columns, pixel }: PictureShape, turn: Turn, [width, height]: CanvasSize): number {
  const [across, down] = [columns * pixel[0], rows * pixel[1]];
  const lies = turn[0] === 0;
  return Math.min(width / (lies ? down : across), height / (lies ? across : down));
}

/** Canvas pixels a picture pixel (its smaller side). */
export const viewScale = (shape: PictureShape, view: View, canvas: CanvasSize): number => fitScale(shape, view.turn, canvas) * view.zoom;

/** From the picture's continuous pixel coordinates to the canvas' pixels. */
export function viewAffine(shape: PictureShape, view: View, canvas: CanvasSize): Affine {
  const scale = viewScale(shape, view, canvas);
  const [a, b, c, d] = view.turn;
  const [width, height] = shape.pixel;
  const linear: Affine = [scale * a * width, scale * b * height, 0, scale * c * width, scale * d * height, 0];
  const [x, y] = movePoint(linear, [view.center[0] * shape.columns, view.center[1] * shape.rows]);
  // Whole canvas pixels: one to one, no pixel is smeared over two.
  return [linear[0], linear[1], Math.round(canvas[0] / 2 - x), linear[3], linear[4], Math.round(canvas[1] / 2 - y)];
}

const clamp = (value: number, low: number, high: number): number => Math.min(Math.max(value, low), high);

function centered(shape: PictureShape, view: View, [column, row]: PixelPoint): View {
  return { ...view, center: [clamp(column / shape.columns, 0, 1), clamp(row / shape.rows, 0, 1)] };
}

/** Shifts the picture by canvas pixels; its middle never leaves the picture. */
export function panned(shape: PictureShape, view: View, canvas: CanvasSize, [x, y]: readonly [number, number]): View {
  const back = invertAffine(viewAffine(shape, view, canvas));
  return centered(shape, view, movePoint(back, [canvas[0] / 2 - x, canvas[1] / 2 - y]));
}

const smallestZoom = 0.1;
const largestScale = 100;

/** Zooms by a factor around a place of the canvas, which keeps showing the same place of the picture. */
export function zoomedAt(shape: PictureShape, view: View, canvas: CanvasSize, factor: number, [x, y]: readonly [number, number]): View {
  const most = Math.max(smallestZoom, largestScale / fitScale(shape, view.turn, canvas));
  const zoom = clamp(view.zoom * factor, smallestZoom, most);
  const [column, row] = movePoint(invertAffine(viewAffine(shape, view, canvas)), [x, y]);
  const next = { ...view, zoom };
  const [movedX, movedY] = movePoint(viewAffine(shape, next, canvas), [column, row]);
  return panned(shape, next, canvas, [x - movedX, y - movedY]);
}

/** One picture pixel on one canvas pixel. */
export const actualSize = (shape: PictureShape, view: View, canvas: CanvasSize): View => ({
  ...view,
  zoom: 1 / fitScale(shape, view.turn, canvas),
});

/** The pixel under a place of the canvas: column and row, whole numbers from 0; null beside the picture. */
export function pixelAt(shape: PictureShape, view: View, canvas: CanvasSize, place: readonly [number, number]): PixelPoint | null {
  const [column, row] = movePoint(invertAffine(viewAffine(shape, view, canvas)), place).map(Math.floor) as [number, number];
  return column >= 0 && row >= 0 && column < shape.columns && row < shape.rows ? [column, row] : null;
}
