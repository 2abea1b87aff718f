import type { Box } from '../label/box';
import type { PixelPoint } from '../label/label';

/** Boxes of a YOLO file (a line each: class, centre column and row, width and height as shares of the image); null where a line isn't one. */
export function parseYolo(text: string, rows: number, columns: number): readonly Box[] | null {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  const boxes = lines.map((line) => {
    const [, x = Number.NaN, y = Number.NaN, width = Number.NaN, height = Number.NaN] = line.trim().split(/\s+/).map(Number);
    return box((x - width / 2) * columns, (y - height / 2) * rows, (x + width / 2) * columns, (y + height / 2) * rows);
  });
  return allValid(boxes);
}

/** Boxes of a PASCAL VOC file (`xmin`, `ymin`, `xmax`, `ymax` in pixels); null where one of them lacks a number. */
export function parseVoc(text: string): readonly Box[] | null {
  const blocks = [...text.matchAll(/<bndbox>([\s\S]*?)<\/bndbox>/g)].map((match) => match[1] ?? '');
  const number = (block: string, tag: string): number => Number(new RegExp(`<${tag}>\\s*([-+.\\de]+)\\s*</${tag}>`, 'i').exec(block)?.[1]);
  return allValid(blocks.map((block) => box(number(block, 'xmin'), number(block, 'ymin'), number(block, 'xmax'), number(block, 'ymax'))));
}

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

const box = (left: number, top: number, right: number, bottom: number): Box => ({ from: [left, top], to: [right, bottom] });

function allValid(boxes: readonly Box[]): readonly Box[] | null {
  return boxes.every(({ from, to }) => [...from, ...to].every(Number.isFinite)) ? boxes : null;
}
