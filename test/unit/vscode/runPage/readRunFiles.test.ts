import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unheardRun } from '../../../../src/core/experiment/liveRun';
import { readRunFiles } from '../../../../src/vscode/runPage/readRunFiles';
import { sampleRecord } from './sampleRecord';

describe('readRunFiles', () => {
  let root = '';
  let folder = '';
  const { run } = sampleRecord;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'radsteps-page-'));
    folder = join(root, '5-network', 'runs', run);
    mkdirSync(folder, { recursive: true });
  });
  afterEach(() => rmSync(root, { recursive: true }));
  const read = () => readRunFiles(root, run, unheardRun, false);
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);

  it('reads record and epochs, and sees that there are predictions without reading them', async () => {
    write('record.json', JSON.stringify(sampleRecord));
    write('metrics.csv', 'epoch,train_loss,tuning_loss,seconds,images_per_second,mae,mae_lower,mae_upper\n1,2,3,1,9,12,10,14\n');
    write('predictions.csv', 'image,patient,label,prediction\nimg-1,P-1,10,12\n');
    const files = await read();
    assert.deepEqual(files.record, sampleRecord);
    assert.equal(files.epochs[0]?.metrics.mae?.upper, 14);
    assert.match(files.predictions, /^\d+(\.\d+)? \d+$/);
    assert.deepEqual(files.files, { record: true, predictions: true, log: false });
    assert.deepEqual(files.problems, []);
  });

  it('reads a run that found boxes', async () => {
    write('record.json', JSON.stringify({ ...sampleRecord, task: 'detection', unit: '' }));
    write('predictions.csv', 'image,patient,label,prediction,score\nimg-1,P-1,2,1,0.75\n');
    mkdirSync(join(folder, 'predictions'));
    write('predictions/img-1.json', '{}');
    const files = await read();
    assert.equal(files.record?.task, 'detection');
    assert.deepEqual([files.problems, files.files.predictions], [[], true]);
  });

  it('still shows the rest when a table is damaged', async () => {
    write('record.json', JSON.stringify(sampleRecord));
    write('metrics.csv', 'nonsense\n1\n');
    const files = await read();
    assert.deepEqual(files.record, sampleRecord);
    assert.equal(files.problems.length, 1);
    assert.match(files.problems[0] ?? '', /metrics\.csv has no column/);
  });

  it('says what is wrong with the record', async () => {
    assert.match((await read()).problem, /no record\.json in 5-network\/runs/);
    write('record.json', '{ "version": 1, "run":');
    const files = await read();
    assert.equal(files.record, null);
    assert.match(files.problem, /record\.json can't be used: it is not JSON/);
  });
});
