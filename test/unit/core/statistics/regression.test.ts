import assert from 'node:assert/strict';
import { meanAbsoluteError, regressionMetrics } from '../../../../src/core/statistics/regression';
import golden from '../../../fixtures/statistics/golden.json';
import { estimateOf, near, nearInterval, patientsOf, reasonOf } from './near';

const { pred, truth } = golden.regression_bone_age.in;
const expected = golden.regression_bone_age.out;

describe('regressionMetrics', () => {
  it('gives the golden bone ages', () => {
    const metrics = regressionMetrics(pred, truth, patientsOf(10), 'months');
    const mae = estimateOf(metrics.mae);
    near(mae.value, expected.mae);
    nearInterval(mae.interval, golden.bootstrap_mae.out.ci);
    assert.deepEqual([mae.n, mae.patients, mae.unit], [10, 10, 'months']);
    near(estimateOf(metrics.rmse).value, expected.rmse);
    near(estimateOf(metrics.bias).value, expected.bias);
    nearInterval(estimateOf(metrics.bias).interval, expected.bias_ci);
    near(estimateOf(metrics.lowerLimit).value, expected.loa[0]);
    near(estimateOf(metrics.upperLimit).value, expected.loa[1]);
  });

  it("gives Bland and Altman's peak flows with the intervals of their limits", () => {
    const { wright1, mini1 } = golden.bland_altman_pefr.in;
    const out = golden.bland_altman_pefr.out;
    const metrics = regressionMetrics(wright1, mini1, patientsOf(17), 'l/min');
    near(estimateOf(metrics.bias).value, out.bias);
    nearInterval(estimateOf(metrics.bias).interval, out.bias_ci);
    near(estimateOf(metrics.lowerLimit).value, out.loa[0]);
    nearInterval(estimateOf(metrics.lowerLimit).interval, out.lower_ci);
    nearInterval(estimateOf(metrics.upperLimit).interval, out.upper_ci);
  });

  it('resamples patients for the bias too where some have several images', () => {
    const patients = patientsOf(5).flatMap((patient) => [patient, patient]);
    const metrics = regressionMetrics(pred, truth, patients, 'months');
    for (const metric of Object.values(metrics)) {
      assert.match(estimateOf(metric).method, /bootstrap over patients/);
      assert.equal(estimateOf(metric).patients, 5);
    }
  });

  it('gives one image without an interval and without limits', () => {
    const metrics = regressionMetrics([5], [3], ['a'], 'months');
    assert.equal(estimateOf(metrics.mae).value, 2);
    assert.equal(estimateOf(metrics.mae).interval, null);
    assert.equal(estimateOf(metrics.bias).interval, null);
    assert.match(reasonOf(metrics.upperLimit), /two images/);
  });

  it('gives no interval of no width', () => {
    const metrics = regressionMetrics([2, 3, 4], [1, 2, 3], patientsOf(3), 'months');
    assert.equal(estimateOf(metrics.mae).interval, null);
    assert.equal(estimateOf(metrics.bias).interval, null);
    assert.match(estimateOf(metrics.bias).method, /do not vary/);
  });

  it('says why there is none', () => {
    for (const metric of Object.values(regressionMetrics([], [], [], 'months'))) assert.match(reasonOf(metric), /no images/);
    assert.match(reasonOf(regressionMetrics([Number.NaN, 1], [1, 1], ['a', 'b'], 'months').mae), /1 of 2 images/);
    assert.throws(() => regressionMetrics([1], [1, 2], ['a', 'b'], 'months'), RangeError);
  });
});

describe('meanAbsoluteError', () => {
  it('is the same as among all metrics', () => {
    assert.deepEqual(
      meanAbsoluteError(pred, truth, patientsOf(10), 'months'),
      regressionMetrics(pred, truth, patientsOf(10), 'months').mae,
    );
    assert.match(reasonOf(meanAbsoluteError([], [], [], 'months')), /no images/);
  });
});
