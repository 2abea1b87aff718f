import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Experiment } from '../../../../src/core/experiment/experiment';
import { experimentDefaults } from '../../../../src/core/experiment/experimentDefaults';
import type { TrainerEvent } from '../../../../src/core/experiment/trainerEvent';
import type { TrainerJob } from '../../../../src/core/experiment/trainerJob';
import { centrePointLoss } from '../../../../src/core/network/loss';
import { UserError } from '../../../../src/core/userError';
import { hashFile, hashModel } from '../../../../src/node/project/networkFiles';
import { engineNetwork, lossFor } from '../../../../src/node/training/engineNetwork';
import { jobKey } from '../../../../src/node/training/jobKey';
import { predictFiles } from '../../../../src/node/training/predictFiles';
import { runJob } from '../../../../src/node/training/runJob';
import { startWeights } from '../../../../src/node/training/startWeights';
import { floats, safetensorsBytes } from '../../core/network/safetensorsBytes';
import { discJob } from './discJob';
import { markedJob } from './markedJob';

type Settings = Partial<Experiment['network']>;

const withNetwork = (job: TrainerJob, network: Settings, size: readonly [number, number] = job.experiment.image.size): TrainerJob => ({
  ...job,
  experiment: { ...job.experiment, image: { ...job.experiment.image, size }, network: { ...job.experiment.network, ...network } },
});

async function run(job: TrainerJob): Promise<readonly TrainerEvent[]> {
  const events: TrainerEvent[] = [];
  await runJob(job, (event) => events.push(event), new AbortController().signal);
  return events;
}

