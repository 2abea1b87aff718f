import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatPredictions, type PredictionRow } from '../../../../src/core/experiment/predictionTable';
import { formatRecord } from '../../../../src/core/experiment/recordFile';
import type { FailedRun, RunCommon } from '../../../../src/core/experiment/runRecord';
import { runFolder } from '../../../../src/core/project/layout';
import { imageRow, labelProject } from '../label/labelProject';
import { settings } from '../run/runFixture';

const hash = (letter: string): string => letter.repeat(64);
const record = (run: string, learningRate: number, more: Partial<RunCommon> = {}): FailedRun => ({
  ...{ version: 1, run, state: 'failed', experiment: 'x', template: 'bone-age', task: 'regression', target: 'bone_age', unit: 'months' },
  ...{ author: 'A', created: '2026-03-04T05:06:07.000Z', started: '2026-03-04T05:06:07.000Z', ended: '2026-03-04T05:07:07.000Z' },
  ...{ parent: null, branch: 'main', snapshot: null, patch: null, seconds: 60, reason: 'The disk was full.', result: null },
  hashes: { images: hash('a'), split: hash('b'), labels: hash('c'), experiment: hash('d') },
  settings: { ...settings, train: { ...settings.train, learningRate } },
  ...{ changed: {}, engine: { name: 'built-in', version: '', backend: 'cpu', device: '' }, versions: {} },
  ...{ data: { train: { images: 2, patients: 2 }, tuning: { images: 8, patients: 8 } }, notes: [] },
  ...more,
});

const [early, late, other] = ['20260304-050607-x-0af9', '20260304-060607-x-0af8', '20260304-070607-x-0af7'];

describe('radsteps compare', () => {
  const root = mkdtempSync(join(tmpdir(), 'radsteps-compare-'));
  after(() => rmSync(root, { recursive: true, force: true }));
  const { run } = labelProject(root, [imageRow('img-0')], ['{name: bone_age, title: Bone age, kind: number, unit: months}'], []);
  const write = (of: FailedRun, errorOf: (index: number) => number) => {
    const rows = Array.from({ length: 12 }, (_, index): PredictionRow => {
      const label = 60 + index;
      return { image: `img-${index}`, patient: `p${index}`, label, prediction: label + errorOf(index), probabilities: [], problem: '' };
    });
    mkdirSync(join(root, runFolder(of.run)), { recursive: true });
    writeFileSync(join(root, runFolder(of.run), 'record.json'), formatRecord(of));
    writeFileSync(join(root, runFolder(of.run), 'predictions.csv'), formatPredictions(rows, []));
  };
  before(() => {
    write(record(early, 0.01), (index) => (index % 2 === 0 ? 9 : -11));
    write(record(late, 0.001), (index) => (index === 3 ? 30 : 2 + (index % 3)));
    write(record(other, 0.001, { target: 'age' }), () => 1);
  });

  it('prints metrics, settings, the verdict with interval, and the images that changed most', async () => {
    const { code, out, err } = await run('compare', early, late);
    assert.deepEqual([code, err], [0, '']);
    assert.match(out, /MAE 10\.0+ months/);
    assert.match(out, /train\.learningRate: 0\.01 {2}0\.001/);
    assert.match(out, /(Better than|Not distinguishable from) the first run/);
    assert.match(out, /Became worse most[^\n]*\n {2}img-3 {2}error 11\.0 {2}30\.0/);
    assert.match(out, /Became better most/);
    const { out: json } = await run('compare', early, late, '--json');
    assert.equal(JSON.parse(json).cases.length, 12);
  });

  it('says what can not be compared', async () => {
    assert.match((await run('compare', early)).err, /2 to 20 different runs/);
    assert.match((await run('compare', early, early)).err, /2 to 20 different runs/);
    assert.match((await run('compare', early, other)).err, /only runs of one target/);
    assert.match((await run('compare', early, '20200101-000000-x-0000')).err, /no run/);
    rmSync(join(root, runFolder(late), 'predictions.csv'));
    assert.match((await run('compare', early, late)).err, /has no predictions\.csv/);
  });
});
