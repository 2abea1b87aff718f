import assert from 'node:assert/strict';
import { describeMetric, shortMetric } from '../../../../src/core/experiment/describeMetric';

const metric = { value: -0.4213, interval: [-2.1, 1.304] as const, n: 90, patients: 61, unit: 'months' };

describe('describeMetric', () => {
  it('says value, unit, interval, part and n, with alike decimals', () => {
    assert.equal(
      describeMetric('bias', metric, 'tuning'),
      'bias -0.42 months (95 % interval -2.10 to 1.30; tuning part, n = 90 images of 61 patients)',
    );
  });

  it('says so where there is no interval, and leaves out an absent unit', () => {
    const auc = { ...metric, value: 1, interval: null, unit: '' };
    assert.equal(describeMetric('auc', auc, 'tuning'), 'AUC 1.000 (no 95 % interval; tuning part, n = 90 images of 61 patients)');
  });

  it('is short where there is little room', () => {
    assert.equal(shortMetric('mae', { value: 12.34, unit: 'months' }), 'MAE 12.3 months');
  });
});
