import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { experimentDefaults } from '../../../../src/core/experiment/experimentDefaults';
import { parseMetrics } from '../../../../src/core/experiment/metricsTable';
import { parsePredictions } from '../../../../src/core/experiment/predictionTable';
import type { RunResult } from '../../../../src/core/experiment/runRecord';
import type { TrainerEvent } from '../../../../src/core/experiment/trainerEvent';
import type { TrainerJob } from '../../../../src/core/experiment/trainerJob';
import { encodeOnnx } from '../../../../src/core/network/onnx';
import { readOnnxMetadata } from '../../../../src/core/network/onnxMetadata';
import { validate } from '../../../../src/core/project/validate';
import { UserError } from '../../../../src/core/userError';
import { readModelAbout } from '../../../../src/node/training/exportModel';
import { predictFiles } from '../../../../src/node/training/predictFiles';
import { preparePixels } from '../../../../src/node/training/preparePixels';
import { runJob } from '../../../../src/node/training/runJob';
import { sampleRecord } from '../../vscode/runPage/sampleRecord';
import { discJob } from './discJob';

type Outcome = { readonly events: readonly TrainerEvent[]; readonly stopped: boolean; readonly result: RunResult };

/** Runs a job to its end; `watch` sees each event as it comes. */
async function run(job: TrainerJob, watch: (event: TrainerEvent, stop: AbortController) => void = () => {}): Promise<Outcome> {
  const events: TrainerEvent[] = [];
  const stop = new AbortController();
  const emit = (event: TrainerEvent) => {
    events.push(event);
    watch(event, stop);
  };
  await runJob(job, emit, stop.signal);
  const last = events.at(-1);
  assert.ok(last?.event === 'finished');
  return { events, stopped: last.stopped, result: last.result };
}

const warningsOf = ({ events }: Outcome): string[] => events.flatMap((event) => (event.event === 'warning' ? [event.message] : []));
const metricsOf = async (job: TrainerJob) => parseMetrics(await readFile(join(job.out.record, 'metrics.csv'), 'utf8'));

