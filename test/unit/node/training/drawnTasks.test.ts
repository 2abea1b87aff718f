import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { boxTableFile, parseBoxTable } from '../../../../src/core/experiment/boxTable';
import { parseMetrics } from '../../../../src/core/experiment/metricsTable';
import { parsePredictions } from '../../../../src/core/experiment/predictionTable';
import type { RunResult } from '../../../../src/core/experiment/runRecord';
import type { TrainerEvent } from '../../../../src/core/experiment/trainerEvent';
import type { TrainerJob } from '../../../../src/core/experiment/trainerJob';
import { identityAffine } from '../../../../src/core/image/affine';
import type { Label } from '../../../../src/core/label/label';
import { formatLabel, parseLabel } from '../../../../src/core/label/labelFile';
import { drawRegion } from '../../../../src/core/network/targets/drawRegion';
import { validate } from '../../../../src/core/project/validate';
import { averagePrecision, matchBoxes, sensitivityAt } from '../../../../src/core/statistics/detection';
import { UserError } from '../../../../src/core/userError';
import { modelLabel } from '../../../../src/node/training/drawnPrediction';
import { readModelAbout } from '../../../../src/node/training/exportModel';
import { jobKey } from '../../../../src/node/training/jobKey';
import { makeMeasurer } from '../../../../src/node/training/measure';
import { predictFiles } from '../../../../src/node/training/predictFiles';
import { runJob } from '../../../../src/node/training/runJob';
import { markedJob } from './markedJob';

async function run(job: TrainerJob, watch: (event: TrainerEvent) => void = () => {}): Promise<RunResult> {
  let result: RunResult | null = null;
  await runJob(
    job,
    (event) => {
      watch(event);
      if (event.event === 'finished') result = event.result;
    },
    new AbortController().signal,
  );
  assert.ok(result !== null);
  return result;
}

const textOf = (job: TrainerJob, file: string): Promise<string> => readFile(join(job.out.record, file), 'utf8');
const tableOf = async (job: TrainerJob) => parsePredictions(await textOf(job, 'predictions.csv'), []);

/** The label files of a run by image, each checked as any label of the project. */
async function labelsOf(job: TrainerJob): Promise<ReadonlyMap<string, Label>> {
  const names = await readdir(join(job.out.record, 'predictions'));
  assert.deepEqual(names.toSorted(), job.tuning.map(({ image }) => `${image}.json`).toSorted());
  const labels = await Promise.all(
    job.tuning.map(async ({ image }) => {
      const text = await textOf(job, `predictions/${image}.json`);
      assert.deepEqual(validate('label', JSON.parse(text)), []);
      return [image, parseLabel(text, image)] as const;
    }),
  );
  for (const [image, { reader, status, marks, ...rest }] of labels) {
    assert.deepEqual([rest.image, reader, status], [image, job.run, 'draft']);
    assert.ok(marks.every(({ run: maker, name, score = -1 }) => maker === job.run && name === 'spot' && score >= 0));
  }
  return new Map(labels);
}

/** What the exported model says of the files of the tuning part must be what the run's own files say. */
async function predictAgain(job: TrainerJob, { weights }: RunResult): Promise<void> {
  const file = join(job.out.weights, `${weights?.sha256}.onnx`);
  const about = readModelAbout(await readFile(file));
  assert.ok(about?.threshold && about.output && about.target === 'spot');
  if (job.task === 'segmentation') assert.equal(about.threshold, 0.5);
  const files = job.tuning.map(({ image, file, inputs }) => ({ name: image, file, inputs }));
  const model = { weights: file, experiment: job.experiment, task: job.task, classes: [], unit: '' };
  const predicted = await predictFiles(model, files, () => {}, new AbortController().signal);
  const [labels, rows] = [await labelsOf(job), await tableOf(job)];
  assert.ok([...labels.values()].some(({ marks }) => marks.length > 0));
  for (const [index, { image, prediction, score = -1, marks }] of predicted.entries()) {
    const expected = labels.get(image);
    assert.ok(expected);
    assert.equal(formatLabel(modelLabel(job.run, image, marks)), formatLabel(expected));
    assert.ok(Math.abs(Number(prediction) - Number(rows[index]?.prediction)) < 1e-6);
    assert.ok(Math.abs(score - (rows[index]?.score ?? 0)) < 1e-5);
  }
}

