import assert from 'node:assert/strict';
import type { ComparisonReport } from '../../../../src/core/experiment/comparisonReport';
import { formatPredictions, type PredictionRow } from '../../../../src/core/experiment/predictionTable';
import { formatRecord } from '../../../../src/core/experiment/recordFile';
import type { FinishedRun } from '../../../../src/core/experiment/runRecord';
import type { SettingImportance } from '../../../../src/core/experiment/settingImportance';
import { runFolder } from '../../../../src/core/project/layout';
import { mulberry32, normal } from '../../../../src/core/statistics/random';
import { isolatedGit, type TemporaryRepository, temporaryRepository } from '../../../fixtures/temporaryRepository';
import { asProject, settings } from '../run/runFixture';
import { saidBy } from './saidBy';

const hash = (letter: string): string => letter.repeat(64);
const name = (index: number): string => `20260304-05${String(index).padStart(2, '0')}07-sweep-0a${String(index).padStart(2, '0')}`;

/** A finished run; the smaller the learning rate, the better. */
function finished(index: number, split = 'b'): { readonly record: FinishedRun; readonly rows: readonly PredictionRow[] } {
  const random = mulberry32(index);
  const power = -1 - (index % 12) / 4;
  const sd = 12 + 3 * power;
  const rows = Array.from({ length: 30 }, (_, image): PredictionRow => {
    const label = 60 + image;
    return {
      ...{ image: `img-${image}`, patient: `p${image}`, label, prediction: label + sd * normal(random), probabilities: [], problem: '' },
    };
  });
  const value = rows.reduce((sum, row) => sum + Math.abs(Number(row.prediction) - Number(row.label)), 0) / rows.length;
  const metric = { epoch: 1, value, interval: null, n: 30, patients: 30, method: '' };
  const record: FinishedRun = {
    ...{ version: 1, run: name(index), state: 'finished', experiment: 'sweep', template: 'bone-age', task: 'regression' },
    ...{ target: 'bone_age', unit: 'months', author: 'A', created: '2026-03-04T05:06:07.000Z', started: '2026-03-04T05:06:07.000Z' },
    ...{ ended: '2026-03-04T05:07:07.000Z', parent: null, branch: 'main', snapshot: null, patch: null, seconds: 60 },
    hashes: { images: hash('a'), split: hash(split), labels: hash('c'), experiment: hash('d') },
    settings: { ...settings, train: { ...settings.train, learningRate: 10 ** power, batch: 2 + (index % 3) } },
    ...{ changed: {}, engine: { name: 'built-in', version: '', backend: 'cpu', device: '' }, versions: {} },
    ...{ data: { train: { images: 2, patients: 2 }, tuning: { images: 30, patients: 30 } }, notes: [] },
    result: {
      ...{ epochs: 1, primary: 'mae', parameters: 1, imagesPerSecond: 1, peakMemoryMb: 1, weights: null },
      metrics: { mae: { unit: 'months', better: 'lower', part: 'tuning', best: metric, last: metric } },
    },
  };
  return { record, rows };
}

describe('comparing runs of several branches', () => {
  let place: TemporaryRepository;
  let parent = '';
  const folder = isolatedGit();
  const put = (index: number, split?: string): void => {
    const { record, rows } = finished(index, split);
    place.write(`${runFolder(record.run)}/record.json`, formatRecord(record));
    place.write(`${runFolder(record.run)}/predictions.csv`, formatPredictions(rows, []));
    place.write(
      `${runFolder(record.run)}/metrics.csv`,
      'epoch,train_loss,tuning_loss,seconds,images_per_second,mae,mae_lower,mae_upper\n1,0.5,0.6,1,10,9,8,10\n',
    );
  };
  const run = (...words: readonly string[]) =>
    saidBy(words, { cwd: place.root, templatesFolder: '', trainer: { command: '', args: [], env: {} } });
  before(() => {
    parent = folder();
    place = asProject(temporaryRepository(parent));
    place.git('checkout', '-q', '-b', 'sweep');
    for (let index = 0; index < 12; index++) put(index);
    put(30, 'e');
    place.git('add', '.');
    place.git('commit', '-q', '-m', 'runs');
    place.git('checkout', '-q', 'main');
    put(20);
  });

  it('reads runs that only git holds, with their curves, beside those of the working tree', async () => {
    const { code, out } = await run('compare', name(20), name(11), '--json');
    assert.equal(code, 0, out);
    const { details, verdicts, settings: table, images }: ComparisonReport = JSON.parse(out);
    assert.deepEqual(
      details.map(({ refs, epochs }) => [refs, epochs.length]),
      [
        [null, 1],
        [['sweep'], 1],
      ],
    );
    assert.equal(images, 30);
    assert.equal(verdicts[0]?.run, name(11));
    const differing = table.filter(({ differs }) => differs).map(({ key }) => key);
    assert.deepEqual(differing, ['train.learningRate']);
    assert.ok(table.length > 20);
  });

  it('says which settings matter over all branches, and leaves out another split', async () => {
    const { out } = await run('importance', '--json', '--like', name(20));
    const found: SettingImportance = JSON.parse(out);
    assert.equal(found.runs, 13);
    assert.deepEqual(found.settings[0]?.keys, ['train.learningRate']);
    assert.match(found.notes[0] ?? '', /^1 run is left out/);
    const text = (await run('importance', ...Array.from({ length: 12 }, (_, index) => name(index)))).out;
    assert.match(text, /^train\.learningRate +\d\.\d{3} +12 values/);
    assert.match(text, /Breiman 2001.*n = 12 runs/);
  });

  it('says in a sentence why there is no importance', async () => {
    assert.match((await run('importance', name(1), name(2))).out, /needs at least 10 runs with MAE; there are 2/);
    const { code, err } = await run('importance', '--metric', 'auc', name(1), name(2));
    assert.deepEqual([code, err.includes('has no metric "auc"; it has mae')], [1, true]);
    assert.match((await run('importance', '--like', '20200101-000000-x-0000')).err, /is not there, or has no result yet/);
  });
});
