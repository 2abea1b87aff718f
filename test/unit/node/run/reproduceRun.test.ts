import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { FinishedRun, RunRecord } from '../../../../src/core/experiment/runRecord';
import { readLocalFiles } from '../../../../src/node/dataset/localFiles';
import { isAlive } from '../../../../src/node/run/processIdentity';
import { readRecord } from '../../../../src/node/run/readRecord';
import { type ReproduceEvent, type Reproduction, reproduceRun } from '../../../../src/node/run/reproduceRun';
import { trainExperiment } from '../../../../src/node/run/trainExperiment';
import { writeRecord } from '../../../../src/node/run/writeRecord';
import { isolatedGit, type TemporaryRepository, temporaryRepository } from '../../../fixtures/temporaryRepository';
import { saidBy } from '../commands/saidBy';
import { discProject } from './discProject';
import { realTrainer } from './realTrainer';

const never = new AbortController().signal;
const quiet = () => {};

describe('reproduceRun', function () {
  this.timeout(120_000);
  const folder = isolatedGit();
  let place: TemporaryRepository;
  let clone: string;
  let record: FinishedRun;

  const reproduce = (root: string, more: object = {}, report: (event: ReproduceEvent) => void = quiet): Promise<Reproduction> =>
    reproduceRun(root, { run: record.run, trainer: realTrainer(), keep: false, anyway: false, note: false, ...more }, report, never);
  const worktrees = (root: string) => readdirSync(join(root, '.radsteps/reproductions'));
  const gitIn = (root: string, ...args: readonly string[]) => execFileSync('git', args, { cwd: root, encoding: 'utf8' });
  /** Gives a clone the local settings that an import would have made. */
  const settle = (root: string) => {
    mkdirSync(join(root, '.radsteps'), { recursive: true });
    for (const name of ['local.yaml', 'paths.csv']) cpSync(join(place.root, '.radsteps', name), join(root, '.radsteps', name));
  };

  before(async () => {
    place = await discProject(folder());
    // Neither of the two is committed: the run's patch holds them.
    const file = '5-network/experiments/quick.yaml';
    place.write(file, readFileSync(join(place.root, file), 'utf8').replace('batch: 7', 'batch: 8'));
    place.write('1-problem/notes.md', 'Grüße\r\nno line feed at the end');
    const outcome = await trainExperiment(
      place.root,
      { experiment: 'quick', sets: { 'train.weightDecay': '0.001' }, trainer: realTrainer(), commit: true },
      quiet,
      never,
    );
    assert.equal(outcome.record.state, 'finished', JSON.stringify(outcome.record));
    record = outcome.record as FinishedRun;
    // What came later must not matter.
    place.write(file, 'data: { target: size }\n');
    place.git('add', '.');
    place.git('commit', '-q', '-m', 'later');
    clone = join(folder(), 'clone');
    place.git('clone', '-q', place.root, clone);
    settle(clone);
  });

  it('trains a committed run again in a fresh clone: every digit, and the model byte for byte', async () => {
    const checks: ReproduceEvent[] = [];
    const before = gitIn(clone, 'status', '--porcelain', '--ignored=no');
    const {
      verdict,
      check,
      folder: left,
      weightsRestored,
    } = await reproduce(clone, {}, (event) => {
      if (event.event === 'check') checks.push(event);
    });
    assert.deepEqual([check.blocks, check.limits, check.strict, check.images], [[], [], true, 30]);
    assert.equal(checks.length, 1);
    assert.equal(verdict?.outcome, 'equal', verdict?.words);
    assert.deepEqual([verdict.sameEpochs, verdict.epochs, verdict.sameWeights], [3, 3, true]);
    assert.ok(verdict.metrics.length > 0 && verdict.metrics.every(({ same, recorded, reproduced }) => same && recorded === reproduced));
    assert.equal(left, null);
    assert.deepEqual(worktrees(clone), []);
    assert.equal(gitIn(clone, 'worktree', 'list').trim().split('\n').length, 1);
    assert.equal(gitIn(clone, 'status', '--porcelain', '--ignored=no'), before);
    const weights = join('.radsteps/weights', `${record.result.weights?.sha256}.onnx`);
    assert.ok(weightsRestored);
    assert.deepEqual(readFileSync(join(clone, weights)), readFileSync(join(place.root, weights)));
  });

  it('reproduces a run of another branch, which is not checked out', async () => {
    gitIn(clone, 'checkout', '-q', '--detach', 'HEAD~2');
    assert.equal(existsSync(join(clone, '5-network/runs', record.run)), false);
    const { verdict } = await reproduce(clone);
    assert.equal(verdict?.outcome, 'equal', verdict?.words);
    await assert.rejects(reproduce(clone, { note: true }), {
      name: 'UserError',
      message: /is not in the working tree \(it is on .*main\)/,
    });
    gitIn(clone, 'checkout', '-q', 'main');
  });

  it('leaves the worktree with --keep, with the files as they were, and notes the outcome with --note', async () => {
    const { code, out } = await saidBy(['reproduce', record.run, '--keep', '--note', '--json', '-C', clone], {
      cwd: folder(),
      templatesFolder: '',
      trainer: realTrainer(),
    });
    assert.equal(code, 0, out);
    const { folder: left, weightsRestored } = JSON.parse(out) as Reproduction;
    assert.equal(weightsRestored, false);
    assert.ok(left !== null);
    assert.equal(readFileSync(join(left, '1-problem/notes.md'), 'utf8'), 'Grüße\r\nno line feed at the end');
    assert.match(readFileSync(join(left, '5-network/experiments/quick.yaml'), 'utf8'), /batch: 8/);
    const note = readFileSync(join(clone, '5-network/runs', record.run, 'reproductions.csv'), 'utf8').split('\n');
    assert.match(note[1] ?? '', /^20[^,]+,equal,mae,([\d.]+),\1,3,3,true,cpu,/);
    const text = await saidBy(['reproduce', record.run, '-C', clone], { cwd: folder(), templatesFolder: '', trainer: realTrainer() });
    assert.equal(text.code, 0);
    assert.match(text.err, /every digit must be the same/);
    assert.match(
      text.out,
      /MAE: recorded [\d.]+ months, reproduced the same[\s\S]*: Equal: every metric of 3 epochs to the last digit, and/,
    );
    assert.deepEqual(worktrees(clone), [left.split('/').at(-1)], 'the kept one stays at the next start');
    gitIn(clone, 'worktree', 'remove', '--force', left);
  });

  it('lists missing and changed images before it starts, and trains with the rest only when asked to', async () => {
    const other = join(folder(), 'other');
    place.git('clone', '-q', place.root, other);
    const none = await reproduce(other);
    assert.deepEqual([none.check.missing.length, none.verdict], [30, null]);
    assert.match(none.check.blocks[0] ?? '', /^30 of the 30 images of the run are not on this machine: img-0, img-1, .* and 10 more\.$/);
    settle(other);
    const films = await readLocalFiles(other);
    const films2 = join(folder(), 'films');
    const other7 = films.get('img-7')?.[0]?.file ?? '';
    for (const [image, [local]] of films) {
      assert.ok(local !== undefined);
      mkdirSync(films2, { recursive: true });
      if (image !== 'img-3') cpSync(local.file, join(films2, local.path));
      if (image === 'img-5') writeFileSync(join(films2, local.path), readFileSync(other7));
    }
    const local = join(other, '.radsteps/local.yaml');
    writeFileSync(local, readFileSync(local, 'utf8').replace(/films: .*/, `films: ${JSON.stringify(films2)}`));
    const { check, verdict } = await reproduce(other);
    assert.deepEqual([check.missing, check.changed, verdict], [['img-3'], ['img-5'], null]);
    assert.match(check.blocks.join('\n'), /1 of the 30 images of the run are not on this machine: img-3\./);
    assert.deepEqual(worktrees(other), []);
    const anyway = await reproduce(other, { anyway: true });
    assert.equal(anyway.record?.data.train.images, record.data.train.images - 2);
    assert.equal(anyway.check.strict, false);
    assert.match(anyway.verdict?.words ?? '', /side the record's 95 % interval .* fewer than three runs of other seeds/);
  });

  it('holds a run of another engine against the variance of seeds', async () => {
    for (const seed of ['4', '5'])
      await trainExperiment(
        clone,
        {
          experiment: 'quick',
          sets: { 'train.seed': seed, 'train.weightDecay': '0.001', 'train.batch': '8', 'image.size': '[16, 16]' },
          trainer: realTrainer(),
          commit: false,
        },
        quiet,
        never,
      );
    const names = readdirSync(join(clone, '5-network/runs')).filter((name) => name !== record.run);
    // The later experiment file differs; the settings of the record are what counts.
    for (const name of names) {
      const other = (await readRecord(clone, name)) as FinishedRun;
      const { seed } = other.settings.train;
      await writeRecord(clone, { ...other, settings: { ...record.settings, train: { ...record.settings.train, seed } } });
    }
    const foreign: RunRecord = {
      ...record,
      engine: { ...record.engine, device: record.engine.device.replace(/^.*?, w/, 'Another CPU, w') },
    };
    await writeRecord(clone, { ...foreign, result: withMae(record, (value) => value + 1e-4) } as FinishedRun);
    const { check, verdict } = await reproduce(clone);
    assert.deepEqual([check.strict, check.limits.length], [false, 1]);
    assert.match(check.limits[0] ?? '', /trained on Another CPU; here is /);
    assert.equal(verdict?.outcome, 'within tolerance', verdict?.words);
    assert.equal(verdict.tolerance?.runs.length, 3);
    await writeRecord(clone, record);
  });

  it('says that a number differs where every digit must be the same', async () => {
    await writeRecord(clone, { ...record, result: withMae(record, (value) => value + 1e-6) });
    const { verdict } = await reproduce(clone);
    assert.equal(verdict?.outcome, 'not equal');
    assert.match(verdict.words, /^Not equal: MAE [\d.]+ months where the record has [\d.]+\.$/);
    await writeRecord(clone, record);
  });

  it('reproduces a stopped run as far as it came', async () => {
    const stop = new AbortController();
    const { record: stopped } = await trainExperiment(
      place.root,
      { experiment: 'quick', sets: { 'image.size': '[16, 16]', 'train.epochs': '400' }, trainer: realTrainer(), commit: true },
      (event) => {
        if (event.event === 'epoch' && event.epoch === 2) stop.abort();
      },
      stop.signal,
    );
    assert.equal(stopped.state, 'stopped');
    const { verdict } = await reproduce(place.root, { run: stopped.run });
    assert.equal(verdict?.outcome, 'equal', verdict?.words);
    assert.ok(verdict.sameEpochs >= 2);
  });

  it('reproduces a run of a project deep in a repository, before the first commit and with a patch whose line endings a checkout changed', async () => {
    const outer = temporaryRepository(folder());
    const root = join(outer.root, 'ai', 'discs');
    cpSync(place.root, root, { recursive: true, filter: (path) => !/[\\/](\.git|runs|cache|weights)$/.test(path) });
    const { record: first } = await trainExperiment(
      root,
      { experiment: 'quick', sets: { 'image.size': '[16, 16]', 'train.epochs': '2' }, trainer: realTrainer(), commit: true },
      quiet,
      never,
    );
    assert.deepEqual([first.state, first.parent], ['finished', null]);
    const patch = join(root, '5-network/runs', first.run, 'changes.patch');
    writeFileSync(patch, readFileSync(patch, 'latin1').replaceAll('\n', '\r\n'), 'latin1');
    const { verdict } = await reproduce(root, { run: first.run });
    assert.equal(verdict?.outcome, 'equal', verdict?.words);
    assert.equal(outer.git('worktree', 'list').trim().split('\n').length, 1);
  });

  it('refuses runs that train, unknown commits and a patch that is another', async () => {
    const refused = async (change: Partial<RunRecord>, message: RegExp) => {
      await writeRecord(clone, { ...record, ...change } as RunRecord);
      await assert.rejects(reproduce(clone), { name: 'UserError', message });
    };
    await refused({ state: 'running' } as Partial<RunRecord>, /has not ended yet/);
    await refused({ parent: 'ab'.repeat(20) }, /Commit ababababab, .* is not in this clone/);
    await refused({ patch: { sha256: 'ab'.repeat(32), omitted: [] } }, /changes\.patch is not the one that the record names/);
    await refused({ patch: null }, /names no state of the files/);
    await writeRecord(clone, record);
    assert.deepEqual(worktrees(clone), []);
    await assert.rejects(reproduceRun(clone, { ...request(), run: 'nothing' }, quiet, never), { name: 'UserError' });
  });

  const request = () => ({ run: record.run, trainer: realTrainer(), keep: false, anyway: false, note: false });

  it('removes the worktree when it is stopped, and at the next start when it was killed', async () => {
    const stop = new AbortController();
    const stopped = await reproduceRun(clone, request(), (event) => (event.event === 'started' ? stop.abort() : undefined), stop.signal);
    assert.equal(stopped.record?.state, 'stopped');
    assert.deepEqual(worktrees(clone), []);
    const script = resolve(dirname(__filename), 'reproduceRun.child.ts');
    const child = spawn(process.execPath, ['--import', 'tsx', script, clone, record.run], { stdio: 'inherit' });
    await new Promise((done) => child.once('exit', done));
    const [left = ''] = worktrees(clone);
    assert.notEqual(left, '');
    const note = JSON.parse(
      readFileSync(join(clone, '.radsteps/reproductions', left, '.radsteps/runs', record.run, 'process.json'), 'utf8'),
    );
    assert.ok(existsSync(`/proc/${note.trainer.pid}`) || process.platform !== 'linux', 'its trainer goes on');
    await assert.rejects(reproduceRun(clone, request(), quiet, AbortSignal.abort()));
    const { verdict } = await reproduce(clone);
    assert.equal(verdict?.outcome, 'equal');
    assert.deepEqual(worktrees(clone), []);
    // Nobody may have collected the dead process yet, which then still has its number.
    assert.equal(await isAlive(note.trainer), false);
  });
});

function withMae({ result }: FinishedRun, change: (value: number) => number): FinishedRun['result'] {
  const mae = result.metrics.mae;
  assert.ok(mae !== undefined);
  const value = change(mae.best.value);
  return { ...result, metrics: { ...result.metrics, mae: { ...mae, best: { ...mae.best, value } } } };
}
