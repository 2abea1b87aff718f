import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { FoldsRecord } from '../../../../src/core/experiment/foldsRecord';
import type { FinishedRun } from '../../../../src/core/experiment/runRecord';
import type { FoldsEvent } from '../../../../src/node/run/conductFolds';
import { readFolds, writeFolds } from '../../../../src/node/run/foldFiles';
import { readRecord } from '../../../../src/node/run/readRecord';
import { type FoldsReproduction, reproduceFolds } from '../../../../src/node/run/reproduceFolds';
import { type ReproduceEvent, reproduceRun } from '../../../../src/node/run/reproduceRun';
import { trainFolds } from '../../../../src/node/run/trainFolds';
import { writeRecord } from '../../../../src/node/run/writeRecord';
import { isolatedGit, type TemporaryRepository } from '../../../fixtures/temporaryRepository';
import { saidBy } from '../commands/saidBy';
import { discProject } from './discProject';
import { realTrainer } from './realTrainer';

const never = new AbortController().signal;
const quiet = () => {};

describe('reproduceFolds', function () {
  this.timeout(120_000);
  const folder = isolatedGit();
  let place: TemporaryRepository;
  let clone: string;
  let folds: FoldsRecord;

  const request = (run: string, more: object = {}) => ({ run, trainer: realTrainer(), keep: false, anyway: false, note: false, ...more });
  const reproduce = (more: object = {}, report: (event: ReproduceEvent) => void = quiet, signal = never): Promise<FoldsReproduction> =>
    reproduceFolds(clone, request(folds.group, more), report, signal);
  const status = () => execFileSync('git', ['status', '--porcelain'], { cwd: clone, encoding: 'utf8' });
  const runOf = (index: number): string => folds.folds[index - 1]?.run ?? '';
  const weightsOf = async (index: number): Promise<string> => {
    const record = (await readRecord(clone, runOf(index))) as FinishedRun;
    return join(clone, '.radsteps/weights', `${record.result.weights?.sha256}.onnx`);
  };

  before(async () => {
    place = await discProject(folder());
    const wanted = { experiment: 'quick', sets: { 'train.epochs': '2' }, folds: 2, trainer: realTrainer(), commit: true };
    folds = (await trainFolds(place.root, wanted, quiet as (event: FoldsEvent) => void, never)).folds;
    assert.equal(folds.state, 'finished', JSON.stringify(folds));
    // What came later must not matter.
    place.write('5-network/experiments/quick.yaml', 'data: { target: size }\n');
    place.git('commit', '-q', '-a', '-m', 'later');
    clone = join(folder(), 'clone');
    place.git('clone', '-q', place.root, clone);
    mkdirSync(join(clone, '.radsteps'));
    for (const name of ['local.yaml', 'paths.csv']) cpSync(join(place.root, '.radsteps', name), join(clone, '.radsteps', name));
  });

  it('trains all folds again in a fresh clone: every digit of each fold and of the pooled predictions', async () => {
    const places: string[] = [];
    const {
      verdict,
      check,
      folds: again,
      folder: left,
      weightsRestored,
      recordFile,
    } = await reproduce({}, (event) => {
      if (event.event === 'fold') places.push(`${event.index}/${event.of}`);
    });
    assert.deepEqual([check.strict, check.run, check.images], [true, folds.group, 30]);
    assert.deepEqual(places, ['1/2', '2/2']);
    assert.equal(verdict?.outcome, 'equal', verdict?.words);
    assert.deepEqual([verdict.sameRows, verdict.rows, weightsRestored, left], [30, 30, 2, null]);
    assert.deepEqual(
      verdict.folds.map(({ run, verdict: { outcome, sameWeights } }) => [run, outcome, sameWeights]),
      [1, 2].map((index) => [runOf(index), 'equal', true]),
    );
    assert.ok(verdict.pooled.length > 0 && verdict.pooled.every(({ same }) => same));
    assert.deepEqual(again?.pooled, folds.pooled);
    assert.deepEqual(JSON.parse(readFileSync(join(clone, recordFile ?? ''), 'utf8')).pooled, folds.pooled);
    assert.deepEqual(readdirSync(join(clone, '.radsteps/reproductions')), []);
    assert.equal(status(), '');
    assert.ok(existsSync(await weightsOf(1)) && existsSync(await weightsOf(2)));
  });

  it('reproduces one fold alone by the name of its run, and gets its weights back', async () => {
    rmSync(await weightsOf(2));
    const { verdict, weightsRestored, record } = await reproduceRun(clone, request(runOf(2)), quiet, never);
    assert.equal(verdict?.outcome, 'equal', verdict?.words);
    assert.ok(weightsRestored && existsSync(await weightsOf(2)));
    assert.deepEqual(record?.fold, { group: folds.group, index: 2, of: 2 });
  });

  it('asks before it trains where it is told to, and trains nothing without a yes', async () => {
    const asked: string[] = [];
    const { verdict, recordFile } = await reproduce({
      decide: async ({ run }: { readonly run: string }) => {
        asked.push(run);
        return false;
      },
    });
    assert.deepEqual([asked, verdict, recordFile], [[folds.group], null, null]);
    const { code, out } = await saidBy(['reproduce', folds.group, '--ask', '-C', clone], {
      cwd: folder(),
      templatesFolder: '',
      trainer: realTrainer(),
    });
    assert.equal(code, 1);
    assert.equal(out.trim(), 'Nothing was trained.');
  });

  it('says which fold and which pooled numbers are others, on the command line too, and notes each fold', async () => {
    const record = (await readRecord(clone, runOf(1))) as FinishedRun;
    const mae = record.result.metrics.mae;
    assert.ok(mae !== undefined && folds.pooled !== null);
    const metrics = { ...record.result.metrics, mae: { ...mae, best: { ...mae.best, value: mae.best.value + 1e-6 } } };
    await writeRecord(clone, { ...record, result: { ...record.result, metrics } });
    const pooled = { ...folds.pooled.metrics.mae, value: (folds.pooled.metrics.mae?.value ?? 0) + 1e-6 };
    await writeFolds(clone, {
      ...folds,
      pooled: {
        ...folds.pooled,
        metrics: { ...folds.pooled.metrics, mae: pooled as typeof pooled & FoldsRecord['folds'][number]['metrics'][string] },
      },
    });
    const host = { cwd: folder(), templatesFolder: '', trainer: realTrainer() };
    const { code, out } = await saidBy(['reproduce', folds.group, '--note', '-C', clone], host);
    assert.equal(code, 1);
    assert.match(out, /fold 1 \(\S+\): Not equal: MAE [\d.]+ months where the record has [\d.]+/);
    assert.match(out, /fold 2 \(\S+\): Equal: every metric of 2 epochs/);
    assert.match(
      out,
      /-folds: Not equal: pooled MAE (\S+) months where the record has (?!\1)\S+ .*; 2 folds: 1 equal, 1 not equal; 30 of 30 predictions are the same\./,
    );
    for (const index of [1, 2])
      assert.match(readFileSync(join(clone, '5-network/runs', runOf(index), 'reproductions.csv'), 'utf8'), /equal,mae/);
    execFileSync('git', ['checkout', '-q', '.'], { cwd: clone });
    execFileSync('git', ['clean', '-qfd'], { cwd: clone });
  });

  it('leaves nothing behind when it is cancelled amid a fold', async () => {
    const stop = new AbortController();
    const cancelled = reproduce(
      {},
      (event) => {
        if (event.event === 'epoch') stop.abort();
      },
      stop.signal,
    );
    await assert.rejects(cancelled, { name: 'AbortError' });
    assert.deepEqual(readdirSync(join(clone, '.radsteps/reproductions')), []);
    assert.equal(status(), '');
  });

  it('refuses a cross-validation of which no fold was trained, or that is not there', async () => {
    const before = await readFolds(clone, folds.group);
    await writeFolds(clone, { ...before, state: 'stopped', folds: before.folds.map((fold) => ({ ...fold, run: null })) });
    await assert.rejects(reproduce(), { name: 'UserError', message: /No fold of .* was trained/ });
    await assert.rejects(reproduceFolds(clone, request('20260101-000000-quick-0000-folds'), quiet, never), { name: 'UserError' });
    execFileSync('git', ['checkout', '-q', '.'], { cwd: clone });
  });
});