describe('running a job', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'radsteps-training-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('learns a size much better than the mean does, and writes all its files', async () => {
    const job = await discJob(folder, { train: 60, tuning: 20, settings: { epochs: 12 } });
    const { events, stopped, result } = await run(job);
    const { mae, mae_of_mean: mean } = result.metrics;
    assert.ok(mae && mean);
    assert.ok(mae.best.value < mean.best.value / 3, `${mae.best.value} against ${mean.best.value}`);
    assert.deepEqual([mae.unit, mae.better, mae.part, mae.best.n, mae.best.patients], ['months', 'lower', 'tuning', 20, 10]);
    assert.equal(stopped, false);
    assert.deepEqual([result.primary, result.epochs], ['mae', 12]);
    assert.ok(result.imagesPerSecond > 0 && result.peakMemoryMb > 10);

    const rows = await metricsOf(job);
    assert.deepEqual(
      rows.map((row) => row.epoch),
      Array.from({ length: 12 }, (_, index) => index + 1),
    );
    const best = rows.reduce((a, b) => ((b.metrics.mae?.value ?? 0) < (a.metrics.mae?.value ?? 0) ? b : a));
    assert.equal(best.epoch, mae.best.epoch);

    const predictions = parsePredictions(await readFile(join(job.out.record, 'predictions.csv'), 'utf8'), []);
    const errors = predictions.map((row) => Math.abs(Number(row.prediction) - Number(row.label)));
    assert.ok(Math.abs(errors.reduce((a, b) => a + b, 0) / errors.length - mae.best.value) < 1e-4);
    assert.deepEqual(await readdir(job.out.weights), [`${result.weights?.sha256}.onnx`]);
    assert.deepEqual(
      events.map((event) => event.event).filter((name) => name === 'started' || name === 'finished'),
      ['started', 'finished'],
    );
  });

  it('gives the same weights for the same seed, and others for another', async () => {
    const first = await run(await discJob(join(folder, 'a')));
    const second = await run(await discJob(join(folder, 'b')));
    const other = await run(await discJob(join(folder, 'c'), { settings: { seed: 4 } }));
    assert.equal(first.result.weights?.sha256, second.result.weights?.sha256);
    assert.notEqual(first.result.weights?.sha256, other.result.weights?.sha256);
  });

  it('goes on after a kill and ends as an unbroken run does', async () => {
    const unbroken = await discJob(join(folder, 'a'), { inputs: ['sex'] });
    const whole = await run(unbroken);
    const job = await discJob(join(folder, 'b'), { inputs: ['sex'] });
    const killed = runJob(
      job,
      (event) => {
        if (event.event === 'progress' && event.phase === 'training' && event.epoch === 3) throw new Error('killed');
      },
      new AbortController().signal,
    );
    await assert.rejects(killed, /killed/);
    const resumed = await run(job);
    assert.deepEqual(warningsOf(resumed), ['Training goes on from the checkpoint after epoch 2.']);
    assert.equal(resumed.result.weights?.sha256, whole.result.weights?.sha256);
    const untimed = async (of: TrainerJob) =>
      (await metricsOf(of)).map(({ epoch, trainLoss, tuningLoss, metrics }) => ({ epoch, trainLoss, tuningLoss, metrics }));
    assert.deepEqual(await untimed(job), await untimed(unbroken));
  });

  it('starts anew when the checkpoint is damaged or belongs to other settings', async () => {
    const job = await discJob(folder, { settings: { epochs: 2 } });
    const first = await run(job);
    const file = join(job.out.local, 'checkpoint.bin');
    const bytes = await readFile(file);
    bytes[bytes.length - 9] = (bytes[bytes.length - 9] ?? 0) ^ 1;
    await writeFile(file, bytes);
    const again = await run(job);
    assert.equal(again.events.filter((event) => event.event === 'epoch').length, 2);
    assert.equal(again.result.weights?.sha256, first.result.weights?.sha256);
    const longer = await run({ ...job, experiment: { ...job.experiment, train: { ...job.experiment.train, epochs: 3 } } });
    assert.equal(longer.events.filter((event) => event.event === 'epoch').length, 3);
  });

  it('stops after the batch in hand, evaluates and keeps what is done', async () => {
    const job = await discJob(folder, { settings: { epochs: 50 } });
    const outcome = await run(job, (event, stop) => {
      if (event.event === 'progress' && event.phase === 'training' && event.epoch === 2) stop.abort();
    });
    assert.equal(outcome.stopped, true);
    assert.equal(outcome.result.epochs, 2);
    assert.equal((await metricsOf(job)).length, 2);
    assert.equal((await readdir(job.out.weights)).length, 1);
    const done = outcome.events.filter((event) => event.event === 'progress' && event.phase === 'training' && event.epoch === 2);
    assert.equal(done.length, 1);
  });

  it('keeps the numbers of whole epochs and no weights when that is asked, and goes on as if it had not been stopped', async () => {
    const whole = await run(await discJob(join(folder, 'whole')));
    const job = await discJob(join(folder, 'numbers'));
    await mkdir(job.out.local, { recursive: true });
    await writeFile(join(job.out.local, 'stop'), 'numbers');
    const { stopped, result } = await run(job, (event, stop) => {
      if (event.event === 'progress' && event.phase === 'training' && event.epoch === 3) stop.abort();
    });
    assert.deepEqual([stopped, result.epochs, result.weights, existsSync(job.out.weights)], [true, 2, null, false]);
    assert.equal(result.metrics.mae?.last.epoch, 2);
    assert.equal((await metricsOf(job)).length, 2);
    // Asked too late: it has come to its end, and that keeps the weights.
    const ended = await run(job, (event, stop) => {
      if (event.event === 'epoch' && event.epoch === 4) stop.abort();
    });
    assert.deepEqual([ended.stopped, ended.result.weights?.sha256], [false, whole.result.weights?.sha256]);
  });

  it('goes on after a stop as if it had not been stopped', async () => {
    const whole = await run(await discJob(join(folder, 'a')));
    const job = await discJob(join(folder, 'b'));
    await run(job, (event, stop) => {
      if (event.event === 'progress' && event.phase === 'training' && event.epoch === 3) stop.abort();
    });
    assert.equal((await run(job)).result.weights?.sha256, whole.result.weights?.sha256);
  });

  it('stops before the first step without weights', async () => {
    const job = await discJob(folder);
    const outcome = await run(job, (event, stop) => {
      if (event.event === 'started') stop.abort();
    });
    assert.deepEqual([outcome.stopped, outcome.result.epochs, outcome.result.weights], [true, 0, null]);
  });

  it('ends early when no epoch is better for as long as patience allows', async () => {
    const job = await discJob(folder, { settings: { epochs: 40, patience: 2, learningRate: 1e-12 } });
    const { result, stopped } = await run(job);
    assert.ok(result.epochs < 40);
    assert.equal(result.epochs - (result.metrics.mae?.best.epoch ?? 0), 2);
    assert.equal(stopped, false);
  });

  it('takes last batches of one', async () => {
    const { result } = await run(await discJob(folder, { train: 8, tuning: 1 }));
    assert.equal(result.epochs, 4);
    assert.ok(Number.isFinite(result.metrics.mae?.last.value));
  });

  it('leaves unreadable and changed images out with a warning that names no file', async () => {
    const job = await discJob(folder);
    const [cut, changed, gone] = job.train.map((image) => image.file);
    assert.ok(cut && changed && gone);
    const sound = await readFile(cut);
    await writeFile(changed, sound);
    await rm(gone);
    const cutBytes = sound.subarray(0, sound.length / 2);
    await writeFile(cut, cutBytes);
    const { createHash } = await import('node:crypto');
    const sha256 = createHash('sha256').update(cutBytes).digest('hex');
    const outcome = await run({ ...job, train: job.train.map((image, index) => (index === 0 ? { ...image, sha256 } : image)) });
    const warnings = warningsOf(outcome).sort();
    assert.equal(warnings.length, 3);
    assert.match(warnings[0] ?? '', /^Image img-0 is left out: .+\.$/);
    assert.equal(warnings[1], 'Image img-1 is left out: its file has changed since it was imported. Import its folder again.');
    assert.equal(warnings[2], 'Image img-2 is left out: its file is not there any more.');
    assert.ok(warnings.every((warning) => !warning.includes(folder)));
    assert.equal(outcome.result.epochs, 4);
  });

  it('finds a damaged cache and makes it again', async () => {
    const job = await discJob(folder);
    const first = await run(job);
    const [home = ''] = await readdir(job.out.cache);
    const [pack = ''] = await readdir(join(job.out.cache, home));
    const file = join(job.out.cache, home, pack);
    const sound = await readFile(file);
    const flipped = Buffer.from(sound);
    flipped[sound.length - 3] = (flipped[sound.length - 3] ?? 0) ^ 8;
    for (const damaged of [flipped, sound.subarray(0, sound.length - 100), Buffer.alloc(0)]) {
      await rm(job.out.local, { recursive: true });
      await writeFile(file, damaged);
      const again = await run(job);
      assert.deepEqual(warningsOf(again), ['A part of the image cache was damaged; its images are prepared again.']);
      assert.equal(again.result.weights?.sha256, first.result.weights?.sha256);
    }
    assert.deepEqual(await readFile(file), sound);
  });

  it('does not read the images again once they are in the cache', async () => {
    const job = await discJob(folder);
    const first = await run(job);
    await rm(job.out.local, { recursive: true });
    await rm(join(folder, 'images'), { recursive: true });
    assert.equal((await run(job)).result.weights?.sha256, first.result.weights?.sha256);
  });

  it('tells two classes apart where one is rare', async () => {
    const settings = { epochs: 15, classWeights: 'balanced' } as const;
    const job = await discJob(folder, { train: 80, tuning: 40, settings, classOf: (radius) => (radius > 10.5 ? 1 : 0) });
    const { result } = await run(job);
    assert.deepEqual(Object.keys(result.metrics), ['auc', 'sensitivity', 'specificity', 'accuracy']);
    assert.ok((result.metrics.auc?.best.value ?? 0) > 0.9, JSON.stringify(result.metrics.auc));
    const rows = parsePredictions(await readFile(join(job.out.record, 'predictions.csv'), 'utf8'), job.classes);
    assert.ok(rows.every(({ probabilities: [a = 0, b = 0] }) => Math.abs(a + b - 1) < 1e-5));
    const right = rows.filter((row) => row.label === row.prediction).length / rows.length;
    assert.ok(Math.abs(right - (result.metrics.accuracy?.best.value ?? 0)) < 1e-9);
  });

  it('draws a rare class as often as the other, and ends alike after a kill', async () => {
    const options = {
      train: 40,
      tuning: 20,
      classOf: (radius: number) => (radius > 10.5 ? 1 : 0),
      settings: { sampling: 'balanced' },
    } as const;
    const whole = await run(await discJob(join(folder, 'a'), options));
    const job = await discJob(join(folder, 'b'), options);
    const killed = run(job, (event) => {
      if (event.event === 'progress' && event.phase === 'training' && event.epoch === 3) throw new Error('killed');
    });
    await assert.rejects(killed, /killed/);
    assert.equal((await run(job)).result.weights?.sha256, whole.result.weights?.sha256);
    const all = await run(await discJob(join(folder, 'c'), { ...options, settings: {} }));
    assert.notEqual(all.result.weights?.sha256, whole.result.weights?.sha256);
  });

  it('says why a tuning part of one class has no AUC, and goes on', async () => {
    const job = await discJob(folder, { classOf: (radius) => (radius > 7 ? 1 : 0) });
    const outcome = await run({ ...job, tuning: job.tuning.filter((image) => image.target === 0) });
    assert.match(warningsOf(outcome).join(' '), /The tuning part has no auc: There is no positive image\./);
    assert.equal(outcome.result.metrics.auc, undefined);
    assert.equal(outcome.result.epochs, 4);
    assert.ok(outcome.result.weights);
  });

  it('calls two classes by the rule of the experiment, and keeps the threshold with what it gives in the record', async () => {
    const made = await discJob(folder, { train: 24, tuning: 24, classOf: (radius) => (radius > 6 ? 1 : 0) });
    const operatingPoint = { ...made.experiment.operatingPoint, rule: 'sensitivity', sensitivity: 1, bound: 'value' } as const;
    const job: TrainerJob = { ...made, experiment: { ...made.experiment, operatingPoint } };
    const { result } = await run(job);
    const point = result.operatingPoint ?? assert.fail('no operating point');
    assert.deepEqual([point.sensitivity.value, point.reached, point.part, point.n, point.patients], [1, true, 'tuning', 24, 12]);
    assert.equal(point.rule, 'highest specificity with a sensitivity of at least 1');
    assert.match(point.note, /optimistic/);
    assert.deepEqual(
      [point.sensitivity.value, point.specificity],
      [
        result.metrics.sensitivity?.best.value,
        { value: result.metrics.specificity?.best.value, interval: result.metrics.specificity?.best.interval },
      ],
    );
    const rows = parsePredictions(await readFile(join(job.out.record, 'predictions.csv'), 'utf8'), job.classes);
    for (const { prediction, probabilities } of rows) assert.equal(prediction === 'large', (probabilities[1] ?? 0) >= point.threshold);
    assert.ok(rows.every(({ label, prediction }) => label !== 'large' || prediction === 'large'));
    assert.deepEqual(validate('record', { ...sampleRecord, result }), []);
  });

  it('warns where the sensitivity asked for is out of reach, and calls every positive image', async () => {
    const made = await discJob(folder, { tuning: 20, classOf: (radius) => (radius > 6 ? 1 : 0) });
    const operatingPoint = { ...made.experiment.operatingPoint, rule: 'sensitivity', sensitivity: 0.99, bound: 'lower95' } as const;
    const outcome = await run({ ...made, experiment: { ...made.experiment, operatingPoint } });
    assert.deepEqual([outcome.result.operatingPoint?.reached, outcome.result.operatingPoint?.sensitivity.value], [false, 1]);
    assert.match(warningsOf(outcome).join(' '), /out of reach with \d+ positive images, so that all of these are called/);
  });

  it('takes Youden for a job from before there was a rule', async () => {
    const { experiment, ...job } = await discJob(folder, { classOf: (radius) => (radius > 7 ? 1 : 0) });
    const { operatingPoint: _, ...older } = experiment;
    const { result } = await run({ ...job, experiment: older } as TrainerJob);
    assert.equal(result.operatingPoint?.rule, 'highest sum of sensitivity and specificity');
  });

  it('takes more than two classes', async () => {
    const job = await discJob(folder, { classOf: (radius) => Math.min(2, Math.floor((radius - 3) / 3)) });
    const { result } = await run({ ...job, classes: ['small', 'middle', 'large'] });
    assert.deepEqual(Object.keys(result.metrics), ['accuracy']);
  });

  const refused: readonly (readonly [title: string, change: (job: TrainerJob) => TrainerJob, message: RegExp])[] = [
    ['no tuning images', (job) => ({ ...job, tuning: [] }), /No image of the tuning part could be used/],
    [
      'one class only',
      (job) => ({ ...job, task: 'classification', classes: ['a', 'b'], train: job.train.map((image) => ({ ...image, target: 0 })) }),
      /same size, so there is nothing to learn/,
    ],
    [
      'a loss of the other task',
      (job) => withTrain(job, { loss: 'cross-entropy' }),
      /The loss cross-entropy does not fit a regression; set train\.loss to auto, or to mae, mse or huber\./,
    ],
    [
      'balanced sampling of a number',
      (job) => withTrain(job, { sampling: 'balanced' }),
      /^train\.sampling balanced needs classes, but data\.target size is a number; set train\.sampling to all\.$/,
    ],
    [
      'a learning rate that explodes',
      (job) => withTrain(job, { learningRate: 1e30, loss: 'mse' }),
      /The loss was no longer a number at step \d+ \(epoch \d+\), at learning rate .*train\.learningRate/,
    ],
    [
      'too many blocks for the image',
      (job) => ({ ...job, experiment: { ...job.experiment, network: { ...experimentDefaults.network, filters: [4, 4, 4, 4, 4, 4] } } }),
      /does not fit images of 16 x 16: Layer pool5/,
    ],
  ];
  for (const [title, change, message] of refused) {
    it(`fails with a sentence: ${title}`, async () => {
      const job = change(await discJob(folder));
      await assert.rejects(run(job), (error) => error instanceof UserError && message.test(error.message));
    });
  }

  it('exports a model that says what it needs and that plain ONNX Runtime reads as training did', async () => {
    const hash = 'ab'.repeat(32);
    const hashes = { images: hash, split: 'cd'.repeat(32), labels: hash, experiment: hash };
    const job = { ...(await discJob(folder, { inputs: ['sex'], settings: { epochs: 2 } })), hashes };
    const { result } = await run(job);
    const bytes = await readFile(join(job.out.weights, `${result.weights?.sha256}.onnx`));
    const metadata = readOnnxMetadata(bytes);
    assert.deepEqual(JSON.parse(metadata.radsteps ?? ''), readModelAbout(bytes));
    assert.deepEqual([readModelAbout(bytes)?.run, readModelAbout(bytes)?.hashes], ['run-1', hashes]);
    assert.deepEqual(
      [metadata.run, metadata.task, metadata.target, metadata.unit, metadata.image_size, metadata.split_sha256, metadata.images_sha256],
      ['run-1', 'regression', 'size', 'months', '16,16', hashes.split, hash],
    );
    assert.deepEqual(JSON.parse(metadata.inputs ?? ''), {
      image: { dims: ['n', 1, 16, 16], values: [0, 1] },
      scalars: { dims: ['n', 1], values: ['sex: F 0, M 1, other or unknown 0.5'] },
    });
    const { window, rows, columns, fit } = JSON.parse(metadata.preprocessing ?? '');
    assert.deepEqual([window, rows, columns, fit], ['full', 16, 16, 'pad']);
    assert.ok(Object.values(metadata).every((text) => !text.includes(folder)));

    const session = await InferenceSession.create(bytes);
    const images = await Promise.all(job.tuning.map(({ file }) => preparePixels(file, job.experiment.image)));
    const image = Float32Array.from(
      images.flatMap((pixels) => [...pixels]),
      (value) => value / 65535,
    );
    const scalars = Float32Array.from(job.tuning.flatMap(({ inputs }) => inputs));
    const { output } = await session.run({
      image: new Tensor('float32', image, [images.length, 1, 16, 16]),
      scalars: new Tensor('float32', scalars, [images.length, 1]),
    });
    await session.release();
    const tuned = parsePredictions(await readFile(join(job.out.record, 'predictions.csv'), 'utf8'), []);
    for (const [index, { prediction }] of tuned.entries())
      assert.ok(Math.abs(Number(output?.data[index]) - Number(prediction)) < 1e-3, `${output?.data[index]} and ${prediction}`);
  });

  it('reads what a model of an earlier version says of itself', () => {
    const about = {
      task: 'regression',
      target: 'size',
      unit: '',
      classes: [],
      inputs: [],
      image: experimentDefaults.image,
      threshold: null,
    };
    const model = { name: 'm', inputs: [], outputs: [], nodes: [], constants: [], metadata: { radsteps: JSON.stringify(about) } };
    assert.deepEqual(readModelAbout(encodeOnnx(model)), about);
    assert.equal(readModelAbout(encodeOnnx({ ...model, metadata: {} })), null);
  });

  it('predicts files as it predicted the tuning part, and says why one is unreadable', async () => {
    const job = await discJob(folder, { classOf: (radius) => (radius > 7 ? 1 : 0), inputs: ['sex'], settings: { epochs: 3 } });
    const { result } = await run(job);
    const tuned = parsePredictions(await readFile(join(job.out.record, 'predictions.csv'), 'utf8'), job.classes);
    const files = job.tuning.map(({ image, file, inputs }) => ({ name: image, file, inputs }));
    const model = {
      weights: join(job.out.weights, `${result.weights?.sha256}.onnx`),
      experiment: job.experiment,
      task: job.task,
      classes: job.classes,
      unit: '',
    };
    await writeFile(join(folder, 'broken.png'), 'no image');
    const done: number[] = [];
    const all = [{ name: 'broken', file: join(folder, 'broken.png'), inputs: [0] }, ...files];
    const [broken, ...rows] = await predictFiles(model, all, (progress) => done.push(progress.done), new AbortController().signal);
    assert.ok(broken?.problem && broken.prediction === null && !broken.problem.includes(folder));
    assert.deepEqual(
      rows.map(({ image, prediction }) => ({ image, prediction })),
      tuned.map(({ image, prediction }) => ({ image, prediction })),
    );
    for (const [index, row] of rows.entries())
      assert.ok(Math.abs((row.probabilities[1] ?? 0) - (tuned[index]?.probabilities[1] ?? 1)) < 1e-5);
    assert.equal(done.at(-1), all.length);
    const missing = predictFiles({ ...model, weights: join(folder, 'none.onnx') }, files, () => {}, new AbortController().signal);
    await assert.rejects(missing, (error) => error instanceof UserError && /weights are not on this machine/.test(error.message));
    const bytes = await readFile(model.weights);
    await writeFile(model.weights, bytes.subarray(0, bytes.length - 1));
    const damaged = predictFiles(model, files, () => {}, new AbortController().signal);
    await assert.rejects(damaged, (error) => error instanceof UserError && /weights file is damaged/.test(error.message));
    await writeFile(model.weights, bytes);
    await assert.rejects(
      predictFiles(model, files, () => {}, AbortSignal.abort()),
      { name: 'AbortError' },
    );
  });
});

function withTrain(job: TrainerJob, change: Partial<TrainerJob['experiment']['train']>): TrainerJob {
  return { ...job, experiment: { ...job.experiment, train: { ...job.experiment.train, ...change } } };
}
