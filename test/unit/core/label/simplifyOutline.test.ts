import assert from 'node:assert/strict';
import { distanceToLine } from '../../../../src/core/label/hitMark';
import type { PixelPoint } from '../../../../src/core/label/label';
import { countCrossings, simplifyLine, simplifyOutline } from '../../../../src/core/label/simplifyOutline';
import { mulberry32 } from '../../../../src/core/statistics/random';

const plain = [1, 1] as const;

/** The farthest that a point lies from a ring's lines, worked out without the simplifier. */
function deviation(points: readonly PixelPoint[], ring: readonly PixelPoint[]): number {
  return Math.max(
    ...points.map((point) =>
      Math.min(
        ...ring.map((from, index) => {
          const to = ring[(index + 1) % ring.length] ?? from;
          return distanceToLine(point[0] - from[0], point[1] - from[1], to[0] - from[0], to[1] - from[1]);
        }),
      ),
    ),
  );
}

const circle = (count: number, radius: number, wobble = () => 0): readonly PixelPoint[] =>
  Array.from({ length: count }, (_, index) => {
    const angle = (2 * Math.PI * index) / count;
    return [200 + (radius + wobble()) * Math.cos(angle), 200 + (radius + wobble()) * Math.sin(angle)] as const;
  });

describe('simplifyOutline', () => {
  it('leaves out corners on straight lines only', () => {
    const square: PixelPoint[] = [];
    for (let at = 0; at < 10; at++) square.push([at, 0]);
    for (let at = 0; at < 10; at++) square.push([10, at]);
    for (let at = 10; at > 0; at--) square.push([at, 10]);
    for (let at = 10; at > 0; at--) square.push([0, at]);
    assert.deepEqual(simplifyOutline(square, 0.5, plain), [
      [0, 0],
      [10, 0],
      [10, 10],
      [0, 10],
    ]);
  });

  it('leaves no point farther from the outline than the tolerance, in the scale that is given', () => {
    const random = mulberry32(5);
    for (const tolerance of [0.3, 1, 4]) {
      const points = circle(400, 90, () => 3 * random());
      const simpler = simplifyOutline(points, tolerance, plain);
      assert.ok(simpler.length < points.length && simpler.length >= 3);
      assert.ok(deviation(points, simpler) <= tolerance + 1e-9);
      assert.ok(simpler.every((point) => points.includes(point)));
    }
    const points = circle(400, 90);
    assert.ok(simplifyOutline(points, 1, [5, 5]).length > simplifyOutline(points, 1, plain).length);
  });

  it('never destroys an outline: thin and tiny ones keep three corners, and no lines come to cross', () => {
    assert.equal(simplifyOutline(circle(60, 0.2), 5, plain).length >= 3, true);
    const sliver: readonly PixelPoint[] = [
      [0, 0],
      [50, 0.1],
      [100, 0],
      [50, 0.2],
    ];
    assert.ok(simplifyOutline(sliver, 2, plain).length >= 3);
    // A narrow bay whose shore a coarse line would cut.
    const bay: readonly PixelPoint[] = [
      [0, 0],
      [40, 0],
      [50, 1.2],
      [60, 0],
      [100, 0],
      [100, 30],
      [52, 30],
      [50, 0.8],
      [48, 30],
      [0, 30],
    ];
    const before = countCrossings(bay);
    assert.ok(countCrossings(simplifyOutline(bay, 3, plain)) <= before);
  });

  it('keeps a line that crosses itself as it was drawn', () => {
    const eight = Array.from({ length: 200 }, (_, at): PixelPoint => {
      const angle = (2 * Math.PI * (at + 0.5)) / 200;
      return [100 * Math.sin(angle), 50 * Math.sin(2 * angle)];
    });
    const simpler = simplifyOutline(eight, 0.5, plain);
    assert.equal(countCrossings(simpler), 1);
    assert.ok(simpler.length < 80);
  });

  it('takes repeated points out', () => {
    assert.deepEqual(
      simplifyOutline(
        [
          [0, 0],
          [0, 0],
          [5, 0],
          [5, 5],
          [5, 5],
          [0, 0],
        ],
        0,
        plain,
      ).length,
      3,
    );
    assert.deepEqual(simplifyLine([[0, 0]], 1, plain), [[0, 0]]);
  });
});
