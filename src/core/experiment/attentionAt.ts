import type { AttentionMap } from './attentionMap';

/** A map's weight, 0 to 1, at a point of the image in continuous pixels: between the middles of its places, and 0 outside of what the map covers. */
export function attentionAt({ area, columns, rows, values }: AttentionMap, column: number, row: number): number {
  const across = (column - area.x) / area.width;
  const down = (row - area.y) / area.height;
  if (across < 0 || across > 1 || down < 0 || down > 1) return 0;
  const [left, right, toRight] = between(across * columns - 0.5, columns);
  const [upper, lower, toLower] = between(down * rows - 0.5, rows);
  const at = (x: number, y: number): number => values[y * columns + x] ?? 0;
  const above = at(left, upper) * (1 - toRight) + at(right, upper) * toRight;
  const below = at(left, lower) * (1 - toRight) + at(right, lower) * toRight;
  return above * (1 - toLower) + below * toLower;
}

/** The two neighbours of a place on a line of `count`, and how far it is from the first to the second; the outermost beyond the ends. */
function between(place: number, count: number): readonly [first: number, second: number, share: number] {
  const inside = Math.min(Math.max(place, 0), count - 1);
  const first = Math.floor(inside);
  return [first, Math.min(first + 1, count - 1), inside - first];
}
