import type { AttentionMap } from './attentionMap';
import type { TriageMark } from './triageList';

/** Places at least this strong, compared with the strongest, belong to the spot. */
const half = 0.5;

type Spot = Extract<TriageMark, { kind: 'attention' }>;

/** The area around the strongest place of a map whose places, joined by their sides, are at least half as strong; null where nothing counts. */
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
  const xs = [...seen].map((place) => place % columns);
  const ys = [...seen].map((place) => Math.floor(place / columns));
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  const [width, height] = [Math.max(...xs) - left + 1, Math.max(...ys) - top + 1];
  const [across, down] = [area.width / columns, area.height / rows];
  return { kind: 'attention', x: area.x + left * across, y: area.y + top * down, width: width * across, height: height * down };
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
