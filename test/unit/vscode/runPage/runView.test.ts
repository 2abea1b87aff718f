import assert from 'node:assert/strict';
import { unheardRun } from '../../../../src/core/experiment/liveRun';
import type { RunningRun } from '../../../../src/core/experiment/runRecord';
import { type RunFiles, runView } from '../../../../src/vscode/runPage/runView';
import { sampleRecord } from './sampleRecord';

const files: RunFiles = {
  project: '/p',
  run: sampleRecord.run,
  record: sampleRecord,
  problem: '',
  pending: false,
  epochs: [
    { epoch: 1, trainLoss: 2, tuningLoss: 3, seconds: 1, imagesPerSecond: 9, metrics: { mae: { value: 20, lower: null, upper: null } } },
    {
      epoch: 2,
      trainLoss: 1,
      tuningLoss: Number.NaN,
      seconds: 1,
      imagesPerSecond: 9,
      metrics: { mae: { value: 12, lower: 10, upper: 14 } },
    },
  ],
  predictions: '',
  live: unheardRun,
  files: { record: true, predictions: false, log: false },
  problems: [],
};

const { result: _, ended: __, seconds: ___, state: ____, ...common } = sampleRecord;
const running: RunningRun = { ...common, state: 'running' };

describe('runView', () => {
  it('puts the primary metric first, with everything a report needs', () => {
    const [first, second] = runView(files).metrics;
    assert.equal(second?.name, 'bias');
    assert.deepEqual(first, {
      name: 'mae',
      title: 'MAE',
      unit: 'months',
      primary: true,
      part: 'tuning',
      value: 12,
      interval: [10, 14],
      method: 'bootstrap',
      n: 3,
      patients: 2,
      bestEpoch: 2,
      last: 13,
    });
  });

  it('draws the primary metric by epoch and leaves holes where there is no number', () => {
    const { curves } = runView(files);
    assert.equal(curves?.metric, 'mae');
    assert.equal(curves?.unit, 'months');
    assert.deepEqual(curves?.points, [
      { epoch: 1, trainLoss: 2, tuningLoss: 3, metric: 20, lower: null, upper: null },
      { epoch: 2, trainLoss: 1, tuningLoss: null, metric: 12, lower: 10, upper: 14 },
    ]);
  });

  it('marks what the run changed, and pins hashes and versions', () => {
    const { settings, facts } = runView(files);
    assert.deepEqual(
      settings.filter(({ changed }) => changed),
      [{ name: 'train.epochs', value: '2', changed: true }],
    );
    assert.deepEqual(settings.find(({ name }) => name === 'image.size')?.value, '[64,64]');
    assert.equal(settings.find(({ name }) => name === 'data.reader')?.value, '(empty)');
    assert.equal(facts.find(({ name }) => name === 'split SHA-256')?.value, 'ab'.repeat(32));
    assert.equal(facts.find(({ name }) => name === 'node')?.value, '20.19.0');
  });

  it('shows where a running run stands, with its metrics of now', () => {
    const mae = { value: 14, interval: [12, 16] as const, method: 'bootstrap', n: 3, patients: 2, unit: 'months' };
    const live = { ...unheardRun, phase: 'training', done: 50, total: 100, epoch: 1, epochs: 4, imagesPerSecond: 99.6, metrics: { mae } };
    const view = runView({ ...files, record: running, live });
    assert.deepEqual(view.progress, { text: 'Epoch 1/4 · MAE 14.0 months · 100 images a second', share: 0.375 });
    assert.equal(view.metrics[0]?.value, 14);
    assert.equal(view.metrics[0]?.bestEpoch, 1);
    assert.equal(view.seconds, null);
  });

  it('knows no share before the first word of the trainer', () => {
    assert.deepEqual(runView({ ...files, record: running, epochs: [] }).progress, { text: 'starting', share: null });
  });

  it('tells why a run failed or its record is damaged', () => {
    const failed = { ...sampleRecord, state: 'failed' as const, reason: 'No memory.', result: null };
    assert.equal(runView({ ...files, record: failed }).reason, 'No memory.');
    assert.deepEqual(runView({ ...files, record: failed }).metrics, []);
    const damaged = runView({ ...files, record: null, problem: 'It is cut off.' });
    assert.equal(damaged.state, 'damaged');
    assert.equal(damaged.reason, 'It is cut off.');
    assert.equal(damaged.run, sampleRecord.run);
  });

  it('shows metrics and curves of boxes', () => {
    const ofBoxes = sampleRecord.result?.metrics.mae;
    assert.ok(ofBoxes);
    const share = { ...ofBoxes, unit: '', better: 'higher' as const };
    const metrics = { false_positives_per_image: { ...ofBoxes, unit: 'per image' }, average_precision: share };
    const record = {
      ...sampleRecord,
      task: 'detection' as const,
      unit: '',
      result: { ...sampleRecord.result, primary: 'average_precision', metrics },
    };
    const epochs = files.epochs.map(({ metrics: { mae }, ...epoch }) => ({ ...epoch, metrics: mae ? { average_precision: mae } : {} }));
    const view = runView({ ...files, record, epochs });
    assert.deepEqual(
      view.metrics.map(({ title, unit, primary }) => [title, unit, primary]),
      [
        ['average precision (IoU 0.5)', '', true],
        ['false positives', 'per image', false],
      ],
    );
    assert.deepEqual([view.curves?.metric, view.curves?.points.length, view.predictions], ['average_precision', 2, '']);
  });

  it('crosses to the page unchanged', () => {
    const view = runView(files);
    assert.deepEqual(JSON.parse(JSON.stringify(view)), view);
  });
});
