import type { Affine } from '../../../src/core/image/affine';
import { type LineMark, nextCorner } from '../../../src/core/label/cornersOfMark';
import { shapeOf } from '../../../src/core/label/hitMark';
import type { PixelPoint } from '../../../src/core/label/label';

/** From continuous pixels of the picture to the canvas' pixels. */
export type ToCanvas = (point: PixelPoint) => readonly [x: number, y: number];

/** How a mark is drawn. */
export type MarkStyle = { readonly colour: string; readonly isSelected: boolean; readonly isProposal: boolean };

/** A dark rim keeps every colour readable on white. */
const rim = 'rgba(0, 0, 0, 0.6)';
/** Screen pixels. */
const pointArm = 7;
const pointGap = 2;
const arcRadius = 18;

/** Outlines with more corners leave out those that would fall on the canvas pixel of the one before. */
const many = 20;

type Pen = Pick<CanvasPath, 'moveTo' | 'lineTo' | 'closePath'>;

/** Adds the lines of a mark to a path, in the canvas' pixels. */
export function traceMark(pen: Pen, mark: LineMark, [a, b, c, d, e, f]: Affine): void {
  const { corners } = shapeOf(mark);
  let isDown = false;
  let [lastX, lastY] = [Number.NaN, Number.NaN];
  for (let index = 0; index < corners.length; index++) {
    const [column = 0, row = 0] = corners[index] ?? [];
    const [x, y] = [a * column + b * row + c, d * column + e * row + f];
    const next = nextCorner(mark, index, corners.length);
    if (corners.length <= many || !(Math.abs(x - lastX) + Math.abs(y - lastY) < 1)) {
      if (isDown) pen.lineTo(x, y);
      else pen.moveTo(x, y);
      [lastX, lastY] = [x, y];
    }
    isDown = next > index;
    if (next === 0 && index > 0) pen.closePath();
    if (mark.kind === 'point') tracePoint(pen, x, y);
  }
}

function tracePoint(context: Pen, x: number, y: number): void {
  const [arm, gap] = [pointArm * devicePixelRatio, pointGap * devicePixelRatio];
  for (const [across, down] of [
    [1, 0],
    [-1, 0],
    [0, 1],
    [0, -1],
  ] as const) {
    context.moveTo(x + across * gap, y + down * gap);
    context.lineTo(x + across * arm, y + down * arm);
  }
}

/** Where the thin lines of a crowd lie, in canvas pixels: together they are as wide as one. */
const rimOffsets = [
  [1.2, 0.6],
  [-0.6, 1.2],
  [-1.2, -0.6],
  [0.6, -1.2],
] as const;
const lineOffsets = [
  [0.4, 0.4],
  [-0.4, 0.4],
  [-0.4, -0.4],
  [0.4, -0.4],
] as const;

/**
 * Strokes many paths that look alike: lines of one canvas pixel beside each other, which Chromium draws several times as fast as wide ones where no graphics card
 * helps; `isMoving` draws one line only.
 */
export function strokeCrowd(
  context: CanvasRenderingContext2D,
  paths: readonly Path2D[],
  { colour, isProposal }: MarkStyle,
  isMoving: boolean,
): void {
  context.lineWidth = 1;
  context.setLineDash(isProposal ? [6 * devicePixelRatio, 4 * devicePixelRatio] : []);
  const pass = (style: string, offsets: readonly (readonly [number, number])[]): void => {
    context.strokeStyle = style;
    for (const [x, y] of offsets) {
      context.setTransform(1, 0, 0, 1, x, y);
      for (const path of paths) context.stroke(path);
    }
  };
  if (!isMoving) pass(rim, rimOffsets);
  pass(colour, isMoving ? [[0, 0]] : lineOffsets);
  context.resetTransform();
  context.setLineDash([]);
}

/** Strokes the context's path so that it can be read on black and on white. */
export function strokeMarks(context: CanvasRenderingContext2D, { colour, isSelected, isProposal }: MarkStyle): void {
  context.lineJoin = 'round';
  context.setLineDash(isProposal ? [6 * devicePixelRatio, 4 * devicePixelRatio] : []);
  context.strokeStyle = rim;
  context.lineWidth = (isSelected ? 5 : 4) * devicePixelRatio;
  context.stroke();
  context.strokeStyle = colour;
  context.lineWidth = (isSelected ? 3 : 2) * devicePixelRatio;
  context.stroke();
  context.setLineDash([]);
}

