import assert from 'node:assert/strict';
import { curveAt } from '../../../../src/core/volume/curveAt';
import { slicesOf } from '../../../fixtures/slices';

describe('curveAt', () => {
  const frames = slicesOf({
    size: [3, 2, 4],
    value: (column, row, time) => 100 * time + 10 * row + column,
    meaning: { modality: { kind: 'linear', slope: 0.5, intercept: -1 }, padding: [211, 211] },
  });

  it('gives the values of a pixel over time in the unit', () => {
    assert.deepEqual([...curveAt(frames, { column: 2, row: 1 })], [5, 55, 105, 155]);
  });

  it('has no number for padding and outside the picture', () => {
    assert.deepEqual([...curveAt(frames, { column: 1, row: 1 })], [4.5, 54.5, Number.NaN, 154.5]);
    assert.deepEqual([...curveAt(frames, { column: 3, row: 0 })], Array(4).fill(Number.NaN));
    assert.deepEqual([...curveAt(frames, { column: -1, row: 0 })], Array(4).fill(Number.NaN));
  });
});
