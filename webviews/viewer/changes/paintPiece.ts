import type { MaskRuns } from '../../../src/core/label/maskRuns';
import type { ToCanvas } from '../labels/drawMark';

/** How pixels are painted: hatched where colour alone must not tell what they are. */
export type PieceStyle = { readonly colour: string; readonly isHatched: boolean; readonly isSelected: boolean };

/** Screen pixels from line to line of a hatching. */
const hatchStep = 7;

/** Paints the pixels of runs, through which the picture stays visible. */
export function paintPiece(context: CanvasRenderingContext2D, { firstRow, rows }: MaskRuns, toCanvas: ToCanvas, style: PieceStyle): void {
  const pixels = new Path2D();
  for (const [index, row] of rows.entries())
    for (let at = 0; at + 1 < row.length; at += 2) pixels.rect(row[at] ?? 0, firstRow + index, row[at + 1] ?? 0, 1);
  const path = new Path2D();
  path.addPath(pixels, matrixOf(toCanvas));
  const alpha = context.globalAlpha;
  context.globalAlpha = alpha * (style.isSelected ? 0.75 : 0.5);
  context.fillStyle = style.isHatched ? (hatching(context, style.colour) ?? style.colour) : style.colour;
  context.fill(path);
  context.globalAlpha = alpha;
}

function matrixOf(toCanvas: ToCanvas): DOMMatrix {
  const [origin, right, down] = [toCanvas([0, 0]), toCanvas([1, 0]), toCanvas([0, 1])];
  return new DOMMatrix([right[0] - origin[0], right[1] - origin[1], down[0] - origin[0], down[1] - origin[1], origin[0], origin[1]]);
}

/** Diagonal lines of the screen, however the picture is turned. */
function hatching(context: CanvasRenderingContext2D, colour: string): CanvasPattern | null {
  const size = Math.round(hatchStep * devicePixelRatio);
  const tile = new OffscreenCanvas(size, size);
  const drawing = tile.getContext('2d');
  if (drawing === null) return null;
  drawing.strokeStyle = colour;
  drawing.lineWidth = 3 * devicePixelRatio;
  for (const shift of [-size, 0, size]) {
    drawing.moveTo(shift, size);
    drawing.lineTo(shift + size, 0);
  }
  drawing.stroke();
  return context.createPattern(tile, 'repeat');
}
