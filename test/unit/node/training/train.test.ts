import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Experiment } from '../../../../src/core/experiment/experiment';
import { experimentDefaults } from '../../../../src/core/experiment/experimentDefaults';
import { parseMetrics } from '../../../../src/core/experiment/metricsTable';
import type { RunResult } from '../../../../src/core/experiment/runRecord';
import type { TrainerEvent } from '../../../../src/core/experiment/trainerEvent';
import type { TrainerJob } from '../../../../src/core/experiment/trainerJob';
import { UserError } from '../../../../src/core/userError';
import type { Evaluation } from '../../../../src/node/training/evaluate';
import { parseJob } from '../../../../src/node/training/parseJob';
import { runJob } from '../../../../src/node/training/runJob';
import { type Training, train, untrained } from '../../../../src/node/training/train';
import { discJob } from './discJob';

type Settings = Partial<Experiment['train']>;

async function run(job: TrainerJob, watch: (event: TrainerEvent) => void = () => {}): Promise<RunResult> {
  let result: RunResult | null = null;
  const emit = (event: TrainerEvent) => {
    watch(event);
    if (event.event === 'finished') result = event.result;
  };
  await runJob(job, emit, new AbortController().signal);
  assert.ok(result !== null);
  return result;
}

const untimed = async (job: TrainerJob) =>
  parseMetrics(await readFile(join(job.out.record, 'metrics.csv'), 'utf8')).map(({ seconds: _, imagesPerSecond: _i, ...rest }) => rest);

const ways: Readonly<Record<string, Settings>> = {
  'SGD on a plateau': { optimizer: 'sgd', schedule: 'plateau', schedulePatience: 0, learningRate: 0.02, clip: 1 },
  'AdamW with a moving average': { optimizer: 'adamw', weightDecay: 0.1, movingAverage: 0.9, schedule: 'step', scheduleSteps: [2, 3] },
  'plain SGD': { optimizer: 'sgd', momentum: 0, schedule: 'constant', warmUp: 0 },
};

describe('training by its settings', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'radsteps-training-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  for (const [title, settings] of Object.entries(ways)) {
    it(`${title}: learns, and ends alike after a kill`, async () => {
      const whole = await discJob(join(folder, 'a'), { settings: { ...settings, epochs: 5 } });
      const result = await run(whole);
      const { mae, mae_of_mean: mean } = result.metrics;
      assert.ok(mae && mean && mae.best.value < mean.best.value, `${mae?.best.value} against ${mean?.best.value}`);
      const job = await discJob(join(folder, 'b'), { settings: { ...settings, epochs: 5 } });
      const killed = run(job, (event) => {
        if (event.event === 'progress' && event.phase === 'training' && event.epoch === 4) throw new Error('killed');
      });
      await assert.rejects(killed, /killed/);
      assert.equal((await run(job)).weights?.sha256, result.weights?.sha256);
      assert.deepEqual(await untimed(job), await untimed(whole));
    });
  }

  it('judges and exports the moving average, which leaves the training itself as it is', async () => {
    const plain = await discJob(join(folder, 'a'));
    const averaged = await discJob(join(folder, 'b'), { settings: { movingAverage: 0.9 } });
    const [one, other] = [await run(plain), await run(averaged)];
    const [lossesOfOne, lossesOfOther] = [await untimed(plain), await untimed(averaged)];
    assert.deepEqual(
      lossesOfOne.map(({ trainLoss }) => trainLoss),
      lossesOfOther.map(({ trainLoss }) => trainLoss),
    );
    assert.notEqual(lossesOfOne[0]?.tuningLoss, lossesOfOther[0]?.tuningLoss);
    assert.notEqual(one.weights?.sha256, other.weights?.sha256);
  });

  it('takes the focal loss and smoothed labels for classes', async () => {
    const classOf = (radius: number) => (radius > 7 ? 1 : 0);
    const losses: (number | undefined)[] = [];
    for (const settings of [{}, { loss: 'focal' }, { loss: 'focal', focalGamma: 0 }, { labelSmoothing: 0.2 }] as const) {
      const job = await discJob(join(folder, String(losses.length)), { classOf, settings: { ...settings, epochs: 1 } });
      await run(job);
      losses.push((await untimed(job))[0]?.trainLoss);
    }
    const [entropy = 0, focal = 0, unfocused = 0, smoothed = 0] = losses;
    assert.ok(focal < 0.8 * entropy, losses.join(' '));
    assert.ok(Math.abs(unfocused - entropy) < 1e-3, losses.join(' '));
    assert.ok(Math.abs(smoothed - entropy) > 1e-3, losses.join(' '));
  });

  it('names step, learning rate and images of the batch whose loss is no number', async () => {
    const job = await discJob(folder, { settings: { learningRate: 1e30, loss: 'mse', warmUp: 0 } });
    const failure: unknown = await run(job).catch((error: unknown) => error);
    assert.ok(failure instanceof UserError);
    const [, step, epoch, rate, names = ''] =
      /^The loss was no longer a number at step (\d+) \(epoch (\d+)\), at learning rate (\S+), with the images (img-[^;]+); /.exec(
        failure.message,
      ) ?? [];
    assert.ok(Number(step) > 1 && Number(step) <= 16 && Number(epoch) === Math.ceil(Number(step) / 4), failure.message);
    assert.ok(Number(rate) > 1e28, failure.message);
    const known = new Set(job.train.map(({ image }) => image));
    const named = names.split(', ');
    assert.ok(named.length === (Number(step) % 4 === 0 ? 3 : 7) && named.every((name) => known.has(name)), failure.message);
  });

  it('completes the settings of a job that an earlier version kept', async () => {
    const job = await discJob(folder);
    const { warmUp: _, optimizer: _o, ...older } = job.experiment.train;
    const kept = JSON.stringify({ ...job, experiment: { ...job.experiment, train: older } });
    assert.deepEqual(parseJob(kept).experiment, job.experiment);
  });
});

