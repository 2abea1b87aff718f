import assert from 'node:assert/strict';
import { wilson } from '../../../../src/core/statistics/proportion';
import {
  aucPrecisionSize,
  consecutiveSize,
  designEffect,
  iccSize,
  leastForGoal,
  limitsSize,
  nonInferiorSize,
  pairedSize,
  performanceGoalSize,
  sharePrecisionSize,
} from '../../../../src/core/statistics/sampleSize';

const near = (found: number, expected: number): void =>
  assert.ok(Math.abs(found - expected) <= 1e-6 * expected, `${found} instead of ${expected}`);

// Expected numbers: reference/methods_vectors.json, n_buderer to n_noninferiority_paired.
describe('sample sizes', () => {
  it('are those of the golden vectors', () => {
    near(sharePrecisionSize(0.9, 0.05), 138.29251754498844);
    near(sharePrecisionSize(0.85, 0.05), 195.91439985540038);
    assert.equal(Math.ceil(consecutiveSize(Math.ceil(sharePrecisionSize(0.9, 0.05)), 0.2)), 695);
    near(consecutiveSize(sharePrecisionSize(0.8, 0.07), 0.1), 1254.353900634816);
    near(performanceGoalSize(0.85, 0.92), 175.81746305855995);
    near(aucPrecisionSize(0.9, 0.05), 105.15544311666596);
    near(pairedSize(0.17, 0.07), 269.9381379108633);
    near(iccSize(0.9, 0.1), 56.47066537082313);
    near(limitsSize(0.34), 99.69183790728697);
    near(designEffect(2, 0.6), 1.6);
    near(nonInferiorSize(0.1, 0.05), 313.9551893739635);
  });

  it('find the fewest with whom a goal can be reached at all', () => {
    for (const goal of [0.5, 0.85, 0.95]) {
      const n = leastForGoal(goal);
      assert.ok(wilson(n, n)[0] >= goal && wilson(n - 1, n - 1)[0] < goal);
    }
  });
});
