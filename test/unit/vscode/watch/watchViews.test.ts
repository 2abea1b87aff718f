import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunListing } from '../../../../src/core/experiment/runListing';
import { tellRun, untoldRun } from '../../../../src/core/experiment/runStory';
import { completeSweep } from '../../../../src/core/experiment/sweep';
import type { SweepRecord, SweepTrial } from '../../../../src/core/experiment/sweepRecord';
import type { TrainerEvent } from '../../../../src/core/experiment/trainerEvent';
import { RunStories } from '../../../../src/vscode/watch/runStories';
import { runView, thinned } from '../../../../src/vscode/watch/runView';
import { sweepView } from '../../../../src/vscode/watch/sweepView';

const run = '20260101-000000-quick-0000';
const estimate = (value: number) => ({ value, interval: [value - 1, value + 1] as const, method: 'm', n: 9, patients: 3, unit: 'months' });
const engine = { name: 'built-in', version: '1', backend: 'cpu', device: 'a processor' };
const started: TrainerEvent = { event: 'started', engine, versions: {}, parameters: 7, epochs: 10, train: 20, tuning: 9 };
const epoch = (number: number, value: number, best: boolean): TrainerEvent => ({
  ...{ event: 'epoch', epoch: number, epochs: 10, trainLoss: 0.5, tuningLoss: Number.NaN, best, seconds: 2, imagesPerSecond: 50 },
  metrics: { mae: estimate(value) },
});
const listing: RunListing = {
  ...{ run, state: 'running', experiment: 'quick', created: '', seconds: null, metric: null, epochs: null, pending: false },
};

describe('runView', () => {
  const told = (events: readonly TrainerEvent[]) => ({ story: tellRun(untoldRun, events), log: ['a'], stopping: null });

  it('tells where a run stands, what is left, the last and the best epoch', () => {
    const progress: TrainerEvent = { event: 'progress', phase: 'training', done: 10, total: 20, epoch: 3, epochs: 10, imagesPerSecond: 40 };
    const view = runView(listing, told([started, epoch(1, 20, true), epoch(2, 25, false), progress]), null);
    assert.deepEqual([view.place, view.share, view.secondsLeft, view.imagesPerSecond], ['epoch 3 of 10', 0.25, 15, 40]);
    assert.deepEqual([view.last?.value, view.last?.epoch, view.best?.value, view.best?.epoch, view.best?.n], [25, 2, 20, 1, 9]);
    assert.deepEqual(
      view.tuningLoss,
      [1, 2].map((number) => ({ epoch: number, value: null })),
      'a loss that is no number leaves a hole',
    );
    assert.equal(runView(listing, told([started]), null).place, 'starting');
    const caching: TrainerEvent = { event: 'progress', phase: 'caching', done: 3, total: 29 };
    assert.deepEqual(
      [runView(listing, told([caching]), null).place, runView(listing, told([caching]), null).share],
      ['caching 3 of 29', null],
    );
  });

  it('takes the best of an ended run from its record, with its epoch where the events tell it', () => {
    const ended = { ...listing, state: 'stopped' as const, seconds: 9, epochs: 2, metric: { name: 'mae', ...estimate(20) } };
    const view = runView(ended, { ...told([started, epoch(1, 20, true), epoch(2, 25, false)]), stopping: 'best' }, null);
    assert.deepEqual([view.place, view.best?.epoch, view.stopping, view.weights, view.secondsLeft], ['2 epochs', 1, null, false, null]);
    assert.equal(runView(ended, told([]), null).best?.epoch, null, 'trained on another machine');
  });

  it('thins long curves and keeps both ends', () => {
    const points = Array.from({ length: 10_001 }, (_, index) => index);
    const kept = thinned(points);
    assert.ok(kept.length <= 402 && kept[0] === 0 && kept.at(-1) === 10_000, String(kept.length));
    assert.equal(thinned(points.slice(0, 400)).length, 400);
  });
});

