import assert from 'node:assert/strict';
import type { TrainerEvent } from '../../../../src/core/experiment/trainerEvent';
import { progressBar, secondsLeft, shareDone, unwatchedRun, watchLine, watchRun } from '../../../../src/core/experiment/watchedRun';

const engine = { name: 'x', version: '1', backend: 'cpu', device: 'd' };
const started: TrainerEvent = { event: 'started', engine, versions: {}, parameters: 1, epochs: 10, train: 100, tuning: 20 };
const epoch = (number: number, seconds: number): TrainerEvent => ({
  ...{ event: 'epoch', epoch: number, epochs: 10, trainLoss: 1, tuningLoss: 1, best: true, seconds, imagesPerSecond: 812.4 },
  metrics: { mae: { value: 14.24, interval: null, method: '', n: 20, patients: 10, unit: 'months' } },
});
const training = (number: number, done: number): TrainerEvent => ({
  ...{ event: 'progress', phase: 'training', done, total: 100, epoch: number, epochs: 10, imagesPerSecond: 9.26 },
});
const heard = (...events: readonly TrainerEvent[]) => events.reduce(watchRun, unwatchedRun);

describe('watchedRun', () => {
  it('tells bar, epoch, metric, speed and time left', () => {
    assert.equal(watchLine('r', unwatchedRun), '[--------------------] r  starting');
    const caching = heard({ event: 'progress', phase: 'caching', done: 3, total: 40 });
    assert.equal(watchLine('r', caching), '[--------------------] r  caching 3 of 40');
    assert.equal(watchLine('r', heard(started, training(1, 50))), '[#-------------------] r  epoch 0 of 10, 9.3 images/s');
    const line = watchLine('r', heard(started, epoch(1, 20), epoch(2, 40)));
    assert.equal(line, '[####----------------] r  epoch 2 of 10, MAE 14.2 months, 812 images/s, 4 min 0 s left');
  });

  it('reckons the time left from the last five epochs and the part of the present one', () => {
    assert.equal(secondsLeft(heard(started)), null);
    const slowFirst = heard(started, epoch(1, 1000), ...[2, 3, 4, 5, 6].map((number) => epoch(number, 10)));
    assert.equal(Math.round(secondsLeft(slowFirst) ?? 0), 40);
    assert.equal(Math.round(secondsLeft(watchRun(slowFirst, training(7, 50))) ?? 0), 35);
    assert.equal(secondsLeft(heard(started, epoch(1, 1000), started)), null, 'a run that goes on is measured anew');
    assert.equal(shareDone(heard(started, epoch(10, 1))), 1);
    assert.equal(progressBar(1.2), '[####################]');
  });
});