describe('training on marks', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'radsteps-marks-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('finds bright squares on noise, through flips and shifts', async () => {
    const job = await markedJob(folder, 'detection', { train: 56, settings: { epochs: 10 }, augment: { flip: true, shift: 0.1 } });
    const result = await run(job);
    const { metrics, primary } = result;
    assert.deepEqual(Object.keys(metrics), ['average_precision', 'sensitivity_at_1_fp', 'sensitivity', 'false_positives_per_image']);
    const { average_precision: precision, sensitivity_at_1_fp: sensitivity, false_positives_per_image: alarms } = metrics;
    assert.ok(precision && sensitivity && alarms && primary === 'average_precision');
    assert.ok(precision.best.value > 0.7 && sensitivity.best.value > 0.75, JSON.stringify(metrics));
    assert.deepEqual([precision.best.n, precision.best.patients, alarms.unit, alarms.better], [16, 8, 'per image', 'lower']);
    assert.ok(precision.best.interval !== null || precision.best.value === 1);

    const labels = await labelsOf(job);
    const rows = await tableOf(job);
    const images = job.tuning.map(({ image, marks = [] }) => ({
      marked: marks.filter((mark) => mark.kind === 'box'),
      found: (labels.get(image)?.marks ?? []).flatMap((mark) => (mark.kind === 'box' ? [{ ...mark, score: mark.score ?? 0 }] : [])),
    }));
    for (const [index, { marked, found }] of images.entries())
      assert.deepEqual([rows[index]?.label, rows[index]?.prediction], [marked.length, found.length]);
    // The files hold the boxes from the threshold on, so what they give is the sensitivity at it.
    const matched = matchBoxes(images);
    const total = images.reduce((sum, { marked }) => sum + marked.length, 0);
    const hits = matched.ranked.filter(({ hit }) => hit).length;
    assert.ok(Math.abs(hits / total - (metrics.sensitivity?.best.value ?? 0)) < 1e-9);
    assert.ok(averagePrecision(matched) <= precision.best.value + 1e-9);
    // The table holds those below it as well, so that it gives the very average precision and sensitivity of the record.
    const all = parseBoxTable(await readFile(join(job.out.record, boxTableFile), 'utf8'));
    const whole = matchBoxes(job.tuning.map(({ image }, index) => ({ marked: images[index]?.marked ?? [], found: all.get(image) ?? [] })));
    assert.ok(whole.ranked.length > matched.ranked.length);
    assert.ok(Math.abs(averagePrecision(whole) - precision.best.value) < 1e-3);
    assert.ok(Math.abs(sensitivityAt(whole, 1) - sensitivity.best.value) < 1e-3);
    await predictAgain(job, result);
  });

  it('fills bright discs on noise, whose Dice its files give again', async () => {
    const job = await markedJob(folder, 'segmentation', { train: 36, settings: { epochs: 8 }, augment: { flip: true, shift: 0.1 } });
    const result = await run(job);
    const { metrics, primary } = result;
    assert.deepEqual([Object.keys(metrics), primary], [['dice', 'iou', 'empty_kept'], 'dice']);
    assert.ok((metrics.dice?.best.value ?? 0) > 0.85, JSON.stringify(metrics));
    const labels = await labelsOf(job);
    const rows = await tableOf(job);
    const dices = job.tuning.flatMap(({ image, size = { rows: 0, columns: 0 }, marks = [] }, index) => {
      const [marked, found] = [marks, labels.get(image)?.marks ?? []].map((list) => drawRegion(list, identityAffine, size));
      assert.ok(marked && found);
      const count = (bitmap: Uint8Array) => bitmap.reduce((sum, value) => sum + value, 0);
      const both = count(marked.map((value, at) => value * (found[at] ?? 0)));
      const [row] = [rows[index]];
      assert.ok(Math.abs(Number(row?.label) * marked.length - count(marked)) < 1e-3);
      assert.ok(Math.abs(Number(row?.prediction) * marked.length - count(found)) < 1e-3);
      return count(marked) + count(found) === 0 ? [] : [(2 * both) / (count(marked) + count(found))];
    });
    assert.ok(Math.abs(dices.reduce((sum, dice) => sum + dice, 0) / dices.length - (metrics.dice?.best.value ?? 0)) < 1e-9);
    assert.equal(metrics.dice?.best.n, dices.length);
    await predictAgain(job, result);
  });

  for (const task of ['detection', 'segmentation'] as const) {
    it(`goes on after a kill and ends as an unbroken run does: ${task}`, async () => {
      const settings = { epochs: 3 };
      const small = { train: 10, tuning: 6, settings, augment: { flip: true } };
      const whole = await markedJob(join(folder, 'a'), task, small);
      const result = await run(whole);
      const job = await markedJob(join(folder, 'b'), task, small);
      const killed = run(job, (event) => {
        if (event.event === 'progress' && event.phase === 'training' && event.epoch === 2) throw new Error('killed');
      });
      await assert.rejects(killed, /killed/);
      assert.equal((await run(job)).weights?.sha256, result.weights?.sha256);
      const told = async (of: TrainerJob) => ({
        epochs: parseMetrics(await textOf(of, 'metrics.csv')).map(({ seconds: _, imagesPerSecond: _i, ...rest }) => rest),
        table: await textOf(of, 'predictions.csv'),
        labels: [...(await labelsOf(of))],
      });
      assert.deepEqual(await told(job), await told(whole));
    });
  }

  it('writes the files of the best epoch also when it is stopped', async () => {
    const job = await markedJob(folder, 'segmentation', { train: 10, tuning: 6, settings: { epochs: 50 } });
    const stop = new AbortController();
    await runJob(job, (event) => event.event === 'epoch' && stop.abort(), stop.signal);
    const rows = await tableOf(job);
    for (const [image, { marks }] of await labelsOf(job)) {
      const share = Number(rows.find((row) => row.image === image)?.prediction);
      assert.equal(marks.length, share > 0 ? 1 : 0);
    }
    assert.equal(parseMetrics(await textOf(job, 'metrics.csv')).length, 1);
  });

  it('says that there is nothing to learn without a mark', async () => {
    const job = await markedJob(folder, 'detection', { train: 3, tuning: 1 });
    const bare = { ...job, train: job.train.map((image) => ({ ...image, target: 0, marks: [] })) };
    await assert.rejects(run(bare), (error) => error instanceof UserError && /^No training image has a mark spot/.test(error.message));
  });

  it('goes on where the tuning part has no mark, and says why there is no metric', async () => {
    const job = await markedJob(folder, 'detection', { train: 8, tuning: 4, settings: { epochs: 1 } });
    const warnings: string[] = [];
    const bare = { ...job, tuning: job.tuning.map((image) => ({ ...image, target: 0, marks: [] })) };
    const result = await run(bare, (event) => event.event === 'warning' && warnings.push(event.message));
    assert.deepEqual(Object.keys(result.metrics), ['false_positives_per_image']);
    assert.match(warnings.join(' '), /The tuning part has no average_precision: There is no marked box\./);
  });

  it('takes the epoch of the lower loss for the better one while nothing is found', async () => {
    const job = await markedJob(folder, 'detection', { train: 3, tuning: 1 });
    const { score } = makeMeasurer(job, { train: [], tuning: [], head: { kind: 'boxes' }, trainMean: Number.NaN }, () => {});
    const found = (value: number) => ({ value, interval: null, method: '', n: 1, patients: 1, unit: '' });
    const epoch = (value: number, tuningLoss: number) =>
      score({
        epoch: 1,
        trainLoss: 1,
        tuningLoss,
        seconds: 1,
        trainingSeconds: 1,
        waitedSeconds: 0,
        images: 1,
        metrics: { average_precision: found(value) },
      });
    const inOrder = [epoch(0, 3), epoch(0, 2), epoch(0.01, 9), epoch(0.5, 9)];
    assert.deepEqual(
      inOrder.toSorted((a, b) => a - b),
      inOrder,
    );
  });

  it('is another job when a mark is another one', async () => {
    const job = await markedJob(folder, 'detection', { train: 3, tuning: 1 });
    const moved = job.train.map((image) => ({ ...image, marks: image.marks?.slice(1) ?? [] }));
    assert.notEqual(jobKey(job), jobKey({ ...job, train: moved }));
    assert.equal(jobKey(job), jobKey({ ...job, train: job.train.map((image) => ({ ...image, file: 'elsewhere' })) }));
  });
});