describe('RunStories', () => {
  let project = '';
  beforeEach(() => {
    project = mkdtempSync(join(tmpdir(), 'radsteps-stories-'));
    mkdirSync(join(project, '.radsteps/runs', run), { recursive: true });
  });
  afterEach(() => rmSync(project, { recursive: true }));
  const file = (name: string) => join(project, '.radsteps/runs', run, name);
  const line = (event: TrainerEvent) => `${JSON.stringify(event)}\n`;

  it('reads on in events and log, tells nothing twice, and sees what was asked of the run', async () => {
    const stories = new RunStories(project);
    assert.deepEqual((await stories.follow([run])).get(run)?.log, []);
    writeFileSync(file('events.jsonl'), line(started) + line(epoch(1, 20, true)));
    writeFileSync(file('trainer.log'), 'a library says hello\nhalf a li');
    // At once, as file changes come.
    const [, second] = await Promise.all([stories.follow([run]), stories.follow([run])]);
    assert.deepEqual(
      second.get(run)?.log.map((text) => text.slice(0, 9)),
      ['Trains on', 'Epoch 1 o', 'a library'],
    );
    appendFileSync(file('trainer.log'), 'ne\n');
    appendFileSync(file('events.jsonl'), line(epoch(2, 19, true)));
    writeFileSync(file('stop'), 'numbers');
    const third = (await stories.follow([run])).get(run);
    assert.deepEqual([third?.story.epochs.length, third?.log.at(-1), third?.log.length, third?.stopping], [2, 'half a line', 5, 'numbers']);
    assert.equal((await stories.follow([])).size, 0);
  });

  it('begins with the end of a long log, at a whole line', async () => {
    writeFileSync(file('trainer.log'), Array.from({ length: 9000 }, (_, index) => `line ${index}\n`).join(''));
    const log = (await new RunStories(project).follow([run])).get(run)?.log ?? [];
    assert.deepEqual([log.length, log.at(-1)], [200, 'line 8999']);
    assert.ok(log.every((text) => /^line \d+$/.test(text)));
  });
});

describe('sweepView', () => {
  const metric = (value: number) => ({ name: 'mae', better: 'lower' as const, ...estimate(value), epoch: 1 });
  const trial = (index: number, change: Partial<SweepTrial>): SweepTrial => ({
    ...{
      index,
      settings: { 'train.learningRate': index / 1000, 'train.loss': 'mae' },
      state: 'open',
      run: null,
      rungs: 0,
      epochs: 0,
      metric: null,
    },
    ...change,
  });
  const record: SweepRecord = {
    ...{ version: 1, group: 'g-sweep', state: 'running', experiment: 'quick', task: 'regression', target: 't', unit: 'months' },
    ...{ created: '', ended: null, experimentHash: '', changed: {}, of: 5, atOnce: 2, rungs: [1, 3], notes: [] },
    sweep: completeSweep({ settings: {}, halving: { epochs: 1, factor: 2 } }),
    trials: [
      trial(1, { state: 'dropped', run: 'r1', rungs: 1, epochs: 1, metric: metric(30) }),
      trial(2, { state: 'running', run: 'r2', rungs: 1, epochs: 1, metric: metric(20) }),
      trial(3, {}),
      trial(4, {}),
      trial(5, { state: 'waiting', run: 'r5', rungs: 1, epochs: 1, metric: metric(25) }),
    ],
  };
  const queue = { version: 1, request: null, order: [4], cancelled: [3] } as const;
  const swept = { group: 'g-sweep', record, reason: '', life: 'alive', queue } as const;

  it('puts what trains first, then the queue in its order, then what waits and what is over, with reasons', () => {
    const view = sweepView(swept, new Map([['r1', 'Because.']]));
    assert.deepEqual(
      view.trials.map(({ index, place, rank, note }) => [index, place, rank, note]),
      [
        [2, null, 1, ''],
        [4, 1, null, ''],
        [3, 2, null, 'Is being taken out.'],
        [5, null, 2, ''],
        [1, null, 3, 'Because.'],
      ],
    );
    assert.deepEqual(view.counts, { done: 1, running: 1, waiting: 3 });
    assert.deepEqual(
      [view.settings, view.trials[0]?.values],
      [
        ['train.learningRate', 'train.loss'],
        ['0.002', 'mae'],
      ],
    );
    assert.equal(view.halving, 'Successive halving: all runs get 1 epoch, the best of every 2 go on to 3.');
    assert.deepEqual([view.state, view.isHere, view.asked], ['running', true, null]);
    assert.match(sweepView(swept, new Map()).trials[4]?.note ?? '', /ended it after epoch 1 of 3/);
  });

  it('tells a killed sweep from a paused one, one of another machine, and a damaged one', () => {
    const paused = {
      ...swept,
      record: { ...record, state: 'paused' as const },
      reason: '`radsteps sweep --resume g-sweep` goes on with it.',
    };
    assert.equal(sweepView({ ...paused, life: 'dead' }, new Map()).state, 'paused');
    assert.equal(sweepView({ ...paused, life: 'dead', reason: 'It ended without a word (killed?).' }, new Map()).state, 'killed');
    assert.equal(sweepView({ ...swept, life: 'elsewhere' }, new Map()).isHere, false);
    assert.deepEqual(sweepView({ ...swept, record: null, reason: 'Cut off.' }, new Map()).state, 'damaged');
    const over = sweepView({ ...swept, record: { ...record, state: 'stopped' } }, new Map());
    assert.ok(over.trials.every(({ place }) => place === null));
    assert.equal(sweepView({ ...swept, queue: { ...queue, request: 'pause' } }, new Map()).asked, 'pause');
  });
});
