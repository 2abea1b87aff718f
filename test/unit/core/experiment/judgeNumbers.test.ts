import assert from 'node:assert/strict';
import { metricTitle } from '../../../../src/core/experiment/describeMetric';
import { judgeNumbers } from '../../../../src/core/experiment/judgePredictions';
import { tolerancesOf, tolerancesOfRun, usualTolerances, withinMetric } from '../../../../src/core/experiment/tolerances';
import golden from '../../../fixtures/statistics/golden.json';
import { estimateOf, near, patientsOf, reasonOf } from '../statistics/near';

const { pred: predictions, truth: targets } = golden.regression_bone_age.in;
const out = golden.regression_bone_age.out;
const unit = 'months';

describe('judgeNumbers', () => {
  it('gives every golden number of bone ages, each with n, patients and an interval', () => {
    const judged = judgeNumbers({ predictions, targets, patients: patientsOf(10), unit, tolerances: [6, 12] });
    const expected = {
      ...{ mae: out.mae, rmse: out.rmse, bias: out.bias, lower_limit: out.loa[0], upper_limit: out.loa[1], icc: out.icc21 },
      ...{ pearson: out.pearson_r, within_6_months: out.within6, within_12_months: out.within12 },
    };
    assert.deepEqual(Object.keys(judged).sort(), Object.keys(expected).sort());
    for (const [name, wanted] of Object.entries(expected)) {
      const value = wanted ?? Number.NaN;
      const estimate = estimateOf(judged[name] ?? { undefined: name });
      near(estimate.value, value);
      assert.deepEqual([estimate.n, estimate.patients], [10, 10]);
      assert.ok(estimate.interval !== null && estimate.interval[0] < value && value < estimate.interval[1], name);
    }
  });

  it('respects that patients have several images', () => {
    const twice = <T>(values: readonly T[]): readonly T[] => [...values, ...values];
    const data = { predictions: twice(predictions), targets: twice(targets), unit, tolerances: [6] };
    const clustered = judgeNumbers({ ...data, patients: twice(patientsOf(10)) });
    const pretended = judgeNumbers({ ...data, patients: patientsOf(20) });
    for (const [name, judged] of Object.entries(clustered)) {
      assert.match(estimateOf(judged).method, /over patients|several images a patient/);
      // Their intervals are made in another way where images depend on each other.
      if (['icc', 'lower_limit', 'upper_limit'].includes(name)) continue;
      const [wide, narrow] = [estimateOf(judged).interval, estimateOf(pretended[name] ?? { undefined: '' }).interval];
      assert.ok(wide !== null && narrow !== null, name);
      assert.ok(wide[1] - wide[0] > 1.05 * (narrow[1] - narrow[0]), `${name}: ${wide} against ${narrow}`);
    }
  });

  it('says why there are none', () => {
    for (const judged of Object.values(judgeNumbers({ predictions: [], targets: [], patients: [], unit, tolerances: [6] })))
      assert.ok(reasonOf(judged).length > 10);
    const broken = judgeNumbers({ predictions: [1, Number.NaN, 3], targets: [1, 2, 3], patients: patientsOf(3), unit, tolerances: [6] });
    for (const judged of Object.values(broken)) assert.ok(reasonOf(judged).length > 10);
  });
});

describe('tolerances', () => {
  it("are the protocol's, ascending, else those of months", () => {
    assert.deepEqual(tolerancesOf({ unit: 'months', tolerances: [24, 6, 24] }), [6, 24]);
    assert.deepEqual(tolerancesOf({ unit: 'Months' }), [6, 12]);
    assert.deepEqual(usualTolerances('mg/cm³'), []);
  });

  it("are found again in a run's metrics, and of an older record by its unit", () => {
    assert.deepEqual(tolerancesOfRun(['mae', withinMetric(24, 'months'), withinMetric(0.5, 'months')], 'months'), [0.5, 24]);
    assert.deepEqual(tolerancesOfRun(['mae', withinMetric(5, 'mg/cm³')], 'mg/cm³'), [5]);
    assert.deepEqual(tolerancesOfRun(['mae', 'rmse'], 'months'), [6, 12]);
  });

  it('have a title with their unit', () => {
    assert.equal(metricTitle(withinMetric(12, 'months')), 'share within 12 months');
    assert.equal(metricTitle(withinMetric(0.5, 'mg/cm³')), 'share within 0.5');
  });
});
