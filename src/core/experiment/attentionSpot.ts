import type { AttentionMap } from './attentionMap';
import type { TriageMark } from './triageList';

/** Places at least this strong, compared with the strongest, belong to the spot. */
const half = 0.5;

/** A spot is at least this share of the map's sides: a place sees more of the film than its own square, and a smaller circle can't be seen on a thumbnail. */
const smallest = 1 / 8;

type Spot = Extract<TriageMark, { kind: 'attention' }>;

/** The area around the strongest place of a map whose places, joined by their sides, are at least half as strong, not too small to be seen; null where nothing counts. */
export function attentionSpot({ area, columns, rows, values }: AttentionMap): Spot | null {
  const strongest = values.reduce((best, value, index) => (value > (values[best] ?? 0) ? index : best), 0);
  const least = half * (values[strongest] ?? 0);
  if (!(least > 0)) return null;
  const seen = new Set([strongest]);
  const waiting = [strongest];
  for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
    for (const next of besides(place, columns, rows)) {
      if (seen.has(next) || (values[next] ?? 0) < least) continue;
      seen.add(next);
      waiting.push(next);
    }
  }
  const [x, width] = widened(
    [...seen].map((place) => place % columns),
    columns,
  );
  const [y, height] = widened(
    [...seen].map((place) => Math.floor(place / columns)),
    rows,
  );
  const [across, down] = [area.width / columns, area.height / rows];
  return { kind: 'attention', x: area.x + x * across, y: area.y + y * down, width: width * across, height: height * down };
}

/** Where places along a side of so many begin, and how many they are, widened around their middle where they are too few. */
function widened(places: readonly number[], side: number): readonly [start: number, length: number] {
  const [first, last] = [Math.min(...places), Math.max(...places) + 1];
  const length = Math.max(last - first, smallest * side);
  return [(first + last - length) / 2, length];
}

function besides(place: number, columns: number, rows: number): readonly number[] {
  const [x, y] = [place % columns, Math.floor(place / columns)];
  return [
    ...(x > 0 ? [place - 1] : []),
    ...(x < columns - 1 ? [place + 1] : []),
    ...(y > 0 ? [place - columns] : []),
    ...(y < rows - 1 ? [place + columns] : []),
  ];
}
