import assert from 'node:assert/strict';
import { advanceRun, describeLiveRun, unheardRun } from '../../../../src/core/experiment/liveRun';
import type { TrainerEvent } from '../../../../src/core/experiment/trainerEvent';

const engine = { name: 'built-in', version: '1', backend: 'cpu', device: 'CPU' };
const mae = { value: 14.23, interval: [12, 16] as const, method: 'bootstrap', n: 90, patients: 60, unit: 'months' };
const events: readonly TrainerEvent[] = [
  { event: 'started', engine, versions: {}, parameters: 1000, epochs: 30, train: 400, tuning: 90 },
  { event: 'progress', phase: 'caching', done: 120, total: 490 },
  { event: 'progress', phase: 'training', done: 64, total: 400, epoch: 1, epochs: 30, imagesPerSecond: 410 },
  {
    event: 'epoch',
    epoch: 1,
    epochs: 30,
    trainLoss: 1,
    tuningLoss: 1,
    metrics: { mae, rmse: mae },
    best: true,
    seconds: 2,
    imagesPerSecond: 400,
  },
];
const stateAfter = (count: number) => events.slice(0, count).reduce(advanceRun, unheardRun);

describe('a live run', () => {
  it('is described by its phase, then by epoch and metric', () => {
    assert.equal(describeLiveRun(unheardRun), 'starting');
    assert.equal(describeLiveRun(stateAfter(2)), 'caching 120/490');
    assert.equal(describeLiveRun(stateAfter(3)), 'training 64/400');
    assert.equal(describeLiveRun(stateAfter(4)), '1/30 · MAE 14.2 months');
  });

  it('keeps what later events do not tell', () => {
    const run = [...events, { event: 'progress', phase: 'training', done: 1, total: 400 } as const].reduce(advanceRun, unheardRun);
    assert.equal(run.epoch, 1);
    assert.equal(run.epochs, 30);
    assert.equal(run.imagesPerSecond, 400);
    assert.deepEqual(Object.keys(run.metrics), ['mae', 'rmse']);
  });

  it('is left as it was by a warning and ends with its last event', () => {
    assert.deepEqual(advanceRun(stateAfter(3), { event: 'warning', message: 'slow' }), stateAfter(3));
    assert.equal(advanceRun(stateAfter(3), { event: 'failed', message: 'no memory' }).phase, 'failed');
  });

  it('says the epoch alone where the engine gave no metric', () => {
    const bare = advanceRun(unheardRun, { ...(events[3] as Extract<TrainerEvent, { event: 'epoch' }>), metrics: {} });
    assert.equal(describeLiveRun(bare), '1/30');
  });
});
