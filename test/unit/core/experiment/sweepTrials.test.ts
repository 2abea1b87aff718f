import assert from 'node:assert/strict';
import { completeSweep, type SweepFile } from '../../../../src/core/experiment/sweep';
import { chooseTrials, combinationsOf, rankTrials, type SweepTrial } from '../../../../src/core/experiment/sweepRecord';
import { promoted, sweepRungs, sweepTrials } from '../../../../src/core/experiment/sweepTrials';
import { parseYaml } from '../../../../src/core/project/parseYaml';

const trialsOf = (file: SweepFile) => sweepTrials(completeSweep(file));

describe('sweepTrials', () => {
  it('makes every combination of a grid, the last setting changing fastest, each with every seed', () => {
    const settings = { 'train.batch': [8, 16], 'train.learningRate': { from: 0.0001, to: 0.01, scale: 'log', points: 3 } } as const;
    const trials = trialsOf({ settings, seeds: [1, 2] });
    assert.equal(trials.length, 12);
    assert.deepEqual(trials.slice(0, 3), [
      { 'train.batch': 8, 'train.learningRate': 0.0001, 'train.seed': 1 },
      { 'train.batch': 8, 'train.learningRate': 0.0001, 'train.seed': 2 },
      { 'train.batch': 8, 'train.learningRate': 0.001, 'train.seed': 1 },
    ]);
    assert.deepEqual(trials.at(-1), { 'train.batch': 16, 'train.learningRate': 0.01, 'train.seed': 2 });
    assert.deepEqual(trialsOf({ settings, seeds: [1, 2], runs: 5 }), trials.slice(0, 5));
    const whole = trialsOf({ settings: { 'network.depth': { from: 2, to: 4, integer: true } } });
    assert.deepEqual(
      whole,
      [2, 3, 4].map((depth) => ({ 'network.depth': depth })),
    );
  });

  it('draws by seed, without repeats, and a longer sweep begins as a shorter one', () => {
    const settings = {
      'train.learningRate': { from: 1e-5, to: 0.1, scale: 'log' },
      'network.dropout': { from: 0, to: 0.5 },
      'train.batch': { from: 4, to: 6, integer: true },
      'network.filters': [[8], [8, 16]],
    } as const;
    const file: SweepFile = { settings, search: 'random', runs: 400 };
    const trials = trialsOf(file);
    assert.equal(trials.length, 400);
    assert.equal(new Set(trials.map((trial) => JSON.stringify(trial))).size, 400);
    assert.deepEqual(trialsOf({ ...file, runs: 10 }), trials.slice(0, 10));
    assert.notDeepEqual(trialsOf({ ...file, seed: 2 }), trials);
    const rates = trials.map((trial) => Number(trial['train.learningRate']));
    assert.ok(
      rates.every(
        (rate) =>
          rate >= 1e-5 &&
          rate <= 0.1 &&
          String(rate)
            .replace(/e.*|\D/g, '')
            .replace(/^0+/, '').length <= 4,
      ),
    );
    // Each of the four powers of ten has a quarter of the draws: 100, give or take 5 standard deviations of 8.7.
    for (const power of [1e-5, 1e-4, 1e-3, 1e-2]) {
      const count = rates.filter((rate) => rate >= power && rate < 10 * power).length;
      assert.ok(Math.abs(count - 100) < 44, `${count} of 400 rates lie in ${power} to ${10 * power}`);
    }
    for (const batch of [4, 5, 6]) {
      const count = trials.filter((trial) => trial['train.batch'] === batch).length;
      assert.ok(Math.abs(count - 400 / 3) < 48, `${count} of 400 batches are ${batch}`);
    }
  });

  it('ends where there is nothing new to draw', () => {
    const trials = trialsOf({ settings: { 'train.batch': [4, 8], 'train.optimizer': ['adam', 'sgd'] }, search: 'random', runs: 50 });
    assert.equal(trials.length, 4);
  });

  it('refuses ranges that make no sense, in words', () => {
    const refused = (values: object, message: RegExp, search: 'grid' | 'random' = 'random') =>
      assert.throws(() => trialsOf({ settings: { 'train.learningRate': values as never }, search }), { name: 'UserError', message });
    refused({ from: 2, to: 1 }, /from 2 lies above to 1/);
    refused({ from: 0, to: 1, scale: 'log' }, /scale log must begin above 0/);
    refused({ from: 0.5, to: 2, integer: true }, /integers needs whole ends/);
    refused({ from: 0, to: 1 }, /a grid needs points/, 'grid');
  });

  it('is checked in the file, with place and the nearest known key', () => {
    const read = (sweep: string) => parseYaml('quick.yaml', `data: { target: age }\nsweep: ${sweep}\n`, 'experiment');
    read('{ settings: { train.learningRate: { from: 0.1, to: 1, scale: log }, train.batch: [4, 8] }, search: random, halving: {} }');
    assert.throws(() => read('{ setings: { train.batch: [4] } }'), /line 2.*unknown key "setings" in sweep; did you mean "settings"\?/);
    assert.throws(() => read('{ settings: { train.batch: [] } }'), /line 2/);
    assert.throws(() => read('{ settings: { train.batch: { from: 1 } } }'), /line 2.*to/);
    assert.throws(() => read('{ settings: { train.batch: 4 } }'), /line 2/);
  });
});

