import type { JpegFrame } from './jpegHeader';
import { type JpegPlane, largestFactors } from './jpegPlane';

type Samples = Uint8Array | Uint16Array;

/** A plane without the edges of its blocks, brought to the picture's size: smoothly where colour is halved, as libjpeg does it, else by repeating. */
export function fullSize(plane: JpegPlane, { rows, columns, components }: JpegFrame): Samples {
  const { h, v } = largestFactors(components);
  const across = h / plane.component.h;
  const down = v / plane.component.v;
  const into = plane.samples instanceof Uint8Array ? new Uint8Array(rows * columns) : new Uint16Array(rows * columns);
  if (across === 1 && down === 1) crop(plane, columns, into);
  else if (across === 2 && down <= 2 && Number.isInteger(down) && plane.columns > 2) smooth(plane, rows, columns, down === 2, into);
  else repeat(plane, rows, columns, across, down, into);
  return into;
}

function crop({ samples, stride, rows }: JpegPlane, columns: number, into: Samples): void {
  for (let row = 0; row < rows; row += 1) into.set(samples.subarray(row * stride, row * stride + columns), row * columns);
}

/** Each new sample is three parts of the nearest and one of the next nearest, along rows and, where these are halved, along columns. */
function smooth(
  { samples, stride, rows: own, columns: width }: JpegPlane,
  rows: number,
  columns: number,
  both: boolean,
  into: Samples,
): void {
  const line = new Int32Array(width);
  for (let row = 0; row < rows; row += 1) {
    const near = both ? row >>> 1 : row;
    const far = both ? Math.min(own - 1, Math.max(0, near + (row & 1 ? 1 : -1))) : near;
    for (let x = 0; x < width; x += 1) line[x] = 3 * (samples[near * stride + x] ?? 0) + (samples[far * stride + x] ?? 0);
    smoothRow(line, both ? [8, 7] : [4, 8], into, row * columns, columns);
  }
}

/** From a line of samples times 4 to twice as many; the two roundings alternate, so that they add up to nothing. */
function smoothRow(line: Int32Array, [even, odd]: readonly [number, number], into: Samples, start: number, columns: number): void {
  const last = line.length - 1;
  for (let column = 0; column < columns; column += 1) {
    const x = column >>> 1;
    const other = Math.min(last, Math.max(0, x + (column & 1 ? 1 : -1)));
    into[start + column] = (3 * (line[x] ?? 0) + (line[other] ?? 0) + (column & 1 ? odd : even)) >> 4;
  }
}

function repeat({ samples, stride }: JpegPlane, rows: number, columns: number, across: number, down: number, into: Samples): void {
  let at = 0;
  for (let row = 0; row < rows; row += 1) {
    const start = Math.floor(row / down) * stride;
    for (let column = 0; column < columns; column += 1) {
      into[at] = samples[start + Math.floor(column / across)] ?? 0;
      at += 1;
    }
  }
}
