import assert from 'node:assert/strict';
import { bootstrapEstimate, bootstrapInterval } from '../../../../src/core/statistics/bootstrap';
import { aucDelong } from '../../../../src/core/statistics/delong';
import { proportionalBias } from '../../../../src/core/statistics/proportionalBias';
import { mulberry32 } from '../../../../src/core/statistics/random';
import { agreementLimits, regressionMetrics } from '../../../../src/core/statistics/regression';
import { rankScores, weightedAuc } from '../../../../src/core/statistics/roc';
import { meanEstimate } from '../../../../src/core/statistics/sumsEstimate';
import golden from '../../../fixtures/statistics/golden.json';
import { estimateOf, near, nearInterval, patientsOf, reasonOf } from './near';

const random = mulberry32(5);
const values = Array.from({ length: 60 }, () => random() * 20);
/** Two or three images a patient, and one without a name. */
const clustered = values.map((_, index) => (index === 7 ? '' : `p${Math.floor(index / 2.5)}`));

describe('sumsEstimate', () => {
  it('gives the golden interval of a mean', () => {
    const estimate = meanEstimate(golden.bootstrap_mae.in.abs_err, patientsOf(10), 'months');
    near(estimate.value, golden.regression_bone_age.out.mae);
    nearInterval(estimate.interval, golden.bootstrap_mae.out.ci);
    assert.deepEqual([estimate.n, estimate.patients, estimate.unit], [10, 10, 'months']);
  });

  it('is the bootstrap of images, which draws the same patients', () => {
    const mean = (images: readonly number[]) => images.reduce((sum, image) => sum + (values[image] ?? 0), 0) / images.length;
    const expected = bootstrapEstimate(clustered, mean, '');
    const actual = meanEstimate(values, clustered, '');
    near(actual.value, expected.value);
    nearInterval(actual.interval, expected.interval ?? []);
    assert.deepEqual([actual.method, actual.patients], [expected.method, expected.patients]);
  });

  it('gives no interval of one patient, or where nothing varies', () => {
    assert.match(meanEstimate([1, 2], ['a', 'a'], '').method, /at least two patients/);
    assert.match(meanEstimate([0.1, 0.1, 0.1], ['a', 'b', 'c'], '').method, /do not differ/);
  });
});

describe('agreementLimits', () => {
  it('are those among all metrics, also where patients have several images', () => {
    const predictions = values.map((value) => value * 0.9 + 1);
    for (const patients of [clustered, patientsOf(60)]) {
      const { bias, lowerLimit, upperLimit } = regressionMetrics(predictions, values, patients, 'months');
      assert.deepEqual(agreementLimits(predictions, values, patients, 'months'), { bias, lowerLimit, upperLimit });
    }
    assert.match(reasonOf(agreementLimits([Number.NaN], [1], ['a'], '').bias), /1 of 1 images have no finite/);
  });
});

describe('the area under the curve of clustered images', () => {
  it('has the interval of the plain bootstrap', () => {
    const positives = values.map((value, index) => value + (index % 5) > 12);
    const scores = values.map((value) => Math.round(value));
    const ranked = rankScores(scores, positives);
    const expected = bootstrapInterval(clustered, (images) => {
      const weights = new Float64Array(values.length);
      for (const image of images) weights[image] = (weights[image] ?? 0) + 1;
      return weightedAuc(ranked, weights);
    });
    const area = estimateOf(aucDelong(scores, positives, clustered));
    nearInterval(area.interval, expected.interval ?? []);
    assert.equal(area.method, expected.method);
  });
});

describe('proportionalBias', () => {
  const { pred, truth } = golden.regression_bone_age.in;
  it('is the least squares slope of the difference on the mean', () => {
    // scipy.stats.linregress((pred + truth) / 2, pred - truth).slope
    near(estimateOf(proportionalBias(pred, truth, patientsOf(10))).value, -0.14113854961233185);
  });

  it('needs three images, and means that differ', () => {
    assert.match(reasonOf(proportionalBias([1, 2], [1, 2], ['a', 'b'])), /three images/);
    assert.match(reasonOf(proportionalBias([1, 1, 1], [1, 1, 1], ['a', 'b', 'c'])), /the same/);
  });
});
