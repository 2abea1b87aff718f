import assert from 'node:assert/strict';
import { experimentDefaults } from '../../../../src/core/experiment/experimentDefaults';
import { type JudgedRun, judgeReproduction } from '../../../../src/core/experiment/judgeReproduction';
import type { MetricsRow } from '../../../../src/core/experiment/metricsTable';
import { engineLimits, namedImages, otherHashes, recordedCores } from '../../../../src/core/experiment/reproduction';
import type { FinishedRun } from '../../../../src/core/experiment/runRecord';
import { seedVariance } from '../../../../src/core/experiment/seedVariance';

const device = 'A processor, workers: 2, threads each: 1';

function runOf(run: string, mae: number, seed = 1, more: Partial<FinishedRun> = {}): FinishedRun {
  const best = { epoch: 2, value: mae, interval: [mae - 2, mae + 2] as const, n: 9, patients: 4, method: 'x' };
  const metrics = { mae: { unit: 'months', better: 'lower' as const, part: 'tuning' as const, best, last: best } };
  return {
    ...{ version: 1, run, state: 'finished', experiment: 'x', template: 't', task: 'regression', target: 'age', unit: 'months' },
    ...{ author: 'A', created: '', started: '', ended: '', seconds: 1, parent: null, branch: null, snapshot: null, patch: null },
    hashes: { images: 'a', split: 'b', labels: 'c', experiment: run },
    settings: { ...experimentDefaults, train: { ...experimentDefaults.train, seed } },
    ...{ changed: {}, engine: { name: 'built-in', version: '1', backend: 'cpu', device }, versions: { onnxruntime: '1.2' } },
    ...{ data: { train: { images: 1, patients: 1 }, tuning: { images: 1, patients: 1 } }, notes: [] },
    result: {
      ...{ epochs: 2, primary: 'mae', metrics, parameters: 1, imagesPerSecond: 1, peakMemoryMb: 1 },
      weights: { sha256: 'w', bytes: 1 },
    },
    ...more,
  };
}

const row = (epoch: number, tuningLoss: number, seconds = 1): MetricsRow => ({
  ...{ epoch, trainLoss: 1, tuningLoss, seconds, imagesPerSecond: 1 },
  metrics: { mae: { value: tuningLoss, lower: null, upper: null } },
});
const judged = (record: FinishedRun, epochs = [row(1, 5), row(2, 4)]): JudgedRun => ({ record, epochs });

