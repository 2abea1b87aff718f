import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { parseMetrics } from '../../../../src/core/experiment/metricsTable';
import type { RunRecord } from '../../../../src/core/experiment/runRecord';
import type { TrainerJob } from '../../../../src/core/experiment/trainerJob';
import { validate } from '../../../../src/core/project/validate';
import { listRuns } from '../../../../src/node/run/listRuns';
import { readRecord } from '../../../../src/node/run/readRecord';
import { resumeRun } from '../../../../src/node/run/resumeRun';
import { type RunEvent, type RunOptions, runPrepared } from '../../../../src/node/run/runPrepared';
import { markStop } from '../../../../src/node/run/stopMark';
import { isolatedGit, type TemporaryRepository, temporaryRepository } from '../../../fixtures/temporaryRepository';
import { discJob } from '../training/discJob';
import { realTrainer } from './realTrainer';
import { asProject, awaited, fakeTrainer, plan, runFake } from './runFixture';

const signal = new AbortController().signal;
const quiet = () => {};

describe('resumeRun', function () {
  this.timeout(60_000);
  const folder = isolatedGit();
  let job: TrainerJob;
  let place: TemporaryRepository;

  before(async () => {
    job = await discJob(await mkdtemp(join(folder(), 'films-')), {
      settings: { schedule: 'plateau', schedulePatience: 0, movingAverage: 0.8 },
    });
  });
  beforeEach(() => {
    place = asProject(temporaryRepository(folder()));
  });

  const start = (trainer: RunOptions['trainer'], report: (event: RunEvent) => void = quiet) => {
    const { version: _, run: _r, out: _o, ...rest } = job;
    return runPrepared(place.root, { ...plan, settings: job.experiment, job: rest }, { trainer, commit: true }, report, signal);
  };
  const resume = (run: string, trainer = realTrainer(), report: (event: RunEvent) => void = quiet) =>
    resumeRun(place.root, run, { trainer, commit: true }, report, signal);
  const refused = (run: string, message: RegExp) => assert.rejects(resume(run), { name: 'UserError', message });
  const recordFolder = (run: string) => join(place.root, '5-network/runs', run);
  const numbersOf = (record: RunRecord) => {
    assert.ok(record.state === 'finished', JSON.stringify(record));
    const { weights, metrics, epochs } = record.result;
    const rows = parseMetrics(readFileSync(join(recordFolder(record.run), 'metrics.csv'), 'utf8'));
    const untimed = rows.map(({ seconds: _, imagesPerSecond: _i, ...rest }) => rest);
    const file = readFileSync(join(place.root, '.radsteps/weights', `${weights?.sha256}.onnx`), 'latin1');
    // A model names its run, and names of runs are equally long.
    return {
      weights: file.replaceAll(record.run, 'RUN'),
      bytes: weights?.bytes,
      metrics,
      epochs,
      untimed,
      predictions: readFileSync(join(recordFolder(record.run), 'predictions.csv'), 'utf8'),
    };
  };

  it('ends a killed run as an unbroken one, under its name, with its record committed again', async () => {
    const whole = await start(realTrainer());
    const { record: killed } = await start(realTrainer(2));
    assert.ok(killed.state === 'failed' && /SIGKILL/.test(killed.reason) && killed.result?.epochs === 2, JSON.stringify(killed));
    const states: string[] = [];
    const { record, commit } = await resume(killed.run, realTrainer(), (event) => {
      if (event.event === 'record') states.push(event.record.state);
      if (event.event === 'epoch') states.push(String(event.epoch));
    });
    assert.deepEqual(states, ['running', 'running', '3', '4', 'finished']);
    assert.deepEqual(numbersOf(record), numbersOf(whole.record));
    assert.equal(record.run, killed.run);
    assert.deepEqual(await readRecord(place.root, record.run), record);
    assert.deepEqual(validate('record', { ...record, hashes: validHashes }), []);
    assert.ok(record.state === 'finished');
    assert.deepEqual([record.started, record.created, record.parent], [killed.started, killed.created, killed.parent]);
    assert.deepEqual(
      record.resumed?.map(({ epoch, seconds }) => [epoch, seconds]),
      [[2, killed.seconds]],
    );
    assert.ok(record.seconds >= killed.seconds);
    assert.ok(record.notes.includes('Training goes on from the checkpoint after epoch 2.'));
    assert.equal(commit.state, 'committed');
    assert.equal(
      place.git('log', '--format=%s', '-1'),
      `Run ${record.run}: finished, MAE ${record.result.metrics.mae?.best.value.toFixed(1)} months\n`,
    );
    assert.equal(place.git('rev-list', '--count', 'HEAD'), '4\n');
    assert.equal(place.git('status', '--porcelain'), '');
    await refused(record.run, /has finished, so there is nothing left to train/);
  });

  it('goes on after a stop that was asked for, and after another kill', async () => {
    const whole = await start(realTrainer());
    const { record: stopped } = await start(realTrainer(1, 'SIGTERM'));
    assert.equal(stopped.state, 'stopped');
    await markStop(place.root, stopped.run);
    const { record: killed } = await resume(stopped.run, realTrainer(3));
    assert.ok(killed.state === 'failed' && killed.result?.epochs === 3 && killed.result.metrics.mae !== undefined, JSON.stringify(killed));
    const { record } = await resume(stopped.run);
    assert.deepEqual(numbersOf(record), numbersOf(whole.record));
    assert.deepEqual(
      record.resumed?.map(({ epoch }) => epoch),
      [1, 3],
    );
    const ends = readFileSync(join(place.root, '.radsteps/runs', record.run, 'events.jsonl'), 'utf8').match(/"event":"(finished|failed)"/g);
    assert.deepEqual(ends, ['"event":"finished"'], 'what it said when it was stopped is not its last word any more');
  });

  it('goes on with a run whose command died too, in a project that was moved', async () => {
    const { record: killed } = await start(realTrainer(2));
    const { run } = killed;
    assert.ok(killed.state === 'failed');
    const { ended: _, seconds: _s, result: _r, reason: _n, ...common } = killed;
    place.write(`5-network/runs/${run}/record.json`, JSON.stringify({ ...common, state: 'running' }));
    const local = (name: string) => join(place.root, '.radsteps/runs', run, name);
    const note = JSON.parse(readFileSync(local('process.json'), 'utf8'));
    writeFileSync(local('process.json'), JSON.stringify({ ...note, cli: note.trainer }));
    const kept = JSON.parse(readFileSync(local('job.json'), 'utf8'));
    writeFileSync(
      local('job.json'),
      JSON.stringify({ ...kept, out: { record: '/nowhere', local: '/nowhere', weights: '/nowhere', cache: '/nowhere' } }),
    );
    const { record } = await resume(run);
    assert.ok(record.state === 'finished' && record.result.epochs === 4, JSON.stringify(record));
  });

  it('refuses a run that trains, was not trained here, or left nothing to go on from', async () => {
    const stop = new AbortController();
    const { report, seen } = awaited((event) => event.event === 'progress');
    let run = '';
    const training = runFake(
      place,
      'wait',
      { graceMs: 200 },
      (event) => {
        if (event.event === 'record') run = event.record.run;
        report(event);
      },
      stop.signal,
    );
    await seen;
    await refused(run, /still trains; `radsteps stop/);
    stop.abort();
    await training;
    await refused(run, /has no checkpoint to go on from: .*`radsteps train baseline` begins anew\./);
    const before = readFileSync(join(recordFolder(run), 'record.json'), 'utf8');
    rmSync(join(place.root, '.radsteps/runs', run), { recursive: true });
    await refused(run, /was not trained on this machine/);
    assert.equal(readFileSync(join(recordFolder(run), 'record.json'), 'utf8'), before);
    await refused('20250101-000000-x-0000', /There is no run/);
    await refused('../x', /is not the name of a run/);
  });

  it('refuses a damaged checkpoint, and a run of another machine', async () => {
    const { record: killed } = await start(realTrainer(1));
    const { run } = killed;
    const local = (name: string) => join(place.root, '.radsteps/runs', run, name);
    const bytes = readFileSync(local('checkpoint.bin'));
    writeFileSync(local('checkpoint.bin'), bytes.subarray(0, bytes.length - 1));
    await refused(run, /has no checkpoint to go on from/);
    assert.equal((await listRuns(place.root))[0]?.state, 'failed');
    const { record } = await runFake(place, 'finish');
    assert.ok(record.state === 'finished');
    const { ended: _, seconds: _s, result: _r, ...common } = record;
    place.write(`5-network/runs/${record.run}/record.json`, JSON.stringify({ ...common, state: 'running' }));
    const note = join(place.root, '.radsteps/runs', record.run, 'process.json');
    writeFileSync(note, JSON.stringify({ ...JSON.parse(readFileSync(note, 'utf8')), host: 'elsewhere.example' }));
    await refused(record.run, /started on another machine/);
    await assert.rejects(resumeRun(place.root, run, { trainer: fakeTrainer('finish'), commit: true }, quiet, AbortSignal.abort()), {
      name: 'AbortError',
    });
  });
});

const hash = 'ab'.repeat(32);
const validHashes = { images: hash, split: hash, labels: hash, experiment: hash };
