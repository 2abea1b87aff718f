import { type Affine, invertAffine } from './affine';

const white = 65535;

/**
 * Writes row-major pixels of 0..65535 as 0..1, moved by an affine map in continuous pixel coordinates: bilinear between pixel centres, exact
 * where the map mirrors and moves by whole pixels only. What comes from outside repeats the border, so that no edge appears that no film has.
 */
export function warpPixels(pixels: Uint16Array, size: readonly [number, number], affine: Affine, into: Float32Array): void {
  const back = invertAffine(affine);
  const [a, b, c, d, e, f] = back;
  const isWhole = Math.abs(a) === 1 && b === 0 && d === 0 && Math.abs(e) === 1 && Number.isInteger(c) && Number.isInteger(f);
  if (!isWhole) interpolate(pixels, size, back, into);
  else if (a === 1 && c === 0 && e === 1 && f === 0) for (let i = 0; i < into.length; i++) into[i] = (pixels[i] ?? 0) / white;
  else move(pixels, size, back, into);
}

/** `back` maps where a pixel goes to where it comes from. */
function move(pixels: Uint16Array, [rows, columns]: readonly [number, number], [a, , c, , e, f]: Affine, into: Float32Array): void {
  const sources = Int32Array.from({ length: columns }, (_, column) => clamp(a > 0 ? column + c : c - 1 - column, columns - 1));
  for (let row = 0; row < rows; row++) {
    const from = clamp(e > 0 ? row + f : f - 1 - row, rows - 1) * columns;
    for (let column = 0; column < columns; column++) into[row * columns + column] = (pixels[from + (sources[column] ?? 0)] ?? 0) / white;
  }
}

function interpolate(pixels: Uint16Array, [rows, columns]: readonly [number, number], back: Affine, into: Float32Array): void {
  const [a, b, c, d, e, f] = back;
  let at = 0;
  for (let row = 0; row < rows; row++) {
    // The centre of pixel 0 lies at 0.5, on both sides of the map.
    const firstX = 0.5 * a + (row + 0.5) * b + c - 0.5;
    const firstY = 0.5 * d + (row + 0.5) * e + f - 0.5;
    for (let column = 0; column < columns; column++, at++) {
      const x = clamp(firstX + a * column, columns - 1);
      const y = clamp(firstY + d * column, rows - 1);
      const left = Math.trunc(x);
      const top = Math.trunc(y);
      const leftShare = 1 - (x - left);
      const topShare = 1 - (y - top);
      const start = top * columns + left;
      const right = left < columns - 1 ? 1 : 0;
      const below = top < rows - 1 ? columns : 0;
      const upper = (pixels[start] ?? 0) * leftShare + (pixels[start + right] ?? 0) * (1 - leftShare);
      const lower = (pixels[start + below] ?? 0) * leftShare + (pixels[start + below + right] ?? 0) * (1 - leftShare);
      into[at] = (upper * topShare + lower * (1 - topShare)) / white;
    }
  }
}

const clamp = (value: number, largest: number): number => (value < 0 ? 0 : value > largest ? largest : value);