describe('successive halving', () => {
  it('ranks after the first epochs and their multiples, up to all of them', () => {
    assert.deepEqual(sweepRungs({ epochs: 1, factor: 3 }, 20), [1, 3, 9, 20]);
    assert.deepEqual(sweepRungs({ epochs: 2, factor: 2 }, 8), [2, 4, 8]);
    assert.deepEqual(sweepRungs(null, 8), [8]);
    assert.throws(() => sweepRungs({ epochs: 8, factor: 2 }, 8), { name: 'UserError', message: /a run has 8 epochs in all/ });
    assert.deepEqual(
      [9, 4, 3, 1].map((count) => promoted(count, { factor: 3 })),
      [3, 2, 1, 1],
    );
  });

  const trial = (index: number, value: number | null, state: SweepTrial['state'] = 'waiting', rungs = 1, seed = 1): SweepTrial => ({
    ...{ index, settings: { 'train.batch': value ?? 0, 'train.seed': seed }, state, run: `r${index}`, rungs, epochs: 1 },
    metric: value === null ? null : { name: 'mae', better: 'lower', value, interval: null, unit: 'months', n: 1, patients: 1, epoch: 1 },
  });

  it('lets the best go on, whoever ended early among them, and drops the rest', () => {
    const trials = [trial(1, 5), trial(2, 3), trial(3, 4, 'finished', 3), trial(4, null), trial(5, 6), trial(6, 1, 'failed')];
    const { on, dropped } = chooseTrials(trials, 0, 2);
    assert.deepEqual(
      on.map(({ index }) => index),
      [2],
    );
    assert.deepEqual(
      dropped.map(({ index }) => index),
      [1, 4, 5],
    );
  });

  it('ranks longer-trained runs first, then by metric, and sums up over seeds', () => {
    const trials = [trial(1, 5, 'finished', 2), trial(2, 1, 'dropped', 1), trial(3, 4, 'finished', 2), trial(4, null, 'failed', 0)];
    assert.deepEqual(
      rankTrials(trials).map(({ index }) => index),
      [3, 1, 2, 4],
    );
    assert.deepEqual(combinationsOf(trials), []);
    const metric = { ...trial(1, 1).metric, value: 8 } as SweepTrial['metric'];
    const seeds = [trial(1, 5, 'finished', 2, 1), { ...trial(2, 5, 'finished', 2, 2), metric }];
    assert.deepEqual(combinationsOf(seeds), [{ settings: { 'train.batch': 5 }, mean: 6.5, deviation: Math.sqrt(4.5), seeds: 2 }]);
  });
});