describe('judgeReproduction', () => {
  it('calls equal what is the same to the last digit, whatever the time it took', () => {
    const again = judged(runOf('a', 10), [row(1, 5, 99), row(2, 4, 98)]);
    const verdict = judgeReproduction(judged(runOf('a', 10)), again, true, null);
    assert.deepEqual([verdict.outcome, verdict.sameEpochs, verdict.sameWeights], ['equal', 2, true]);
    assert.equal(judgeReproduction(judged(runOf('a', 10)), again, false, null).outcome, 'equal', 'also where it need not be');
  });

  it('compares an older record by the metrics that it has, and misses one that the reproduction lacks', () => {
    const more = (rows: readonly MetricsRow[]): readonly MetricsRow[] =>
      rows.map((one) => ({ ...one, metrics: { ...one.metrics, icc: { value: 0.9, lower: null, upper: null } } }));
    const [older, newer] = [judged(runOf('a', 10)), judged(runOf('a', 10), [...more([row(1, 5), row(2, 4)])])];
    assert.deepEqual(judgeReproduction(older, newer, true, null).outcome, 'equal');
    assert.deepEqual(judgeReproduction(newer, older, true, null).sameEpochs, 0);
  });

  it('finds another epoch, another model and another digit', () => {
    const verdictOf = (again: JudgedRun) => judgeReproduction(judged(runOf('a', 10)), again, true, null);
    const epoch = verdictOf(judged(runOf('a', 10), [row(1, 5), row(2, 4.000001)]));
    assert.deepEqual([epoch.outcome, epoch.sameEpochs], ['not equal', 1]);
    assert.match(epoch.words, /the first epoch that differs is 2 of 2/);
    const { result } = runOf('a', 10);
    const model = verdictOf(judged(runOf('a', 10, 1, { result: { ...result, weights: { sha256: 'v', bytes: 1 } } })));
    assert.deepEqual([model.outcome, model.sameWeights], ['not equal', false]);
    assert.match(model.words, /the model is another file/);
    const digit = verdictOf(judged(runOf('a', 10.0000001)));
    assert.match(digit.words, /MAE 10\.0000001 months where the record has 10;?/);
    assert.deepEqual(digit.metrics, [{ metric: 'mae', unit: 'months', recorded: 10, reproduced: 10.0000001, same: false }]);
  });

  it('takes the spread over seeds as tolerance, by the formula, and the interval only where there is none', () => {
    const [a, b, c] = [runOf('a', 10, 1), runOf('b', 11, 2), runOf('c', 12, 3)];
    const seeds = seedVariance(a, [a, b, c, runOf('d', 99, 2), runOf('e', 99, 4, { hashes: { ...a.hashes, split: 'z' } })]);
    // t of 0.975 with 2 degrees of freedom (table): 4.30265; the standard deviation of 10, 11, 12 is 1.
    assert.ok(seeds !== null && Math.abs(seeds.tolerance - 4.30265 * Math.SQRT2) < 1e-4);
    assert.deepEqual(seeds.runs, ['a', 'b', 'c']);
    const outcome = (value: number, variance = seeds) => judgeReproduction(judged(a), judged(runOf('a', value), []), false, variance);
    assert.equal(outcome(16).outcome, 'within tolerance');
    assert.equal(outcome(16.2).outcome, 'outside tolerance');
    const without = judgeReproduction(judged(a), judged(runOf('a', 11.9), []), false, null);
    assert.equal(without.outcome, 'inside interval');
    assert.match(without.words, /8\.0 to 12\.0.*tells of other patients, not of other seeds/);
    assert.equal(judgeReproduction(judged(a), judged(runOf('a', 13), []), false, null).outcome, 'outside interval');
    assert.equal(seedVariance(a, [a, b]), null);
    const other = runOf('f', 1, 9, { settings: { ...a.settings, train: { ...a.settings.train, seed: 9, batch: 3 } } });
    assert.equal(seedVariance(a, [b, other]), null, 'another setting is not another seed');
  });

  it('says what it can not compare', () => {
    const failed = { ...runOf('a', 1), state: 'failed' as const, reason: 'The disk was full.', result: null };
    const verdict = judgeReproduction(judged(runOf('a', 1)), { record: failed, epochs: [] }, true, null);
    assert.deepEqual([verdict.outcome, verdict.words], ['not comparable', 'The reproduced run failed: The disk was full.']);
    assert.match(judgeReproduction({ record: failed, epochs: [] }, judged(runOf('a', 1)), true, null).words, /has no result/);
  });
});

describe('reproduction', () => {
  const here = { engineVersion: '1', versions: { onnxruntime: '1.2', radsteps: '0.1.0' }, processor: 'A processor' };

  it('names what may give other numbers, and nothing where nothing does', () => {
    const run = runOf('a', 1);
    assert.deepEqual(engineLimits(run, here), []);
    const other = engineLimits(run, { engineVersion: '2', versions: { onnxruntime: '1.3' }, processor: 'B' });
    assert.deepEqual(other, [
      'The run used version 1 of the engine; here it is 2.',
      'The run used ONNX Runtime 1.2; here it is 1.3.',
      'The run was trained on A processor; here is B.',
    ]);
    assert.match(engineLimits({ ...run, engine: { ...run.engine, backend: 'webgpu' } }, here)[0] ?? '', /not made in the same order/);
    assert.deepEqual(recordedCores(run), { workers: 2, threadsEach: 1 });
    assert.equal(recordedCores({ engine: { ...run.engine, device: 'a card' } }), null);
  });

  it('names other hashes and at most twenty images', () => {
    const { hashes } = runOf('a', 1);
    assert.deepEqual(otherHashes(hashes, { ...hashes, experiment: 'x' }), []);
    assert.deepEqual(otherHashes(hashes, { ...hashes, split: 'x', model: 'm' }).length, 2);
    assert.equal(namedImages(['a', 'b']), 'a, b');
    assert.match(namedImages(Array.from({ length: 23 }, (_, index) => `i${index}`)), /i19 and 3 more$/);
  });
});
