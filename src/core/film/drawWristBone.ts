import { boxAround, type Canvas, toCanvas } from './canvas';
import type { PlacedWristBone } from './placeHand';
import type { Texture } from './texture';
import type { Point } from './wristBones';

const directions = 96;

/** Adds a carpal bone's millimetres of solid bone; `size` 0..1 is how much of its cartilage model is bone, round at first. */
export function drawWristBone(
  canvas: Canvas,
  placed: Pick<PlacedWristBone, 'outline' | 'centre' | 'thickness'>,
  size: number,
  density: number,
  texture: Texture,
): void {
  if (size <= 0) return;
  const centre = toCanvas(canvas, placed.centre);
  const outline = placed.outline.map((point) => toCanvas(canvas, point));
  const radii = radiiOf(outline, centre, size);
  const { columns, values, scale } = canvas;
  const box = boxAround(canvas, [centre], Math.max(...radii));
  const shell = 0.75 * scale;
  const flank = Math.min(...radii);
  for (let row = box.top; row < box.bottom; row++) {
    for (let column = box.left; column < box.right; column++) {
      const dx = column - centre[0];
      const dy = row - centre[1];
      const inside = radiusAt(radii, dx, dy) - Math.hypot(dx, dy);
      if (inside <= 0) continue;
      const round = roundness(inside / (0.7 * flank));
      const rim = Math.exp(-(((inside - shell) / shell) ** 2));
      const solid = (0.3 * texture.at(row, column) + 0.26 * rim) * density * round;
      values[row * columns + column] = (values[row * columns + column] ?? 0) + placed.thickness * solid;
    }
  }
}

/** How far the edge is from the centre, in all directions, pixels. */
function radiiOf(outline: readonly Point[], centre: Point, size: number): Float32Array {
  const curve = smoothCurve(outline).map(([x, y]) => {
    const angle = Math.atan2(y - centre[1], x - centre[0]);
    return { turn: turnOf(angle), radius: Math.hypot(x - centre[0], y - centre[1]) };
  });
  const found = new Float32Array(directions);
  for (let index = 0; index < directions; index++) found[index] = nearestRadius(curve, index);
  const mean = found.reduce((sum, radius) => sum + radius, 0) / directions;
  // A young centre is a ball; it takes the bone's own shape as it fills it.
  const shape = size ** 1.5;
  return smoothed(found.map((radius) => size * (mean * 0.9 * (1 - shape) + 1.07 * radius * shape)));
}

function nearestRadius(curve: readonly { readonly turn: number; readonly radius: number }[], direction: number): number {
  let best = { apart: Number.POSITIVE_INFINITY, radius: 0 };
  for (const { turn, radius } of curve) {
    const plain = Math.abs(turn - direction);
    const apart = Math.min(plain, directions - plain);
    if (apart < best.apart) best = { apart, radius };
  }
  return best.radius;
}

function smoothed(radii: Float32Array): Float32Array {
  const at = (index: number): number => radii[(index + directions) % directions] ?? 0;
  return radii.map((radius, index) => 0.4 * radius + 0.22 * (at(index - 1) + at(index + 1)) + 0.08 * (at(index - 2) + at(index + 2)));
}

/** A closed Catmull-Rom curve through the points, 24 steps between two. */
function smoothCurve(points: readonly Point[]): readonly Point[] {
  const steps = 24;
  const at = (index: number): Point => points[(index + points.length) % points.length] ?? [0, 0];
  return points.flatMap((_, index) =>
    Array.from({ length: steps }, (_step, part): Point => {
      const t = part / steps;
      const along = (axis: 0 | 1): number => {
        const [a, b, c, d] = [at(index - 1)[axis], at(index)[axis], at(index + 1)[axis], at(index + 2)[axis]];
        return b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
      };
      return [along(0), along(1)];
    }),
  );
}

function turnOf(angle: number): number {
  return ((angle / (2 * Math.PI) + 1) % 1) * directions;
}

function radiusAt(radii: Float32Array, dx: number, dy: number): number {
  const turn = turnOf(Math.atan2(dy, dx));
  const index = Math.floor(turn);
  const low = radii[index % directions] ?? 0;
  return low + (turn - index) * ((radii[(index + 1) % directions] ?? 0) - low);
}

/** Thickness against the full one, rising like a ball's edge. */
function roundness(share: number): number {
  return share >= 1 ? 1 : Math.sqrt(share * (2 - share));
}
