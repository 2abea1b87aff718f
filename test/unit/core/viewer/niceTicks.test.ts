import assert from 'node:assert/strict';
import { niceTicks } from '../../../../src/core/viewer/niceTicks';

describe('niceTicks', () => {
  it('gives round numbers within the range', () => {
    assert.deepEqual(niceTicks(0, 10, 5), [0, 2, 4, 6, 8, 10]);
    assert.deepEqual(niceTicks(-1024, 1300, 4), [-1000, 0, 1000]);
    assert.deepEqual(niceTicks(0.11, 0.42, 4), [0.2, 0.3, 0.4]);
    assert.deepEqual(niceTicks(0.1, 0.3, 4), [0.1, 0.15, 0.2, 0.25, 0.3]);
    assert.deepEqual(niceTicks(5, 5, 4), [5]);
    assert.deepEqual(niceTicks(Number.NaN, Number.NaN, 4), []);
  });
});
