import type { Group } from '../../src/core/dataset/galleryOrder';

/** Sizes of the grid, CSS pixels. */
export type GridSizes = { readonly width: number; readonly cellWidth: number; readonly cellHeight: number; readonly headHeight: number };

/**
 * The lines of a grid, one after the other: a line holds cells `starts[i]` to `starts[i] + counts[i] - 1`, or the head of group `heads[i]` (then its
 * count is 0; else -1). `tops` are CSS pixels.
 */
export type GridLines = {
  readonly tops: Float64Array;
  readonly starts: Int32Array;
  readonly counts: Int32Array;
  readonly heads: Int32Array;
  readonly length: number;
  readonly columns: number;
  readonly height: number;
};

/** Lays out `n` cells; where there are groups, each has a head and begins a line. */
export function gridLines(n: number, groups: readonly Group[], sizes: GridSizes): GridLines {
  const columns = Math.max(1, Math.floor(sizes.width / sizes.cellWidth));
  const isGrouped = groups.length > 0;
  const parts = isGrouped ? groups : [{ start: 0, count: n }];
  const length = parts.reduce((sum, { count }) => sum + Math.ceil(count / columns) + (isGrouped ? 1 : 0), 0);
  const lines = {
    tops: new Float64Array(length),
    starts: new Int32Array(length),
    counts: new Int32Array(length),
    heads: new Int32Array(length),
  };
  let [line, top] = [0, 0];
  const add = (start: number, count: number, head: number): void => {
    lines.tops[line] = top;
    lines.starts[line] = start;
    lines.counts[line] = count;
    lines.heads[line] = head;
    line += 1;
    top += head < 0 ? sizes.cellHeight : sizes.headHeight;
  };
  parts.forEach(({ start, count }, index) => {
    if (isGrouped) add(start, 0, index);
    for (let at = 0; at < count; at += columns) add(start + at, Math.min(columns, count - at), -1);
  });
  return { ...lines, length, columns, height: top };
}

/** The last line that begins at or above `top`; 0 where there is none. */
export const lineAt = ({ tops, length }: GridLines, top: number): number => lastAtMost(tops, length, top);

/** The line that holds a cell. */
export function lineOf({ starts, counts, length }: GridLines, cell: number): number {
  const line = lastAtMost(starts, length, cell);
  // A group's head has the same start as its first line.
  return counts[line] === 0 && line + 1 < length ? line + 1 : line;
}

function lastAtMost(values: Float64Array | Int32Array, length: number, wanted: number): number {
  let [low, high] = [0, length - 1];
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((values[middle] ?? 0) <= wanted) low = middle;
    else high = middle - 1;
  }
  return Math.max(0, low);
}

/** The cell that is `lines` lines of cells below another (above where negative), in the same column where there is one. */
export function cellBelow(layout: GridLines, cell: number, lines: number): number {
  const { starts, counts, length } = layout;
  let line = lineOf(layout, cell);
  const column = cell - (starts[line] ?? 0);
  const step = Math.sign(lines);
  for (let left = Math.abs(lines); left > 0; left -= 1) {
    let next = line + step;
    if (next >= 0 && next < length && counts[next] === 0) next += step;
    if (next < 0 || next >= length) break;
    line = next;
  }
  return (starts[line] ?? 0) + Math.min(column, Math.max(0, (counts[line] ?? 1) - 1));
}
