import { boxAround, type Canvas, toCanvas } from './canvas';
import type { Maturity } from './maturity';
import type { PlacedHand } from './placeHand';

/** Where sesamoids lie on the thumb's metacarpal: share of its length, and aside in half-widths towards the thumb's side. */
const places: readonly (readonly [along: number, aside: number, size: number])[] = [
  [0.95, -1.15, 1],
  [0.93, 0.75, 0.8],
];

/** Adds the two small bones before the head of the thumb's metacarpal. */
export function drawSesamoids(canvas: Canvas, hand: PlacedHand, maturity: Maturity): void {
  const bone = hand.rays[0]?.[0];
  const size = maturity.size('sesamoid');
  if (bone === undefined || size === 0) return;
  for (const [along, aside, share] of places) {
    const [sine, cosine] = [Math.sin(bone.angle), Math.cos(bone.angle)];
    const off = aside * bone.halfWidth;
    const centre = toCanvas(canvas, [
      bone.start[0] + sine * along * bone.length + cosine * off,
      bone.start[1] + cosine * along * bone.length - sine * off,
    ]);
    addBall(canvas, centre, 2.6 * share * size * hand.breadth);
  }
}

function addBall({ values, columns, ...canvas }: Canvas, centre: readonly [number, number], radius: number): void {
  const box = boxAround({ values, columns, ...canvas }, [centre], radius * canvas.scale);
  for (let row = box.top; row < box.bottom; row++) {
    for (let column = box.left; column < box.right; column++) {
      const off = Math.hypot(column - centre[0], row - centre[1]) / canvas.scale;
      if (off < radius) values[row * columns + column] = (values[row * columns + column] ?? 0) + Math.sqrt(radius * radius - off * off);
    }
  }
}
