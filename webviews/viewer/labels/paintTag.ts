import type { LineMark } from '../../../src/core/label/cornersOfMark';
import { shapeOf } from '../../../src/core/label/hitMark';
import type { ToCanvas } from './drawMark';

/** Screen pixels. */
const fontSize = 12;
const lineHeight = 15;
const offset = 8;

/** Writes lines beside a mark, within the canvas: below what encloses something, at an angle's vertex, between Cobb's lines, else right of the end farthest right. */
export function paintTag(
  context: CanvasRenderingContext2D,
  mark: LineMark,
  toCanvas: ToCanvas,
  lines: readonly string[],
  [width, height]: readonly [number, number],
): void {
  if (lines.length === 0) return;
  const ratio = devicePixelRatio;
  context.font = `${fontSize * ratio}px sans-serif`;
  context.textBaseline = 'top';
  const [x, y] = anchorOf(mark, toCanvas);
  const wide = Math.max(...lines.map((line) => context.measureText(line).width));
  const left = Math.max(2 * ratio, Math.min(x, width - wide - 4 * ratio));
  const top = Math.max(2 * ratio, Math.min(y, height - lines.length * lineHeight * ratio));
  context.lineJoin = 'round';
  context.strokeStyle = 'rgba(0, 0, 0, 0.85)';
  context.lineWidth = 3 * ratio;
  context.fillStyle = 'white';
  for (const [index, line] of lines.entries()) {
    context.strokeText(line, left, top + index * lineHeight * ratio);
    context.fillText(line, left, top + index * lineHeight * ratio);
  }
}

function anchorOf(mark: LineMark, toCanvas: ToCanvas): readonly [number, number] {
  const places = shapeOf(mark).corners.map(toCanvas);
  const [xs, ys] = [places.map(([x]) => x), places.map(([, y]) => y)];
  const gap = offset * devicePixelRatio;
  if (mark.kind === 'box' || mark.kind === 'outline') return [Math.min(...xs), Math.max(...ys) + gap];
  if (mark.kind === 'angle') return [(xs[1] ?? 0) + gap, (ys[1] ?? 0) + gap];
  const middle = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  if (mark.kind === 'cobb') return [middle(xs) + gap, middle(ys) - lineHeight * 0.5 * devicePixelRatio];
  const right = xs.indexOf(Math.max(...xs));
  return [(xs[right] ?? 0) + gap, (ys[right] ?? 0) - lineHeight * 0.5 * devicePixelRatio];
}
