import type { Mark, PixelPoint } from '../../../src/core/label/label';

/** From continuous pixels of the picture to the canvas' pixels. */
export type ToCanvas = (point: PixelPoint) => readonly [x: number, y: number];

/** How a mark is drawn. */
export type MarkStyle = { readonly colour: string; readonly isSelected: boolean; readonly isProposal: boolean };

/** Draws the outline of one mark on a canvas of device pixels. */
export function drawMark(context: CanvasRenderingContext2D, mark: Mark, toCanvas: ToCanvas, style: MarkStyle): void {
  const path = pathOf(mark, toCanvas);
  if (path === null) return;
  context.setLineDash(style.isProposal ? [6 * devicePixelRatio, 4 * devicePixelRatio] : []);
  // A dark rim keeps every colour readable on white.
  context.strokeStyle = 'rgba(0, 0, 0, 0.6)';
  context.lineWidth = (style.isSelected ? 5 : 4) * devicePixelRatio;
  context.stroke(path);
  context.strokeStyle = style.colour;
  context.lineWidth = (style.isSelected ? 3 : 2) * devicePixelRatio;
  context.stroke(path);
  context.setLineDash([]);
}

function pathOf(mark: Mark, toCanvas: ToCanvas): Path2D | null {
  if (mark.kind === 'box') {
    const [low, high] = [mark.from, mark.to];
    return polygon([low, [high[0], low[1]], high, [low[0], high[1]]].map((point) => toCanvas(point as PixelPoint)));
  }
  return null;
}

function polygon(points: readonly (readonly [number, number])[]): Path2D {
  const path = new Path2D();
  for (const [x, y] of points) path.lineTo(x, y);
  path.closePath();
  return path;
}