describe("a job's network", () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'radsteps-engine-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  for (const name of ['resnet-18', 'resnet-34', 'resnet-50', 'mobilenet-v2', 'densenet-121'] as const) {
    it(`trains ${name}, and predicts files as it predicted the tuning part`, async () => {
      const small = await discJob(folder, { train: 10, tuning: 6, inputs: ['sex'], settings: { epochs: 1, batch: 5 } });
      const job = withNetwork(small, { name, width: 0.125, dropout: 0.1 }, [32, 32]);
      const last = (await run(job)).at(-1);
      assert.ok(last?.event === 'finished' && last.result.weights !== null);
      assert.ok(Number.isFinite(last.result.metrics.mae?.best.value));
      const { experiment, task, classes, unit } = job;
      const weights = join(job.out.weights, `${last.result.weights.sha256}.onnx`);
      const files = job.tuning.map(({ image, file, inputs }) => ({ name: image, file, inputs }));
      const rows = await predictFiles({ weights, experiment, task, classes, unit }, files, () => {}, new AbortController().signal);
      const table = await readFile(join(job.out.record, 'predictions.csv'), 'utf8');
      for (const { image, prediction } of rows) {
        const told = Number(
          table
            .split('\n')
            .find((line) => line.startsWith(`${image},`))
            ?.split(',')[3],
        );
        assert.ok(Math.abs(Number(prediction) - told) < 1e-3 * Math.abs(told), `${image}: ${prediction} for ${told}`);
      }
    });
  }

  it("trains the project's own network", async () => {
    const text = `export default (layers, { outputs }) => {
      const x = layers.relu(layers.batchNorm(layers.conv(layers.image, { filters: 4, kernel: 3 })));
      const features = layers.concat([layers.globalAveragePool(x), layers.globalMaxPool(x)]);
      return layers.bias(layers.dense(features, { units: outputs, initial: 'zeros' }));
    };`;
    const file = join(folder, 'model.mjs');
    await writeFile(file, text);
    const job = { ...withNetwork(await discJob(folder), { name: 'own' }), files: { model: { file, sha256: hashModel(text) } } };
    const [started, ...events] = await run(job);
    assert.ok(started?.event === 'started' && started.parameters === 36 + 8 + 8 + 1);
    assert.equal(events.at(-1)?.event, 'finished');
    await assert.rejects(engineNetwork({ ...job, files: {} }), /names no file of its own network/);
  });

  it('refuses networks for masks and boxes with a sentence', async () => {
    const job = await discJob(folder, { classOf: (radius) => (radius > 7 ? 1 : 0) });
    for (const [name, learns] of [
      ['unet', 'masks'],
      ['centre-point', 'boxes'],
    ] as const) {
      const message = `The network ${name} learns ${learns}, but data.target size is a category; set network.name to compact-cnn or a resnet.`;
      await assert.rejects(run(withNetwork(job, { name })), (error) => error instanceof UserError && error.message === message);
    }
  });

  const unfit: readonly (readonly [task: 'detection' | 'segmentation', change: Settings, more: Partial<Experiment>, message: RegExp])[] = [
    [
      'detection',
      { name: 'unet' },
      {},
      /^The network unet learns masks, but data\.target size is a label of boxes; set network\.name to centre-point\.$/,
    ],
    [
      'segmentation',
      { name: 'resnet-18' },
      {},
      /learns numbers and categories, but .* is a label of outlines or masks; set network\.name to unet\.$/,
    ],
    [
      'segmentation',
      { name: 'unet' },
      { data: { target: 'size', reader: '', inputs: ['sex'] } },
      /takes no scalar inputs; leave data\.inputs empty\.$/,
    ],
  ];
  for (const [task, network, more, message] of unfit) {
    it(`refuses ${network.name} for a ${task}${more.data ? ' with scalar inputs' : ''}`, async () => {
      const job = withNetwork(await discJob(folder), network);
      const changed = { ...job, task, experiment: { ...job.experiment, ...more } };
      await assert.rejects(engineNetwork(changed), (error) => error instanceof UserError && message.test(error.message));
    });
  }

  it('wants both sides of an image for boxes to be multiples of 4', async () => {
    const job = { ...withNetwork(await discJob(folder), { name: 'centre-point' }, [34, 32]), task: 'detection' as const };
    await assert.rejects(engineNetwork(job), /every 4th pixel, but image\.size is 34 x 32; make both sides multiples of 4\./);
    const { outputShape } = await engineNetwork(withNetwork(job, { width: 0.25 }, [36, 44]));
    assert.deepEqual(outputShape, [5, 9, 11]);
  });

  it('takes the losses of each task, and names them where another is asked for', () => {
    const { train } = experimentDefaults;
    const named = (loss: Experiment['train']['loss']) => ({ ...train, loss });
    assert.deepEqual(lossFor('detection', train), centrePointLoss(1, true));
    const usual = lossFor('segmentation', train);
    assert.deepEqual(usual.name === 'sum' && usual.parts.map(({ share, loss }) => [share, loss.name]), [
      [1, 'dice'],
      [1, 'binary-cross-entropy'],
    ]);
    assert.deepEqual(lossFor('segmentation', named('dice')), { name: 'dice', of: 'sigmoid' });
    assert.deepEqual(lossFor('segmentation', named('binary-cross-entropy')), { name: 'binary-cross-entropy' });
    assert.throws(() => lossFor('detection', named('dice')), /The loss dice does not fit a detection; set train\.loss to auto\.$/);
    assert.throws(() => lossFor('segmentation', named('mae')), /to auto, or to dice or binary-cross-entropy\.$/);
    assert.throws(() => lossFor('regression', named('dice')), /to auto, or to mae, mse or huber\.$/);
  });

  it("trains the project's own network on masks, whose shape it checks", async () => {
    const own = (filters: string) => `export default (layers, { outputs }) =>
      layers.bias(layers.conv(layers.image, { filters: ${filters}, kernel: 5 }));`;
    const file = join(folder, 'model.mjs');
    const marked = withNetwork(await markedJob(folder, 'segmentation', { train: 6, tuning: 3, settings: { epochs: 1 } }), { name: 'own' });
    await writeFile(file, own('outputs'));
    const events = await run({ ...marked, files: { model: { file, sha256: hashModel(own('outputs')) } } });
    assert.equal(events.at(-1)?.event, 'finished');
    await writeFile(file, own('2'));
    const wrong = engineNetwork({ ...marked, files: { model: { file, sha256: hashModel(own('2')) } } });
    await assert.rejects(wrong, /its output is 2 x 32 x 32, but must be 1 x 32 x 32\./);
  });

  it('names the network, the image and the layer where the sizes do not fit', async () => {
    const job = withNetwork(await discJob(folder), { name: 'densenet-121' });
    await assert.rejects(
      run(job),
      (error) => error instanceof UserError && /^The network densenet-121 does not fit images of 16 x 16: Layer /.test(error.message),
    );
  });
});

