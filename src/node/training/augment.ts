import type { Experiment } from '../../core/experiment/experiment';

/** A 32-bit seed from several whole numbers: equal numbers in equal order give equal seeds (FNV-1a over their bytes). */
export function mixSeeds(...numbers: readonly number[]): number {
  let hash = 0x811c9dc5;
  for (const number of numbers) {
    for (let byte = 0; byte < 4; byte++) hash = Math.imul(hash ^ ((number >>> (8 * byte)) & 0xff), 0x01000193);
  }
  return hash >>> 0;
}

/** How one image is changed in one epoch: mirrored left to right, moved by whole pixels. */
export type Change = { readonly flip: boolean; readonly rows: number; readonly columns: number };

/** No change, as in inference. */
export const unchanged: Change = { flip: false, rows: 0, columns: 0 };

/** Draws a change; three numbers are always drawn, so that switching one augmentation leaves the others as they were. */
export function drawChange(settings: Experiment['augment'], size: readonly [number, number], random: () => number): Change {
  const flip = random() < 0.5;
  const [rows, columns] = size.map((side) => Math.round((2 * random() - 1) * settings.shift * side));
  // Rounding makes a minus zero, which is not the zero of `unchanged`.
  return { flip: settings.flip && flip, rows: rows || 0, columns: columns || 0 };
}

/** Writes an image of 0..65535 as 0..1 into a batch from `offset`; what moves in from outside repeats the border. */
export function placeImage(pixels: Uint16Array, size: readonly [number, number], change: Change, into: Float32Array, offset: number): void {
  const [rows, columns] = size;
  for (let row = 0; row < rows; row++) {
    const from = Math.min(Math.max(row - change.rows, 0), rows - 1) * columns;
    for (let column = 0; column < columns; column++) {
      const moved = Math.min(Math.max(column - change.columns, 0), columns - 1);
      const source = change.flip ? columns - 1 - moved : moved;
      into[offset + row * columns + column] = (pixels[from + source] ?? 0) / 65535;
    }
  }
}
