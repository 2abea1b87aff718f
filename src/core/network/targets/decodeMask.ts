import type { Affine } from '../../image/affine';
import type { Size } from '../../image/resize';
import { type MaskRuns, trimRuns } from '../../label/maskRuns';

/** From this probability on a pixel belongs to the mask. */
export const maskThreshold = 0.5;

/** For each position along one side of the image: where it lies between two of the network's, -1 outside of what the network sees. */
type Taps = { readonly first: Int32Array; readonly share: Float64Array };

/**
 * The image's pixels whose probability, bilinear between the centres of the network's pixels (row-major, of size `seen`), is 0.5 or more. `map` goes from
 * the image's pixels to the network's and does not rotate; what the network does not see is not in the mask.
 */
export function decodeMask(probabilities: Float32Array, seen: Size, [a, , c, , e, f]: Affine, size: Size): MaskRuns {
  const hot = hotPart(probabilities, seen);
  if (hot === null) return trimRuns(0, []);
  const across = makeTaps(a, c, size.columns, seen.columns);
  const down = makeTaps(e, f, size.rows, seen.rows);
  // Far from every hot pixel there is nothing to look for.
  const columns = within(across, hot.left, hot.right);
  const rows = within(down, hot.top, hot.bottom);
  const line = new Float64Array(seen.columns);
  const runs = Array.from({ length: Math.max(0, rows.end - rows.start) }, (_, index) => {
    blendRows(probabilities, seen, down, rows.start + index, line);
    return runsOfLine(line, across, columns);
  });
  return trimRuns(rows.start, runs);
}

function makeTaps(scale: number, shift: number, length: number, seen: number): Taps {
  const first = new Int32Array(length);
  const share = new Float64Array(length);
  for (let index = 0; index < length; index++) {
    const place = scale * (index + 0.5) + shift;
    const inner = Math.min(Math.max(place - 0.5, 0), seen - 1);
    first[index] = place < 0 || place > seen ? -1 : Math.min(Math.floor(inner), Math.max(0, seen - 2));
    share[index] = inner - Math.min(Math.floor(inner), Math.max(0, seen - 2));
  }
  return { first, share };
}

function blendRows(probabilities: Float32Array, { rows, columns }: Size, { first, share }: Taps, row: number, line: Float64Array): void {
  const upper = first[row] ?? 0;
  const lower = Math.min(rows - 1, upper + 1);
  const weight = share[row] ?? 0;
  for (let column = 0; column < columns; column++) {
    const above = probabilities[upper * columns + column] ?? 0;
    line[column] = above + weight * ((probabilities[lower * columns + column] ?? 0) - above);
  }
}

function runsOfLine(line: Float64Array, { first, share }: Taps, { start, end }: { start: number; end: number }): readonly number[] {
  const runs: number[] = [];
  let from = -1;
  for (let column = start; column < end; column++) {
    const at = first[column] ?? 0;
    const left = line[at] ?? 0;
    const isIn = left + (share[column] ?? 0) * ((line[at + 1] ?? left) - left) >= maskThreshold;
    if (isIn && from < 0) from = column;
    if (isIn || from < 0) continue;
    runs.push(from, column - from);
    from = -1;
  }
  return from < 0 ? runs : [...runs, from, end - from];
}

/** The positions of the image that lie within a pixel of these of the network's. */
function within({ first }: Taps, low: number, high: number): { readonly start: number; readonly end: number } {
  const isNear = (at: number): boolean => at >= 0 && at >= low - 1 && at <= high;
  const start = first.findIndex(isNear);
  return start < 0 ? { start: 0, end: 0 } : { start, end: first.findLastIndex(isNear) + 1 };
}

/** The smallest part of the network's pixels that holds all of 0.5 and more; null without one. */
function hotPart(probabilities: Float32Array, { rows, columns }: Size) {
  let [top, bottom, left, right] = [rows, -1, columns, -1];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      if ((probabilities[row * columns + column] ?? 0) < maskThreshold) continue;
      top = Math.min(top, row);
      bottom = row;
      left = Math.min(left, column);
      right = Math.max(right, column);
    }
  }
  return bottom < 0 ? null : { top, bottom, left, right };
}
