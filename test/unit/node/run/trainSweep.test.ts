import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { FinishedRun, StoppedRun } from '../../../../src/core/experiment/runRecord';
import { rankTrials, type SweepRecord } from '../../../../src/core/experiment/sweepRecord';
import { validate } from '../../../../src/core/project/validate';
import type { SweepEvent } from '../../../../src/node/run/conductSweep';
import { groupRuns } from '../../../../src/node/run/groupRuns';
import { readSweepRecord, sweepNames } from '../../../../src/node/run/sweepFiles';
import { cancelSweep, cancelTrial, moveTrial, pauseSweep, resumeSweep, trainSweep } from '../../../../src/node/run/trainSweep';
import { isolatedGit, type TemporaryRepository } from '../../../fixtures/temporaryRepository';
import { saidBy } from '../commands/saidBy';
import { discProject } from './discProject';
import { realTrainer } from './realTrainer';
import { fakeTrainer } from './runFixture';

const never = new AbortController().signal;
const quiet = () => {};
const experiment = (sweep: string, epochs = 3) => `data:
  target: size
image: { size: [16, 16], window: full }
network: { filters: [4, 8] }
train: { epochs: ${epochs}, batch: 7, learningRate: 0.01, seed: 3 }
engine: { backend: cpu, threads: 1 }
sweep: ${sweep}
`;
const rates = '{ settings: { train.learningRate: [0.01, 0.0001] }, seeds: [1, 2] }';

