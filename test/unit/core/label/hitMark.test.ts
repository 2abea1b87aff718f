import assert from 'node:assert/strict';
import type { LineMark } from '../../../../src/core/label/cornersOfMark';
import { hitMark, type Reach } from '../../../../src/core/label/hitMark';
import type { PixelPoint } from '../../../../src/core/label/label';

const reach: Reach = { across: 1, down: 1, within: 6 };
const box = (id: string, from: PixelPoint, to: PixelPoint): LineMark => ({ id, name: 'x', kind: 'box', from, to });
const hit = (marks: readonly LineMark[], at: PixelPoint, how = reach) => {
  const found = hitMark(marks, at, how);
  return found === null ? null : [found.mark.id, found.part.on, 'index' in found.part ? found.part.index : -1];
};

describe('hitMark', () => {
  const large = box('large', [0, 0], [100, 100]);
  const small = box('small', [40, 40], [60, 60]);

  it('finds corners before edges before what is enclosed', () => {
    assert.deepEqual(hit([large], [2, 98]), ['large', 'corner', 3]);
    assert.deepEqual(hit([large], [97, 50]), ['large', 'edge', 1]);
    assert.deepEqual(hit([large], [30, 70]), ['large', 'inside', -1]);
    assert.equal(hit([large], [120, 50]), null);
  });

  it('takes the smallest of what encloses a place, and the nearest line', () => {
    assert.deepEqual(hit([small, large], [50, 50]), ['small', 'inside', -1]);
    assert.deepEqual(hit([large, small], [50, 50]), ['small', 'inside', -1]);
    const near = box('near', [3, 20], [30, 60]);
    assert.deepEqual(hit([large, near], [0, 40]), ['large', 'edge', 3]);
    assert.deepEqual(hit([large, near], [3, 40]), ['near', 'edge', 3]);
    // Where both are as good as equally near, the smaller one.
    assert.deepEqual(hit([large, near], [1.4, 40]), ['near', 'edge', 3]);
  });

  it('reaches as many canvas pixels along both axes, however long pixels are', () => {
    assert.deepEqual(hit([large], [106, 50], { across: 1, down: 3, within: 6 }), ['large', 'edge', 1]);
    assert.equal(hit([large], [50, 103], { across: 1, down: 3, within: 6 }), null);
    assert.deepEqual(hit([large], [50, 102], { across: 1, down: 3, within: 6 }), ['large', 'edge', 2]);
  });

  it('knows points, lines that meet, and lines that do not', () => {
    const common = { id: 'm', name: 'x' };
    const points: readonly PixelPoint[] = [
      [0, 0],
      [50, 0],
      [0, 50],
      [50, 50],
    ];
    assert.deepEqual(hit([{ ...common, kind: 'cobb', points }], [25, 1]), ['m', 'edge', 0]);
    assert.equal(hit([{ ...common, kind: 'cobb', points }], [25, 25]), null);
    assert.deepEqual(hit([{ ...common, kind: 'angle', points: points.slice(0, 3) }], [25, 25]), ['m', 'edge', 1]);
    assert.deepEqual(hit([{ ...common, kind: 'point', at: [10, 10] }], [14, 10]), ['m', 'corner', 0]);
    assert.deepEqual(hit([{ ...common, kind: 'length', from: [0, 0], to: [50, 0] }], [25, 5]), ['m', 'edge', 0]);
    assert.deepEqual(hit([{ ...common, kind: 'outline', points }], [25, 8]), ['m', 'inside', -1]);
  });
});
