import type { Size } from '../../../src/core/image/resize';
import type { MaskRuns } from '../../../src/core/label/maskRuns';
import type { ShownMask } from './maskBoard';

/** A part of the picture, ends not included. */
type Area = { readonly top: number; readonly left: number; readonly bottom: number; readonly right: number };

const nowhere: Area = { top: Number.POSITIVE_INFINITY, left: Number.POSITIVE_INFINITY, bottom: 0, right: 0 };

/** Masks blended over each other in a canvas of the picture's own size; only rows that have changed are painted again. */
export class MaskCanvas {
  readonly canvas = new OffscreenCanvas(1, 1);
  #shown: readonly ShownMask[] = [];

  /** True where nothing is to be seen. */
  get isEmpty(): boolean {
    return this.#shown.length === 0;
  }

  /** Paints the masks of a picture; true where that changed anything. */
  show(masks: readonly ShownMask[], { rows, columns }: Size): boolean {
    const isSameSize = this.canvas.width === columns && this.canvas.height === rows;
    // A canvas that nobody has painted on takes no memory yet.
    if (!isSameSize && masks.length === 0 && this.isEmpty) return false;
    if (!isSameSize) {
      this.canvas.width = columns;
      this.canvas.height = rows;
      this.#shown = [];
    }
    const area = cut(changedArea(this.#shown, masks), rows, columns);
    this.#shown = masks;
    if (area.bottom <= area.top || area.right <= area.left) return !isSameSize;
    const pixels = new ImageData(area.right - area.left, area.bottom - area.top);
    for (const mask of masks) blend(mask, area, pixels);
    this.canvas.getContext('2d')?.putImageData(pixels, area.left, area.top);
    return true;
  }
}

const cut = ({ top, left, bottom, right }: Area, rows: number, columns: number): Area => ({
  top,
  left,
  bottom: Math.min(bottom, rows),
  right: Math.min(right, columns),
});

function changedArea(before: readonly ShownMask[], after: readonly ShownMask[]): Area {
  const isSameList = (keysOf(before) === keysOf(after)) as boolean;
  if (!isSameList) return [...before, ...after].reduce((area, { mask }) => around(area, mask, () => true), nowhere);
  return after.reduce((area, { mask }, at) => {
    const old = before[at]?.mask;
    if (old === undefined || old === mask) return area;
    const differs = (row: number): boolean => old.rows[row - old.firstRow] !== mask.rows[row - mask.firstRow];
    return around(around(area, old, differs), mask, differs);
  }, nowhere);
}

const keysOf = (masks: readonly ShownMask[]): string => masks.map(({ key, colour, opacity }) => `${key} ${colour} ${opacity}`).join('\n');

/** The area with a mask's rows that count. */
function around(area: Area, { firstRow, rows }: MaskRuns, counts: (row: number) => boolean): Area {
  let { top, left, bottom, right } = area;
  for (const [index, row] of rows.entries()) {
    if (row.length === 0 || !counts(firstRow + index)) continue;
    top = Math.min(top, firstRow + index);
    bottom = Math.max(bottom, firstRow + index + 1);
    left = Math.min(left, row[0] ?? left);
    right = Math.max(right, (row.at(-2) ?? 0) + (row.at(-1) ?? 0));
  }
  return { top, left, bottom, right };
}

type Colour = readonly [red: number, green: number, blue: number];

function blend(
  { mask: { firstRow, rows }, colour, opacity }: ShownMask,
  { top, left, bottom, right }: Area,
  { data, width }: ImageData,
): void {
  const [rgb, alpha] = [channelsOf(colour), Math.round(255 * opacity)];
  const words = new Uint32Array(data.buffer);
  const word = ((alpha << 24) | (rgb[2] << 16) | (rgb[1] << 8) | rgb[0]) >>> 0;
  for (let row = Math.max(top, firstRow); row < Math.min(bottom, firstRow + rows.length); row++) {
    const runs = rows[row - firstRow] ?? [];
    for (let run = 0; run < runs.length; run += 2) {
      const from = Math.max(left, runs[run] ?? 0);
      const end = Math.min(right, (runs[run] ?? 0) + (runs[run + 1] ?? 0));
      for (let at = (row - top) * width + from - left; at < (row - top) * width + end - left; at++) {
        if (words[at] === 0) words[at] = word;
        else blendPixel(data, 4 * at, rgb, opacity);
      }
    }
  }
}

/** Puts a colour over what is there (not premultiplied). */
function blendPixel(data: Uint8ClampedArray, at: number, colour: Colour, opacity: number): void {
  const below = ((data[at + 3] ?? 0) / 255) * (1 - opacity);
  const alpha = opacity + below;
  for (let channel = 0; channel < 3; channel++)
    data[at + channel] = ((colour[channel] ?? 0) * opacity + (data[at + channel] ?? 0) * below) / alpha;
  data[at + 3] = 255 * alpha;
}

/** Red, green and blue of #rrggbb. */
function channelsOf(colour: string): Colour {
  const value = Number.parseInt(colour.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}
