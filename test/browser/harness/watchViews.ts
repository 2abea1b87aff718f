import type { MachineSample } from '../../../src/core/machine/machineSample';
import type { SweepView, TrialView, WatchedMetric, WatchedRunView, WatchView } from '../../../src/protocol/watch';

/** A pseudorandom number in 0..1 that is the same every time. */
const wobble = (index: number): number => Math.abs(Math.sin(index * 12.9898) * 43758.5453) % 1;

const metric = (value: number, epoch: number | null): WatchedMetric => ({
  ...{ name: 'mae', title: 'MAE', unit: 'months', value, interval: [value - 1.6, value + 1.7], n: 90, patients: 61, epoch },
});

const curve = (epochs: number, of: (epoch: number) => number) =>
  Array.from({ length: epochs }, (_, index) => ({ epoch: index + 1, value: of(index + 1) }));

/** A run that trains and has ended `epochs` of 30. */
export function runningRun(run: string, epochs: number, seed = 0): WatchedRunView {
  const mae = (epoch: number) => 12 + 26 * Math.exp(-epoch / (5 + seed)) + 1.5 * wobble(epoch + seed);
  return {
    ...{ run, experiment: 'quick', state: 'running', reason: '', place: `epoch ${epochs + 1} of 30`, share: (epochs + 0.4) / 30 },
    ...{ imagesPerSecond: 212.4, secondsLeft: 7 * (30 - epochs), seconds: null, epoch: epochs, stopping: null, weights: false },
    ...{ partOf: '', isTrial: false },
    last: epochs === 0 ? null : metric(mae(epochs), epochs),
    best: epochs === 0 ? null : metric(Math.min(...curve(epochs, mae).map(({ value }) => value)), Math.max(1, epochs - 1)),
    trainLoss: curve(epochs, (epoch) => 0.9 * Math.exp(-epoch / 8) + 0.05 + 0.01 * seed),
    tuningLoss: curve(epochs, (epoch) => 0.85 * Math.exp(-epoch / 8) + 0.1 + 0.03 * wobble(epoch) + 0.02 * seed),
    metric: curve(epochs, mae),
    log: [
      'Trains on 420 images and tunes on 90, 24,881 parameters, built-in 0.1.0 on Xeon.',
      'Warning: Image img-0123456789 could not be read and is left out.',
      ...curve(epochs, mae).map(
        ({ epoch, value }) => `Epoch ${epoch} of 30: training loss 0.412, tuning loss 0.455, MAE ${value.toFixed(1)} months.`,
      ),
    ],
  };
}

export const first = '20261123-213303-quick-4f2a';
export const second = '20261123-213409-wide-9b07';

/** A run that was stopped with its best weights. */
export const stoppedRun: WatchedRunView = {
  ...runningRun('20261123-201500-quick-77aa', 12, 2),
  ...{ state: 'stopped', place: '12 epochs', share: null, secondsLeft: null, seconds: 84, weights: true },
};

export const failedRun: WatchedRunView = {
  ...runningRun('20261123-200000-wide-00ff', 0),
  ...{ state: 'failed', place: '0 epochs', share: null, secondsLeft: null, imagesPerSecond: null, seconds: 3, log: [] },
  reason: 'The trainer was killed (SIGKILL; perhaps for want of memory: `radsteps network` shows what a batch needs).',
};

const trial = (index: number, change: Partial<TrialView>): TrialView => ({
  ...{ index, values: [[0.01, 0.003, 0.001, 0.0003][(index - 1) % 4]?.toString() ?? '', index > 4 ? '16' : '8'], state: 'open' },
  ...{ run: null, epochs: 0, rung: 0, place: null, rank: null, metric: null, note: '' },
  ...change,
});

const done = (index: number, rank: number, value: number): Partial<TrialView> => ({
  ...{ state: 'finished', run: `20261123-2201${index}0-search-000${index}`, epochs: 9, rung: 2, rank, metric: metric(value, 8) },
});

/** A sweep of eight with halving: one trains, three wait, one was dropped. */
export const runningSweep: SweepView = {
  ...{ group: '20261123-220000-search-a1b2-sweep', experiment: 'search', state: 'running', reason: '', isHere: true, asked: null },
  ...{ of: 8, atOnce: 1, counts: { done: 4, running: 1, waiting: 3 }, settings: ['train.learningRate', 'train.batch'] },
  halving: 'Successive halving: all runs get 1 epoch, the best of every 3 go on to 3, the best of every 3 go on to 9.',
  trials: [
    trial(5, { state: 'running', run: '20261123-220500-search-0005' }),
    trial(8, { place: 1 }),
    trial(6, { place: 2 }),
    trial(7, { place: 3 }),
    trial(2, done(2, 1, 12.3)),
    trial(1, done(1, 2, 13.9)),
    trial(3, {
      ...done(3, 3, 21.4),
      ...{ state: 'dropped', epochs: 1, rung: 1 },
      note: 'Successive halving ended it after epoch 1 of 9: place 3 of 4 by MAE, of which 2 went on.',
    }),
    trial(4, { state: 'cancelled' }),
  ],
};

export const killedSweep: SweepView = {
  ...runningSweep,
  state: 'killed',
  counts: { done: 4, running: 0, waiting: 4 },
  trials: runningSweep.trials.map((each) => (each.index === 5 ? { ...each, state: 'paused', epochs: 2, place: 4 } : each)),
};

export const finishedSweep: SweepView = {
  ...runningSweep,
  ...{ group: '20261122-090000-search-c3d4-sweep', state: 'finished', counts: { done: 2, running: 0, waiting: 0 }, of: 2, halving: '' },
  trials: [trial(2, done(2, 1, 12.3)), trial(1, done(1, 2, 13.9))],
};

const view = (change: Partial<WatchView>): WatchView => ({
  ...{ project: '/home/user/hands', title: 'hands', trusted: true, look: { runs: [], joins: true }, runs: [], sweeps: [] },
  ...change,
});

const ofRuns = (runs: readonly WatchedRunView[], change: Partial<WatchView> = {}): WatchView =>
  view({ runs, look: { runs: runs.map(({ run }) => run), joins: true }, ...change });

export const emptyWatch = view({});
export const oneWatch = ofRuns([runningRun(first, 9)]);
export const severalWatch = ofRuns([runningRun(first, 14), runningRun(second, 6, 3), stoppedRun, failedRun]);
export const sweepWatch = ofRuns([{ ...runningRun('20261123-220500-search-0005', 3), partOf: 'run 5 of 8 of a sweep', isTrial: true }], {
  sweeps: [runningSweep, finishedSweep],
});
export const killedWatch = view({ sweeps: [killedSweep] });
export const restrictedWatch = ofRuns([runningRun(first, 9)], { trusted: false, sweeps: [runningSweep] });

export const machine: MachineSample = {
  ...{ cores: 8, coresInUse: 6.3, memoryUsed: 11.2 * 2 ** 30, memoryTotal: 32 * 2 ** 30, cards: 'none' },
  trees: { [first]: { cores: 5.8, memory: 1.4 * 2 ** 30, processes: 1 }, [second]: { cores: null, memory: 0.9 * 2 ** 30, processes: 2 } },
};

export const machineWithCards: MachineSample = {
  ...machine,
  cards: {
    cards: [
      { name: 'NVIDIA H100 80GB HBM3', use: 0.87, memoryUsed: 41 * 2 ** 30, memoryTotal: 80 * 2 ** 30 },
      { name: 'Tesla T4', use: null, memoryUsed: null, memoryTotal: null },
    ],
  },
};
