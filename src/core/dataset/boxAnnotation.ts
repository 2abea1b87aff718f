import type { Box } from '../label/box';
import type { PixelPoint } from '../label/label';

/** True where two lists hold the same boxes, whatever their order, within `tolerance` pixels a side. */
export function sameBoxes(a: readonly Box[], b: readonly Box[], tolerance: number): boolean {
  if (a.length !== b.length) return false;
  const rest = [...b];
  return a.every((first) => {
    const index = rest.findIndex((second) => distance(first, second) <= tolerance);
    if (index >= 0) rest.splice(index, 1);
    return index >= 0;
  });
}

const distance = (a: Box, b: Box): number =>
  Math.max(Math.abs(a.from[0] - b.from[0]), Math.abs(a.from[1] - b.from[1]), Math.abs(a.to[0] - b.to[0]), Math.abs(a.to[1] - b.to[1]));

/** The box cut to the image and rounded to hundredths of a pixel; null where it lies more than a pixel outside or is empty. */
export function clipBox({ from, to }: Box, rows: number, columns: number): Box | null {
  if (from[0] < -1 || from[1] < -1 || to[0] > columns + 1 || to[1] > rows + 1) return null;
  const within = ([column, row]: PixelPoint): PixelPoint => [clip(column, columns), clip(row, rows)];
  const clipped = { from: within(from), to: within(to) };
  return clipped.to[0] > clipped.from[0] && clipped.to[1] > clipped.from[1] ? clipped : null;
}

const clip = (value: number, limit: number): number => Math.round(Math.min(limit, Math.max(0, value)) * 100) / 100;