/** A loop without engine or files: what each step and each evaluation gives is told. */
function told(settings: Experiment['train'], losses: readonly number[], tuningLosses: readonly number[]) {
  const rates: number[] = [];
  const batch = { size: 1, images: Array.from({ length: 70 }, (_, index) => `img-${index}`), inputs: {} };
  const training: Training = {
    settings,
    images: settings.batch,
    steps: {
      run: async (_, step, rate) => {
        rates.push(rate);
        return losses[step - 1] ?? 1;
      },
      vectors: async () => ({}),
      close: async () => {},
    },
    batches: () => [batch],
    evaluate: async (_, epoch): Promise<Evaluation> => ({ loss: tuningLosses[epoch - 1] ?? 1, outputs: [] }),
    measure: () => ({}),
    score: (epoch) => -epoch.tuningLoss,
    progress: () => {},
    keep: async () => {},
  };
  return { rates, end: train(training, untrained({}, 1), new AbortController().signal) };
}

describe('the training loop', () => {
  const settings = experimentDefaults.train;

  it('lowers the rate on a plateau of the tuning loss', async () => {
    const plateau = {
      ...settings,
      schedule: 'plateau',
      schedulePatience: 0,
      warmUp: 0,
      epochs: 4,
      scheduleFactor: 0.5,
      learningRate: 1,
    } as const;
    const { rates, end } = told(plateau, [], [1, 1, 0.5, 0.4]);
    await end;
    assert.deepEqual(rates, [1, 1, 0.5, 0.5]);
  });

  it('ends by patience only after that many epochs without a better one', async () => {
    const { end } = told({ ...settings, patience: 2, epochs: 50 }, [], [3, 2, 2.5, 1, 1, 1.5, 0]);
    const { history, best } = await end;
    assert.deepEqual([history.length, best?.epoch], [6, 4]);
  });

  it('names at most 64 images, and finds a tuning loss that is no number', async () => {
    const train64 = { ...settings, epochs: 3 };
    await assert.rejects(told(train64, [1, Number.NaN], []).end, /at step 2 \(epoch 2\).*img-62, img-63 and 6 more; train again/);
    await assert.rejects(told(train64, [], [1, Number.POSITIVE_INFINITY]).end, {
      name: 'UserError',
      message: /^The tuning loss was no longer a number after step 2 \(epoch 2\); /,
    });
  });
});
