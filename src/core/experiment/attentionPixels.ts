import { plasma } from '../image/plasma';
import type { Size } from '../image/resize';
import { attentionAt } from './attentionAt';
import type { AttentionMap } from './attentionMap';

type Grid = Pick<AttentionMap, 'columns' | 'rows'>;

/** Picture pixels for each cell of a map, and how many a side may have: the canvas smooths what lies between them. */
const perCell = 24;
const longestSide = 512;

/** How large the picture of a map is made. */
export const attentionSize = ({ columns, rows }: Grid): Size => {
  const scale = Math.max(1, Math.min(perCell, Math.floor(longestSide / Math.max(columns, rows))));
  return { rows: rows * scale, columns: columns * scale };
};

/** Red, green, blue and alpha of every pixel of a picture of the map's area: where nothing is found the image below stays visible, and the strongest place is opaque. */
export function attentionPixels(map: AttentionMap, { rows, columns }: Size): Uint8ClampedArray<ArrayBuffer> {
  const { x, y, width, height } = map.area;
  const pixels = new Uint8ClampedArray(4 * rows * columns);
  for (let row = 0, at = 0; row < rows; row++)
    for (let column = 0; column < columns; column++, at += 4) {
      const value = attentionAt(map, x + ((column + 0.5) / columns) * width, y + ((row + 0.5) / rows) * height);
      pixels.set([...plasma(value), 255 * alphaOf(value)], at);
    }
  return pixels;
}

/** How opaque a value is, 0 to 1: half of the strongest covers three quarters, so that its colour can be told. */
export const alphaOf = (value: number): number => 1 - (1 - Math.min(Math.max(value, 0), 1)) ** 2;