/** Draws one mark with all that belongs to it but its handles. */
export function paintMark(context: CanvasRenderingContext2D, mark: LineMark, toCanvas: ToCanvas, style: MarkStyle): void {
  context.beginPath();
  traceMark(context, mark, affineOf(toCanvas));
  strokeMarks(context, style);
  paintExtras(context, mark, toCanvas, style);
}

/** The arc of an angle and the line between Cobb's two. */
export function paintExtras(context: CanvasRenderingContext2D, mark: LineMark, toCanvas: ToCanvas, { colour }: MarkStyle): void {
  if (mark.kind !== 'angle' && mark.kind !== 'cobb') return;
  const [a, b, c, d] = mark.points.map(toCanvas);
  context.beginPath();
  if (mark.kind === 'angle' && a !== undefined && b !== undefined && c !== undefined) traceArc(context, a, b, c);
  if (mark.kind === 'cobb' && a !== undefined && b !== undefined && c !== undefined && d !== undefined) {
    context.moveTo((a[0] + b[0]) / 2, (a[1] + b[1]) / 2);
    context.lineTo((c[0] + d[0]) / 2, (c[1] + d[1]) / 2);
    context.setLineDash([2 * devicePixelRatio, 4 * devicePixelRatio]);
  }
  context.strokeStyle = colour;
  context.lineWidth = 1.5 * devicePixelRatio;
  context.stroke();
  context.setLineDash([]);
}

function traceArc(context: CanvasRenderingContext2D, end: PixelPoint, vertex: PixelPoint, other: PixelPoint): void {
  const [from, to] = [end, other].map(([x, y]) => Math.atan2(y - vertex[1], x - vertex[0])) as [number, number];
  const turn = Math.atan2(Math.sin(to - from), Math.cos(to - from));
  const arm = Math.min(...[end, other].map(([x, y]) => Math.hypot(x - vertex[0], y - vertex[1])));
  const radius = Math.min(arcRadius * devicePixelRatio, arm / 2);
  context.moveTo(vertex[0] + radius * Math.cos(from), vertex[1] + radius * Math.sin(from));
  context.arc(vertex[0], vertex[1], radius, from, to, turn < 0);
}

/** The affine that three points tell. */
export function affineOf(toCanvas: ToCanvas): Affine {
  const [[c, f], [ac, df], [bc, ef]] = [toCanvas([0, 0]), toCanvas([1, 0]), toCanvas([0, 1])];
  return [ac - c, bc - c, c, df - f, ef - f, f];
}

/** Corners closer than this on the screen are shown as dots, and closer than that not at all, so that they don't cover the line. */
const roomy = 14;
const crowded = 5;

/** Draws what a selected mark can be dragged by; the selected corner is filled with the mark's colour. */
export function paintHandles(
  context: CanvasRenderingContext2D,
  mark: LineMark,
  toCanvas: ToCanvas,
  corner: number | null,
  colour: string,
): void {
  const places = shapeOf(mark).corners.map(toCanvas);
  const first = places[0] ?? [0, 0];
  const around = places.reduce((sum, [x, y], index) => {
    const [nextX, nextY] = places[index + 1] ?? first;
    return sum + Math.hypot(nextX - x, nextY - y);
  }, 0);
  const gap = places.length > 8 ? around / places.length / devicePixelRatio : roomy;
  const isDense = gap < roomy;
  if (mark.kind === 'point') return;
  for (const [index, [x, y]] of places.entries()) {
    if (gap < crowded && index !== corner) continue;
    const half = (index === corner ? 5 : isDense ? 2 : 3.5) * devicePixelRatio;
    context.fillStyle = index === corner ? colour : 'white';
    context.strokeStyle = 'black';
    context.lineWidth = devicePixelRatio;
    context.fillRect(x - half, y - half, 2 * half, 2 * half);
    context.strokeRect(x - half, y - half, 2 * half, 2 * half);
  }
}
