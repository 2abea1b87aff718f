import assert from 'node:assert/strict';
import { chiSquaredP, exactMcnemar, mcnemar } from '../../../../src/core/statistics/mcnemar';
import golden from '../../../fixtures/statistics/golden.json';
import { near } from './near';

describe("McNemar's test", () => {
  it('has the golden p values', () => {
    const { b, c } = golden.mcnemar_agresti.in;
    near(chiSquaredP((b - c) ** 2 / (b + c)) * 1e5, golden.mcnemar_agresti.out.p * 1e5);
    near(exactMcnemar(b, c) * 1e5, golden.mcnemar_agresti.out.p_exact * 1e5);
    near(mcnemar(1, 9).p, golden.mcnemar_exact_small.out.p_exact);
  });

  it('is exact where fewer than 25 images differ, and says so', () => {
    assert.equal(mcnemar(12, 12).method, 'exact McNemar test');
    assert.equal(mcnemar(12, 13).method, 'McNemar test');
    assert.equal(mcnemar(86, 150).method, 'McNemar test');
  });

  it('finds no difference where there is none, in either order', () => {
    assert.equal(mcnemar(0, 0).p, 1);
    assert.equal(mcnemar(5, 5).p, 1);
    near(exactMcnemar(9, 1), exactMcnemar(1, 9));
    // 2 to the power of -4000 is no number any more.
    near(exactMcnemar(2000, 2000), 1);
  });
});
