import assert from 'node:assert/strict';
import Papa from 'papaparse';
import { formatEpochsCsv, formatRunsCsv } from '../../../../src/core/export/csvTables';
import { classifiedRun, exportedRun } from './exportedFixture';

const read = (text: string) => Papa.parse<Readonly<Record<string, string>>>(text, { header: true, skipEmptyLines: true });

describe('the tables of exported runs', () => {
  it('have settings, metrics with interval, n, patients, part and unit, hashes and commits', () => {
    const { data, errors } = read(formatRunsCsv([exportedRun]));
    assert.deepEqual(errors, []);
    const [row] = data;
    assert.ok(row !== undefined);
    assert.deepEqual(
      ['mae', 'mae_lower', 'mae_upper', 'mae_n', 'mae_patients', 'mae_part', 'mae_unit', 'mae_epoch', 'mae_last'].map((key) => row[key]),
      ['12', '10', '14', '3', '2', 'tuning', 'months', '2', '13'],
    );
    assert.deepEqual([row.bias, row.bias_lower, row.rmse], ['-1', '', '']);
    assert.deepEqual(
      [row['train.learningRate'], row['image.size'], row['data.inputs'], row.changed, row.engine_device],
      ['0.001', '[64,64]', '["sex"]', 'train.epochs=2', 'Some CPU'],
    );
    assert.deepEqual(
      [row.commit, row.parent, row.images_sha256, row.tuning_patients],
      ['cd'.repeat(20), '01'.repeat(20), 'ab'.repeat(32), '2'],
    );
    assert.doesNotMatch(formatRunsCsv([exportedRun]), /img-secret|P-1/);
  });

  it('have the same columns whichever runs of a task are in them', () => {
    const columns = (runs: Parameters<typeof formatRunsCsv>[0]) => read(formatRunsCsv(runs)).meta.fields ?? [];
    const bare = { ...exportedRun, record: { ...exportedRun.record, result: { ...exportedRun.record.result, metrics: {} }, notes: [] } };
    assert.deepEqual(columns([bare as typeof exportedRun]), columns([exportedRun]));
    assert.equal(new Set(columns([exportedRun])).size, columns([exportedRun]).length, 'no name twice');
    const both = columns([exportedRun, classifiedRun]);
    assert.ok(['mae_lower', 'auc_lower', 'specificity_n'].every((name) => both.includes(name)));
  });

  it('tell epochs in long form', () => {
    const { data } = read(formatEpochsCsv([exportedRun]));
    assert.equal(data.length, 2 * 5);
    assert.deepEqual(data[2], {
      ...{ run: exportedRun.record.run, experiment: 'quick', epoch: '1', name: 'mae', value: '13', lower: '11', upper: '15' },
      ...{ n: '3', patients: '2', part: 'tuning', unit: 'months' },
    });
    assert.deepEqual([data[0]?.name, data[0]?.part, data[0]?.lower], ['train_loss', 'train', '']);
  });
});