describe('trainSweep', function () {
  this.timeout(240_000);
  const folder = isolatedGit();
  let place: TemporaryRepository;
  let commits = 0;

  const train = (more: object = {}, report: (event: SweepEvent) => void = quiet, signal = never) =>
    trainSweep(place.root, { experiment: 'search', sets: {}, trainer: realTrainer(), commit: true, ...more }, report, quiet, signal);
  const resume = (group: string, report: (event: SweepEvent) => void = quiet, more: object = {}) =>
    resumeSweep(place.root, group, { trainer: realTrainer(), commit: true, ...more }, report, never);
  const write = (sweep: string, epochs?: number) => {
    place.write('5-network/experiments/search.yaml', experiment(sweep, epochs));
    place.git('add', '5-network/experiments');
    place.git('commit', '-q', '--allow-empty', '-m', 'experiment');
    commits = Number(place.git('rev-list', '--count', 'HEAD'));
  };
  const count = () => Number(place.git('rev-list', '--count', 'HEAD')) - commits;
  const valuesOf = ({ trials }: SweepRecord) => trials.map(({ metric }) => metric?.value);
  const run = (...words: readonly string[]) =>
    saidBy([...words, '-C', place.root], { cwd: folder(), templatesFolder: '', trainer: realTrainer() });

  before(async () => {
    place = await discProject(folder());
  });

  let whole: SweepRecord;

  it('trains every run of a grid, two at once, and commits all of them in one commit', async () => {
    write(rates);
    let [now, most] = [0, 0];
    const { sweep, commit } = await train({ atOnce: 2 }, (event) => {
      if (event.event === 'started') most = Math.max(most, ++now);
      if (event.event === 'finished') now--;
    });
    whole = sweep;
    assert.equal(most, 2);
    assert.equal(sweep.state, 'finished', JSON.stringify(sweep));
    assert.deepEqual(validate('sweep', sweep), []);
    assert.deepEqual(await readSweepRecord(place.root, sweep.group), sweep);
    assert.deepEqual([commit.state, count(), place.git('status', '--porcelain')], ['committed', 1, '']);
    assert.match(place.git('log', '-1', '--format=%B'), /^Sweep .*-sweep: finished, best MAE [\d.]+ months\n\n.*the best of 4 asked for\./);
    const records = (await groupRuns(place.root, sweep.group)) as readonly FinishedRun[];
    assert.equal(records.length, 4);
    for (const { index, settings, run: name, metric } of sweep.trials) {
      const record = records.find((each) => each.run === name);
      assert.ok(record !== undefined);
      assert.deepEqual(validate('record', record), []);
      assert.deepEqual(record.sweep, { group: sweep.group, index, of: 4 });
      assert.deepEqual(record.changed, settings);
      assert.equal(record.settings.train.learningRate, settings['train.learningRate']);
      assert.equal(record.settings.train.seed, settings['train.seed']);
      assert.equal(metric?.value, record.result.metrics.mae?.best.value);
    }
    assert.equal(new Set(valuesOf(sweep)).size, 4);
  });

  it('goes on after a kill to the same numbers, with no run twice', async () => {
    const children = [1, 5];
    for (const epochs of children) {
      const script = resolve(dirname(__filename), 'trainSweep.child.ts');
      const child = spawn(process.execPath, ['--import', 'tsx', script, place.root, String(epochs)], { stdio: 'inherit' });
      await new Promise((done) => child.once('exit', done));
    }
    const [group = ''] = await sweepNames(place.root);
    assert.notEqual(group, whole.group);
    assert.equal((await readSweepRecord(place.root, group)).state, 'running');
    assert.equal(count(), 1, 'nothing is committed before its end');
    const { sweep } = await train();
    assert.equal(sweep.group, group, 'the same command goes on with it');
    assert.equal(sweep.state, 'finished');
    assert.deepEqual(valuesOf(sweep), valuesOf(whole));
    assert.equal((await groupRuns(place.root, group)).length, 4);
    assert.deepEqual([count(), place.git('status', '--porcelain')], [2, '']);
  });

  it('drops the worse by successive halving, whose best has the numbers of a run that was never paused', async () => {
    write('{ settings: { train.learningRate: [0.00001, 0.01, 0.001, 0.0001] }, halving: { epochs: 1, factor: 2 } }', 4);
    const models = () =>
      existsSync(join(place.root, '.radsteps/weights')) ? readdirSync(join(place.root, '.radsteps/weights')).sort() : [];
    const older = new Set(models());
    const { sweep } = await train();
    assert.deepEqual(sweep.rungs, [1, 2, 4]);
    assert.deepEqual(sweep.trials.map(({ state }) => state).sort(), ['dropped', 'dropped', 'dropped', 'finished']);
    assert.deepEqual(sweep.trials.map(({ epochs }) => epochs).sort(), [1, 1, 2, 4]);
    const [best, second] = rankTrials(sweep.trials);
    const records = await groupRuns(place.root, sweep.group);
    assert.equal(records.length, 4);
    const kept = records.map((each) => `${(each as StoppedRun).result?.weights?.sha256}.onnx`);
    assert.deepEqual(
      models().filter((name) => !older.has(name)),
      kept.sort(),
      'models of earlier rungs are gone',
    );
    const winner = records.find((each) => each.run === best?.run) as FinishedRun;
    assert.deepEqual(
      winner.resumed?.map(({ epoch }) => epoch),
      [1, 2],
    );
    const dropped = records.find((each) => each.run === second?.run) as StoppedRun;
    assert.equal(dropped.state, 'stopped');
    assert.match(dropped.notes.at(-1) ?? '', /^Successive halving ended it after epoch 2 of 4: place 2 of 2 by MAE, of which 1 went on\.$/);
    write(`{ settings: { train.learningRate: [${best?.settings['train.learningRate']}] } }`, 4);
    const { sweep: unbroken } = await train();
    assert.equal(unbroken.trials[0]?.metric?.value, best?.metric?.value);
  });

  it('pauses, changes the order, takes a run out, and goes on', async () => {
    write('{ settings: { train.learningRate: [0.01, 0.001, 0.0001, 0.00001] } }');
    let asked: Promise<unknown> | undefined;
    const { sweep, commit } = await train({}, (event) => {
      if (event.event === 'started') asked ??= readSweepNow().then((group) => pauseSweep(place.root, group));
    });
    await asked;
    const { group } = sweep;
    assert.deepEqual([sweep.state, commit.state, count()], ['paused', 'pending', 0]);
    // A quick machine may have ended the first run before the pause was heard; on a slow one it is paused and goes on in its turn.
    const open = sweep.trials.filter(({ state }) => state === 'open' || state === 'paused').map(({ index }) => index);
    assert.ok(open.length >= 2 && open.includes(4) && open.includes(3), JSON.stringify(sweep.trials));
    const others = open.filter((index) => index !== 4);
    assert.deepEqual(await moveTrial(place.root, group, 4, 1), [4, ...others]);
    await cancelTrial(place.root, group, 3);
    await assert.rejects(moveTrial(place.root, group, 9, 1), { name: 'UserError', message: /has no run 9: it has 4/ });
    await assert.rejects(pauseSweep(place.root, group), { name: 'UserError', message: /nothing to pause/ });
    const begun: number[] = [];
    const { sweep: done } = await resume(group, (event) => {
      if (event.event === 'trial' && event.trial.state === 'running') begun.push(event.trial.index);
    });
    assert.deepEqual(
      begun,
      [4, ...others].filter((index) => index !== 3),
    );
    assert.deepEqual(
      done.trials.map(({ state }) => state),
      ['finished', 'finished', 'cancelled', 'finished'],
    );
    await assert.rejects(resume(group), { name: 'UserError', message: /has ended \(finished\)/ });
    await assert.rejects(cancelTrial(place.root, group, 1), { name: 'UserError', message: /has already ended/ });
  });

  const readSweepNow = async () => (await sweepNames(place.root))[0] ?? '';

  it('ends by cancel, from another terminal while it trains, and after a pause', async () => {
    write('{ settings: { train.learningRate: [0.02, 0.002, 0.0002] } }');
    let asked: Promise<unknown> | undefined;
    const { sweep, commit } = await train({ trainer: fakeTrainer('wait') }, (event) => {
      if (event.event === 'progress' && event.phase === 'training')
        asked ??= readSweepNow().then((group) => cancelSweep(place.root, group));
    });
    assert.equal(await asked, 'asked');
    assert.deepEqual([sweep.state, commit.state, count()], ['stopped', 'committed', 1]);
    assert.deepEqual(
      sweep.trials.map(({ state }) => state),
      ['cancelled', 'cancelled', 'cancelled'],
    );
    const stop = new AbortController();
    const paused = await train(
      { trainer: fakeTrainer('wait') },
      (event) => (event.event === 'progress' ? stop.abort() : undefined),
      stop.signal,
    );
    assert.equal(paused.sweep.state, 'paused');
    assert.notEqual(paused.sweep.group, sweep.group, 'one that has ended is not gone on with');
    const outcome = await cancelSweep(place.root, paused.sweep.group);
    assert.ok(outcome !== 'asked' && outcome.state === 'committed');
    assert.equal((await readSweepRecord(place.root, paused.sweep.group)).state, 'stopped');
    assert.equal(place.git('status', '--porcelain'), '');
  });

  it('goes on where a run fails, and says so when all do', async () => {
    write('{ settings: { train.learningRate: [0.03, 0.003] } }');
    const { sweep } = await train({ trainer: fakeTrainer('fail') });
    assert.deepEqual([sweep.state, sweep.trials.map(({ state }) => state)], ['failed', ['failed', 'failed']]);
    assert.match(sweep.reason ?? '', /None of its runs came to its end/);
  });

  it('prints the plan, and the runs best first, with n, interval and a word on the best of many', async () => {
    write(rates);
    const before = readdirSync(join(place.root, '5-network/runs')).length;
    const dry = await run('sweep', 'search', '--dry-run', '--limit', '3');
    assert.equal(
      dry.out,
      'run 1  train.learningRate 0.01, train.seed 1\nrun 2  train.learningRate 0.01, train.seed 2\nrun 3  train.learningRate 0.0001, train.seed 1\n3 runs; nothing was trained.\n',
    );
    assert.equal(readdirSync(join(place.root, '5-network/runs')).length, before);
    const { code, out, err } = await run('sweep', 'search', '--set', 'train.epochs=1');
    assert.equal(code, 0, err);
    assert.match(out, /^Sweep .* finished; 4 of 4 runs are done\.\n +settings +MAE \(months\) +95 % interval +tuning part/);
    assert.match(
      out,
      /\n1\. +run \d +train\.learningRate 0\.0\d*1, train\.seed \d +[\d.]+ +[\d.]+ to [\d.]+ +\d+ images, \d+ patients +finished, 1 epoch +20/,
    );
    assert.match(out, /Mean MAE over seeds, best first:\n {2}train\.learningRate 0\.0\d*1: [\d.]+, standard deviation [\d.]+ over 2 seeds/);
    assert.match(out, /The best of 4 runs was chosen on the tuning part, so its value there is optimistic/);
    assert.match(err, /Run 1 of 4 \(train\.learningRate 0\.01, train\.seed 1\) finished, MAE/);
    const values = [...out.matchAll(/^\d\. +run \d +\S+ \S+, \S+ \d +([\d.]+)/gm)].map(([, value]) => Number(value));
    assert.deepEqual(
      values,
      [...values].sort((a, b) => a - b),
    );
  });

  it('refuses what makes no sense before anything begins', async () => {
    const before = readdirSync(join(place.root, '5-network/runs')).length;
    const refused = async (sweep: string, message: RegExp) => {
      place.write('5-network/experiments/search.yaml', experiment(sweep));
      await assert.rejects(train(), { name: 'UserError', message });
    };
    await refused(
      '{ settings: { train.lerningRate: [1] } }',
      /sweep\.settings train\.lerningRate: unknown key.*did you mean "train\.learningRate"/,
    );
    await refused('{ settings: { train.batch: [8, 0.5] } }', /sweep\.settings train\.batch=0\.5: /);
    await refused('{ settings: { sweep.runs: [8] } }', /can't vary itself/);
    await refused('{ settings: { train.loss: [mae, focal] } }', /The loss focal does not fit a regression/);
    await refused('{ settings: { train.epochs: [2, 3] }, halving: {} }', /leave one of the two out/);
    await assert.rejects(train({ experiment: 'quick' }), { name: 'UserError', message: /quick has no section sweep: write one/ });
    assert.equal(readdirSync(join(place.root, '5-network/runs')).length, before);
    const both = await run('sweep', 'search', '--pause', 'x');
    assert.deepEqual([both.code, readFileSync(join(place.root, '.gitignore'), 'utf8')], [2, '.radsteps/\n']);
  });
});
