import assert from 'node:assert/strict';
import { formatMetrics, type MetricsRow, parseMetrics } from '../../../../src/core/experiment/metricsTable';

const row: MetricsRow = {
  epoch: 1,
  trainLoss: 0.5,
  tuningLoss: 0.25,
  seconds: 2,
  imagesPerSecond: 100,
  metrics: { auc: { value: 0.75, lower: 0.5, upper: 0.9 }, accuracy: { value: 1, lower: null, upper: null } },
};

describe('metrics.csv', () => {
  it('has the agreed columns and reads back', () => {
    const second = { ...row, epoch: 2, metrics: {} };
    const text = formatMetrics([row, second]);
    assert.equal(
      text,
      'epoch,train_loss,tuning_loss,seconds,images_per_second,auc,auc_lower,auc_upper,accuracy,accuracy_lower,accuracy_upper\n' +
        '1,0.5,0.25,2,100,0.75,0.5,0.9,1,,\n2,0.5,0.25,2,100,,,,,,\n',
    );
    assert.deepEqual(parseMetrics(text), [row, second]);
  });

  it('writes seven digits', () => {
    assert.match(formatMetrics([{ ...row, trainLoss: 1 / 3, metrics: {} }]), /\n1,0\.3333333,/);
  });

  it('refuses another table', () => {
    assert.throws(() => parseMetrics('epoch,loss\n1,2\n'), /metrics\.csv has no column train_loss, tuning_loss/);
  });
});
