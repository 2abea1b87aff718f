import assert from 'node:assert/strict';
import { pearsonCorrelation } from '../../../../src/core/statistics/correlation';
import golden from '../../../fixtures/statistics/golden.json';
import { estimateOf, near, patientsOf, reasonOf } from './near';

describe('pearsonCorrelation', () => {
  const { pred, truth } = golden.regression_bone_age.in;

  it('gives the golden r of bone ages and of peak flows', () => {
    near(estimateOf(pearsonCorrelation(pred, truth, patientsOf(10))).value, golden.regression_bone_age.out.pearson_r);
    const { wright1, mini1 } = golden.bland_altman_pefr.in;
    assert.equal(estimateOf(pearsonCorrelation(wright1, mini1, patientsOf(17))).value.toFixed(3), '0.943');
  });

  it("has Fisher's interval, as scipy.stats.pearsonr(pred, truth).confidence_interval() says", () => {
    const { interval, n, patients } = estimateOf(pearsonCorrelation(pred, truth, patientsOf(10)));
    near(interval?.[0], 0.9491462920710931);
    near(interval?.[1], 0.9973082946165639);
    assert.deepEqual([n, patients], [10, 10]);
  });

  it('resamples patients where some have several images', () => {
    const patients = patientsOf(5).flatMap((patient) => [patient, patient]);
    const estimate = estimateOf(pearsonCorrelation(pred, truth, patients));
    assert.match(estimate.method, /bootstrap over patients/);
    assert.ok(estimate.interval !== null && estimate.interval[0] < estimate.value && estimate.interval[1] > estimate.value);
    assert.equal(estimate.patients, 5);
  });

  it('says why there is none, and gives no interval of no width', () => {
    assert.match(reasonOf(pearsonCorrelation([1, 2], [1, 2], patientsOf(2))), /three images/);
    assert.match(reasonOf(pearsonCorrelation([4, 4, 4], [1, 2, 3], patientsOf(3))), /same number/);
    assert.match(reasonOf(pearsonCorrelation([4, 5, Number.NaN], [1, 2, 3], patientsOf(3))), /finite/);
    const line = estimateOf(pearsonCorrelation([1, 2, 3, 4], [2, 4, 6, 8], patientsOf(4)));
    assert.equal(line.interval, null);
    assert.throws(() => pearsonCorrelation([1, 2, 3], [1, 2], patientsOf(3)), RangeError);
  });
});
