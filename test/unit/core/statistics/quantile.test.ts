import assert from 'node:assert/strict';
import { quantile } from '../../../../src/core/statistics/quantile';
import { near } from './near';

describe('quantile', () => {
  it('interpolates as R type 7 does', () => {
    near(quantile([1, 2, 4, 8], 0.25), 1.75);
    near(quantile([1, 2, 4, 8], 0.5), 3);
    near(quantile([1, 2, 4, 8], 0.9), 6.8);
  });

  it('gives the extremes at 0 and 1, one value for one value, NaN for none', () => {
    assert.equal(quantile([3, 9], 0), 3);
    assert.equal(quantile([3, 9], 1), 9);
    assert.equal(quantile([7], 0.3), 7);
    assert.ok(Number.isNaN(quantile([], 0.5)));
  });
});
