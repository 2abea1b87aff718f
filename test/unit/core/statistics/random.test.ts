import assert from 'node:assert/strict';
import { mulberry32, normal, shuffled } from '../../../../src/core/statistics/random';
import golden from '../../../fixtures/statistics/golden.json';

describe('random', () => {
  it('draws the golden numbers', () => {
    const random = mulberry32(42);
    assert.deepEqual([random(), random(), random()], golden.bootstrap_mae.out.first3_u);
  });

  it('draws normal numbers with mean 0 and variance 1', () => {
    const random = mulberry32(1);
    const draws = Array.from({ length: 20000 }, () => normal(random));
    const mean = draws.reduce((sum, value) => sum + value, 0) / draws.length;
    const variance = draws.reduce((sum, value) => sum + value * value, 0) / draws.length;
    assert.ok(Math.abs(mean) < 0.03, `mean ${mean}`);
    assert.ok(Math.abs(variance - 1) < 0.05, `variance ${variance}`);
  });

  it('shuffles without losing anything and without touching its argument', () => {
    const values = Object.freeze([1, 2, 3, 4, 5, 6, 7, 8]);
    const result = shuffled(values, mulberry32(3));
    assert.notDeepEqual(result, values);
    assert.deepEqual([...result].sort(), values);
    assert.deepEqual(result, shuffled(values, mulberry32(3)));
  });
});