describe('starting from weights', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'radsteps-weights-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const stored = safetensorsBytes({
    'conv1.weight': floats([4, 3, 3, 3], Array(108).fill(0.25)),
    'norm1.weight': floats([4], [1, 2, 3, 4]),
  });
  async function jobWith(bytes: Uint8Array): Promise<TrainerJob> {
    const file = join(folder, 'start.safetensors');
    await writeFile(file, bytes);
    return { ...(await discJob(folder, { settings: { epochs: 1 } })), files: { weights: { file, sha256: await hashFile(file) } } };
  }

  it('replaces the random numbers, and says what became of the file', async () => {
    const job = await jobWith(stored);
    const graph = await engineNetwork(job);
    const sentences: string[] = [];
    const { weights } = await startWeights(job, graph, (sentence) => sentences.push(sentence));
    assert.deepEqual([...weights.subarray(0, 36)], Array(36).fill(0.75));
    const message =
      /^Weights of start\.safetensors: 2 arrays are taken over; conv1\.weight summed to one channel; new: norm1\.bias, .*; none is left over\.$/;
    assert.match(sentences.join('\n'), message);
    const warnings = (await run(job)).flatMap((event) => (event.event === 'warning' ? [event.message] : []));
    assert.deepEqual(warnings, sentences);
  });

  it('is another job when the file is another one', async () => {
    const job = await jobWith(stored);
    const { weights } = job.files ?? {};
    assert.ok(weights);
    assert.notEqual(jobKey(job), jobKey({ ...job, files: {} }));
    assert.notEqual(jobKey(job), jobKey({ ...job, files: { weights: { ...weights, sha256: '0' } } }));
    assert.equal(jobKey(job), jobKey({ ...job, files: { weights: { ...weights, file: 'elsewhere' } } }));
  });

  it('refuses a file that is gone, changed, damaged or of another network', async () => {
    const other = safetensorsBytes({ 'conv1.weight': floats([8, 3, 3, 3], Array(216).fill(0)) });
    const job = await jobWith(stored);
    const { weights } = job.files ?? {};
    assert.ok(weights);
    const cases = [
      [{ ...job, files: { weights: { ...weights, file: join(folder, 'none') } } }, /weights file none is not there any more/],
      [{ ...job, files: { weights: { ...weights, sha256: '0' } } }, /start\.safetensors has changed since the run was prepared/],
      [await jobWith(stored.subarray(0, -4)), /start\.safetensors can't be used: its array norm1\.weight lies outside the file/],
      [
        await jobWith(other),
        /can't be used: its array conv1\.weight is 8 x 3 x 3 x 3, which does not fit 4 x 1 x 3 x 3: it is of another network\.$/,
      ],
    ] as const;
    const graph = await engineNetwork(job);
    // Each file stands for itself, so the last one written is put back first.
    const files = [stored, stored, stored.subarray(0, -4), other];
    for (const [index, [wrong, message]] of cases.entries()) {
      await writeFile(join(folder, 'start.safetensors'), files[index] ?? stored);
      await assert.rejects(
        startWeights(wrong, graph, () => {}),
        (error) => error instanceof UserError && message.test(error.message),
        String(message),
      );
    }
  });
});
