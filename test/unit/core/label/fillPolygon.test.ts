import assert from 'node:assert/strict';
import { fillPolygon } from '../../../../src/core/label/fillPolygon';
import type { PixelPoint } from '../../../../src/core/label/label';
import { mulberry32 } from '../../../../src/core/statistics/random';

const size = { rows: 14, columns: 17 };

function filled(points: readonly PixelPoint[]): Uint8Array {
  const bitmap = new Uint8Array(size.rows * size.columns);
  fillPolygon(points, size, bitmap);
  return bitmap;
}

/** Winding by angles: how often the polygon goes around a point, worked out in another way than by crossings. */
function turns(points: readonly PixelPoint[], column: number, row: number): number {
  const angles = points.map(([x, y]) => Math.atan2(y - row, x - column));
  const sum = angles.reduce((total, angle, index) => {
    const step = angle - (angles.at(index - 1) ?? 0);
    return total + Math.atan2(Math.sin(step), Math.cos(step));
  }, 0);
  return Math.round(sum / (2 * Math.PI));
}

const randomPolygon = (random: () => number): readonly PixelPoint[] =>
  Array.from({ length: 3 + Math.floor(6 * random()) }, () => [24 * random() - 4, 20 * random() - 3] as const);

describe('fillPolygon', () => {
  it('sets the pixels whose centres a polygon goes around an odd number of times, as angles tell', () => {
    const random = mulberry32(3);
    for (let trial = 0; trial < 200; trial++) {
      const points = randomPolygon(random);
      const expected = Uint8Array.from(
        { length: size.rows * size.columns },
        (_, index) => Math.abs(turns(points, (index % size.columns) + 0.5, Math.floor(index / size.columns) + 0.5)) % 2,
      );
      assert.deepEqual(filled(points), expected, JSON.stringify(points));
    }
  });

  it('takes a rectangle of whole pixels exactly, and of a half pixel the centres within', () => {
    const count = (from: number, to: number) =>
      filled([
        [from, from],
        [to, from],
        [to, to],
        [from, to],
      ]).reduce((a, b) => a + b, 0);
    assert.equal(count(2, 6), 16);
    assert.equal(count(2.4, 6.4), 16);
    assert.equal(count(2.5, 6.5), 16);
    assert.equal(count(2.6, 3.4), 0);
  });

  it('gives every pixel to one of two neighbours', () => {
    const random = mulberry32(8);
    for (let trial = 0; trial < 100; trial++) {
      const [a, b]: PixelPoint[] = [
        [17 * random(), -1],
        [17 * random(), 15],
      ];
      const middle: PixelPoint = [17 * random(), 14 * random()];
      assert.ok(a && b);
      const left = filled([[-1, -1], a, middle, b, [-1, 15]]);
      const right = filled([a, [18, -1], [18, 15], b, middle]);
      assert.ok(left.every((value, index) => value + (right[index] ?? 0) === 1));
    }
  });

  it('leaves alone what is set already, and a line without an inside', () => {
    const bitmap = new Uint8Array(size.rows * size.columns).fill(1, 0, 3);
    fillPolygon(
      [
        [5, 5],
        [9, 5],
        [5, 5],
      ],
      size,
      bitmap,
    );
    assert.equal(
      bitmap.reduce((a, b) => a + b, 0),
      3,
    );
  });
});
