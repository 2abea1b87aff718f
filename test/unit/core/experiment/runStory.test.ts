import assert from 'node:assert/strict';
import { chosenMetric, eventWords, tellRun, untoldRun } from '../../../../src/core/experiment/runStory';
import type { TrainerEvent } from '../../../../src/core/experiment/trainerEvent';

const estimate = (value: number) => ({ value, interval: null, method: '', n: 9, patients: 3, unit: 'months' });
const epoch = (number: number, value: number, best: boolean): TrainerEvent => ({
  ...{ event: 'epoch', epoch: number, epochs: 10, trainLoss: 0.5, tuningLoss: 0.25, best, seconds: 2, imagesPerSecond: 50 },
  metrics: { mae: estimate(value), rmse: estimate(value + 1) },
});
const engine = { name: 'built-in', version: '1', backend: 'cpu', device: 'a processor' };
const started: TrainerEvent = { event: 'started', engine, versions: {}, parameters: 7, epochs: 10, train: 20, tuning: 9 };

describe('tellRun', () => {
  it('keeps every epoch, the best of them, and what was said in sentences', () => {
    const story = tellRun(untoldRun, [
      started,
      epoch(1, 30, true),
      { event: 'warning', message: 'Slow.' },
      epoch(2, 20, true),
      epoch(3, 25, false),
    ]);
    assert.deepEqual(
      story.epochs.map(({ epoch: number }) => number),
      [1, 2, 3],
    );
    assert.equal(story.best?.epoch, 2);
    assert.equal(chosenMetric(story), 'mae');
    assert.deepEqual(story.words, [
      'Trains on 20 images and tunes on 9, 7 parameters, built-in 1 on a processor.',
      'Epoch 1 of 10: training loss 0.500, tuning loss 0.250, MAE 30.0 months (best so far).',
      'Warning: Slow.',
      'Epoch 2 of 10: training loss 0.500, tuning loss 0.250, MAE 20.0 months (best so far).',
      'Epoch 3 of 10: training loss 0.500, tuning loss 0.250, MAE 25.0 months.',
    ]);
    assert.equal(story.watched.live.epoch, 3);
  });

  it('replaces the epoch that a resumed run does once more, and forgets a best that is measured again', () => {
    const before = tellRun(untoldRun, [started, epoch(1, 30, true), epoch(2, 20, true)]);
    const story = tellRun(before, [started, epoch(2, 40, false)]);
    assert.deepEqual(
      story.epochs.map(({ epoch: number, metrics }) => [number, metrics.mae?.value]),
      [
        [1, 30],
        [2, 40],
      ],
    );
    assert.equal(story.best, null);
    assert.deepEqual(before.epochs.length, 2, 'the story before stays as it was');
  });

  it('holds the last two hundred sentences, and ten thousand epochs without slowing down', () => {
    const many = Array.from({ length: 10_000 }, (_, index) => epoch(index + 1, 30, false));
    const story = tellRun(untoldRun, many);
    assert.deepEqual([story.epochs.length, story.words.length], [10_000, 200]);
    assert.match(story.words.at(-1) ?? '', /^Epoch 10000 of/);
  });

  it('has words for every end, and none for progress', () => {
    const result = { epochs: 1, primary: 'mae', metrics: {}, parameters: 1, imagesPerSecond: 1, peakMemoryMb: 1, weights: null };
    assert.equal(eventWords({ event: 'finished', stopped: true, result }), 'Stopped.');
    assert.equal(eventWords({ event: 'finished', stopped: false, result }), 'Finished.');
    assert.equal(eventWords({ event: 'failed', message: 'No memory.' }), 'Failed: No memory.');
    assert.equal(eventWords({ event: 'progress', phase: 'training', done: 1, total: 2 }), null);
  });
});
