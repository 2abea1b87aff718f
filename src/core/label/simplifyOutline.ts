import { distanceToLine } from './hitMark';
import type { PixelPoint } from './label';

/** Distances along columns and rows, in whatever unit the tolerance has. */
type Scale = readonly [across: number, down: number];

/**
 * A closed outline with fewer corners, none of the left out ones farther than `tolerance` from it (Douglas and Peucker 1973); it keeps three corners or more,
 * and where leaving corners out would make lines cross that did not, fewer are left out.
 */
export function simplifyOutline(points: readonly PixelPoint[], tolerance: number, scale: Scale): readonly PixelPoint[] {
  const clean = withoutRepeats(points);
  if (clean.length <= 3) return clean;
  let drawn = -1;
  for (let allowed = tolerance; allowed > tolerance / 20; allowed /= 2) {
    const simpler = simplifyRing(clean, allowed, scale);
    if (simpler.length < 3) continue;
    const crossings = countCrossings(simpler);
    // Counted only where it matters: a hand rarely crosses its own line.
    if (crossings > 0 && drawn < 0) drawn = countCrossings(clean);
    if (crossings === 0 || crossings <= drawn) return simpler;
  }
  return clean;
}

/** An open line with fewer points, its ends among them. */
export function simplifyLine(points: readonly PixelPoint[], tolerance: number, scale: Scale): readonly PixelPoint[] {
  const kept = new Uint8Array(points.length);
  kept[0] = 1;
  kept[points.length - 1] = 1;
  const open: (readonly [number, number])[] = [[0, points.length - 1]];
  for (let span = open.pop(); span !== undefined; span = open.pop()) {
    const { index, distance } = farthest(points, span, scale);
    if (index < 0 || distance <= tolerance) continue;
    kept[index] = 1;
    open.push([span[0], index], [index, span[1]]);
  }
  return points.filter((_, index) => kept[index] === 1);
}

/** The two points that lie farthest apart from the first on always stay, so that the ring can't fold up. */
function simplifyRing(points: readonly PixelPoint[], tolerance: number, scale: Scale): readonly PixelPoint[] {
  const first = points[0] ?? [0, 0];
  const far = points.reduce(
    (best, point, index) => (apart(first, point, scale) > apart(first, points[best] ?? first, scale) ? index : best),
    0,
  );
  const there = simplifyLine(points.slice(0, far + 1), tolerance, scale);
  const back = simplifyLine([...points.slice(far), first], tolerance, scale);
  return [...there, ...back.slice(1, -1)];
}

const apart = (a: PixelPoint, b: PixelPoint, [across, down]: Scale): number => Math.hypot((a[0] - b[0]) * across, (a[1] - b[1]) * down);

function farthest(points: readonly PixelPoint[], [from, to]: readonly [number, number], [across, down]: Scale) {
  const [a = [0, 0], b = [0, 0]] = [points[from], points[to]];
  let [index, distance] = [-1, -1];
  for (let at = from + 1; at < to; at++) {
    const [column = 0, row = 0] = points[at] ?? [];
    const now = distanceToLine((column - a[0]) * across, (row - a[1]) * down, (b[0] - a[0]) * across, (b[1] - a[1]) * down);
    if (now > distance) [index, distance] = [at, now];
  }
  return { index, distance };
}

/** Without points that repeat the one before them, the last before the first. */
function withoutRepeats(points: readonly PixelPoint[]): readonly PixelPoint[] {
  return points.filter(([column, row], index) => {
    const before = points.at(index - 1);
    return points.length === 1 || before === undefined || before[0] !== column || before[1] !== row;
  });
}

/** How many pairs of a ring's lines cross each other between their ends. */
export function countCrossings(points: readonly PixelPoint[]): number {
  let count = 0;
  for (let one = 0; one < points.length; one++)
    for (let other = one + 2; other < points.length; other++) {
      if (one === 0 && other === points.length - 1) continue;
      if (cross(points[one], points[one + 1], points[other], points[(other + 1) % points.length])) count += 1;
    }
  return count;
}

function cross(a: PixelPoint | undefined, b: PixelPoint | undefined, c: PixelPoint | undefined, d: PixelPoint | undefined): boolean {
  if (a === undefined || b === undefined || c === undefined || d === undefined) return false;
  return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
}

/** Below 0 on one side of the line from a to b, above it on the other. */
const side = (a: PixelPoint, b: PixelPoint, [column, row]: PixelPoint): number =>
  Math.sign((b[0] - a[0]) * (row - a[1]) - (b[1] - a[1]) * (column - a[0]));
