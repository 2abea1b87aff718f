import assert from 'node:assert/strict';
import { describeEnd } from '../../../../src/vscode/training/describeEnd';
import { logLine } from '../../../../src/vscode/training/trainingSession';
import { sampleRecord } from '../runPage/sampleRecord';

describe('the end of a run in a message', () => {
  it('tells the metric with interval, part, images and patients', () => {
    assert.equal(
      describeEnd(sampleRecord),
      `Run ${sampleRecord.run} finished: MAE 12.0 months (95 % interval 10.0 to 14.0; tuning part, n = 3 images of 2 patients).`,
    );
  });

  it('tells the reason of a failure', () => {
    assert.equal(describeEnd({ ...sampleRecord, state: 'failed', reason: 'No memory.' }), `Run ${sampleRecord.run} failed: No memory.`);
  });

  it('says when there is no metric yet', () => {
    assert.equal(
      describeEnd({ ...sampleRecord, state: 'stopped', result: null }),
      `Run ${sampleRecord.run} stopped before its first epoch.`,
    );
  });
});

describe('the log of a training', () => {
  it('keeps epochs, warnings and records, but not every step', () => {
    const mae = { value: 14.2345, interval: null, method: '', n: 3, patients: 2, unit: 'months' };
    const epoch = {
      event: 'epoch',
      epoch: 3,
      epochs: 30,
      trainLoss: 1,
      tuningLoss: 1,
      metrics: { mae },
      best: true,
      seconds: 1,
      imagesPerSecond: 1,
    } as const;
    assert.deepEqual(logLine('quick', epoch), { level: 'info', text: 'quick: epoch 3 of 30, mae 14.23 months (best so far)' });
    assert.deepEqual(logLine('quick', { event: 'warning', message: 'Slow disk.' }), { level: 'warn', text: 'quick: Slow disk.' });
    assert.equal(logLine('quick', { event: 'record', record: sampleRecord })?.text, `quick: run ${sampleRecord.run} is finished.`);
    assert.equal(logLine('quick', { event: 'progress', phase: 'training', done: 1, total: 2 }), null);
  });
});
