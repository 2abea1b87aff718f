import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ExportedRun } from '../../../../src/core/export/exportedRun';
import { mlflowExperiment, mlflowExperimentId, mlflowRun, mlflowRunId } from '../../../../src/core/export/mlflowRun';
import { exportedRun } from './exportedFixture';

const script = join(__dirname, '../../../fixtures/readMlflow.py');

type Read = readonly {
  readonly name: string;
  readonly location: string;
  readonly runs: readonly {
    readonly status: string;
    readonly name: string;
    readonly start: number;
    readonly end: number | null;
    readonly metrics: Readonly<Record<string, { readonly value: number; readonly step: number; readonly history: unknown }>>;
    readonly params: Readonly<Record<string, string>>;
    readonly tags: Readonly<Record<string, string>>;
    readonly artifacts: readonly string[];
  }[];
}[];

describe("MLflow's file layout", () => {
  const folder = mkdtempSync(join(tmpdir(), 'radsteps-mlflow-'));
  after(() => rmSync(folder, { recursive: true }));
  let count = 0;

  const read = (runs: readonly ExportedRun[], experiment: string): Read => {
    const store = join(folder, String(count++));
    for (const { path, text } of [mlflowExperiment(experiment, runs), ...runs.flatMap((run) => mlflowRun(run, experiment, '<p>'))]) {
      mkdirSync(dirname(join(store, path)), { recursive: true });
      writeFileSync(join(store, path), text);
    }
    return JSON.parse(execFileSync('python3', [script, store], { encoding: 'utf8' }));
  };

  it("is read by the rules of MLflow's file store: histories, best values, settings, tags, artifacts", () => {
    const [experiment, ...more] = read([exportedRun], 'Hand ages: quick');
    assert.deepEqual(more, []);
    assert.equal(experiment?.name, 'Hand ages: quick');
    assert.match(experiment.location, /^\.\/mlruns\/\d{18}$/);
    const [run] = experiment.runs;
    assert.ok(run !== undefined);
    assert.deepEqual([run.status, run.name], ['FINISHED', exportedRun.record.run]);
    assert.deepEqual([run.start, run.end], [Date.parse('2026-11-23T21:33:03Z'), Date.parse('2026-11-23T21:34:23Z')]);
    assert.deepEqual(run.metrics.tuning_mae?.history, [
      [1, 13],
      [2, 12],
    ]);
    assert.deepEqual([run.metrics.train_loss?.value, run.metrics.tuning_mae_upper?.value], [0.25, 14]);
    assert.deepEqual(
      ['', '_lower', '_upper', '_n', '_patients'].map((ending) => [
        run.metrics[`best_tuning_mae${ending}`]?.value,
        run.metrics[`best_tuning_mae${ending}`]?.step,
      ]),
      [12, 10, 14, 3, 2].map((value) => [value, 2]),
    );
    assert.deepEqual([run.params['train.learningRate'], run.params['image.size'], run.params['data.reader']], ['0.001', '[64,64]', '']);
    assert.deepEqual([run.tags['mlflow.source.git.commit'], run.tags['radsteps.record_commit']], ['01'.repeat(20), 'cd'.repeat(20)]);
    assert.match(
      run.tags['mlflow.note.content'] ?? '',
      /MAE 12\.0 months \(95 % interval 10\.0 to 14\.0; tuning part, n = 3 images of 2 patients\), epoch 2/,
    );
    assert.deepEqual(run.artifacts, ['metrics.csv', 'record.json', 'report.html']);
  });

  it('keeps names and numbers that YAML would take for something else, and infinite losses', () => {
    const [epoch] = exportedRun.epochs;
    assert.ok(epoch !== undefined);
    const record = { ...exportedRun.record, author: 'null', branch: null };
    const epochs = [{ ...epoch, trainLoss: Number.POSITIVE_INFINITY, tuningLoss: Number.NaN, metrics: {} }];
    const store = mlflowRun({ ...exportedRun, record, epochs }, '1e3', '');
    assert.equal(store.find(({ path }) => path.endsWith('metrics/train_loss'))?.text.split(' ')[1], 'inf');
    assert.equal(store.find(({ path }) => path.endsWith('metrics/tuning_loss'))?.text.split(' ')[1], 'nan');
    const [experiment] = read([{ ...exportedRun, record }], '1e3');
    assert.equal(experiment?.name, '1e3');
    assert.equal(experiment.runs[0]?.tags['mlflow.user'], 'null');
  });

  it('gives one experiment and run the same folders at every export, and others other ones', () => {
    assert.equal(mlflowExperimentId('quick'), mlflowExperimentId('quick'));
    assert.notEqual(mlflowExperimentId('quick'), mlflowExperimentId('slow'));
    assert.match(mlflowRunId('a'), /^[0-9a-f]{32}$/);
    assert.notEqual(mlflowRunId('a'), mlflowRunId('b'));
    for (let index = 0; index < 500; index++) assert.match(mlflowExperimentId(`e${index}`), /^[1-9]?\d{17}$/);
  });

  it('tells running, stopped and failed runs by their states', () => {
    const {
      result: _r,
      ended: _e,
      seconds: _s,
      ...rest
    } = exportedRun.record as typeof exportedRun.record & { ended: string; seconds: number; result: unknown };
    const states = [
      { ...rest, run: '20261123-213303-quick-0001', state: 'running', started: '2026-11-23T21:33:03Z' },
      { ...exportedRun.record, run: '20261123-213303-quick-0002', state: 'stopped' },
      { ...exportedRun.record, run: '20261123-213303-quick-0003', state: 'failed', reason: 'x' },
    ] as unknown as readonly ExportedRun['record'][];
    const [experiment] = read(
      states.map((record) => ({ ...exportedRun, record })),
      'e',
    );
    const found = Object.fromEntries((experiment?.runs ?? []).map(({ name, status, end }) => [name.slice(-4), [status, end !== null]]));
    assert.deepEqual(found, { '0001': ['RUNNING', false], '0002': ['KILLED', true], '0003': ['FAILED', true] });
  });
});
