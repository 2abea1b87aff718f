import assert from 'node:assert/strict';
import { clipBox, sameBoxes } from '../../../../src/core/dataset/boxAnnotation';

describe('boxes', () => {
  it('are the same within a tolerance, in any order', () => {
    const a = { from: [0, 0], to: [10, 10] } as const;
    const b = { from: [20, 20], to: [30, 30] } as const;
    const near = { from: [1, 0], to: [10, 12] } as const;
    assert.ok(sameBoxes([a, b], [b, near], 2));
    assert.ok(!sameBoxes([a, b], [b, near], 1.5));
    assert.ok(!sameBoxes([a, a], [a, b], 2));
    assert.ok(!sameBoxes([a], [], 2));
  });

  it('are cut to the image, or refused', () => {
    assert.deepEqual(clipBox({ from: [-0.5, 1.23456], to: [10.4, 5] }, 10, 10), { from: [0, 1.23], to: [10, 5] });
    assert.equal(clipBox({ from: [-5, 0], to: [3, 3] }, 10, 10), null);
    assert.equal(clipBox({ from: [3, 3], to: [3, 5] }, 10, 10), null);
  });
});
