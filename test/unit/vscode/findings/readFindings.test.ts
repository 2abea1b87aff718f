import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Label } from '../../../../src/core/label/label';
import { formatLabel } from '../../../../src/core/label/labelFile';
import { runsThatPredicted } from '../../../../src/node/run/openPredictions';
import type { Findings } from '../../../../src/protocol/findings';
import { FindingsReader } from '../../../../src/vscode/findings/readFindings';
import { isolatedGit, temporaryRepository } from '../../../fixtures/temporaryRepository';
import { imageRow, labelProject } from '../../node/label/labelProject';
import { sampleRecord } from '../runPage/sampleRecord';

const [numbers, boxes] = ['20260101-120000-quick-a1b2', '20260102-120000-boxes-c3d4'];
const label = (image: string, reader: string, change: Partial<Label> = {}): Label => ({
  version: 1,
  image,
  reader,
  status: 'final',
  categories: { bone_age: 100 },
  marks: [],
  ...change,
});
const protocol = [
  'name: bone_age\n    title: Bone age\n    kind: number\n    unit: months',
  'name: fracture\n    title: Fracture\n    kind: box',
];
const local = 'dataRoot: /nowhere\nreader: ben\n';

describe('the findings of an image', () => {
  const folder = isolatedGit();
  let root: string;
  let write: (path: string, text: string) => void;
  const record = (run: string, change: object, reader = 'ada'): void => {
    const settings = { ...sampleRecord.settings, data: { ...sampleRecord.settings.data, reader } };
    write(`5-network/runs/${run}/record.json`, JSON.stringify({ ...sampleRecord, run, settings, ...change }));
  };
  const read = (image = 'a', runs = [numbers, boxes], mayAskGit = false): Promise<Findings> =>
    new FindingsReader(root, () => mayAskGit).read({ project: root, image, runs, images: [image] }, null);

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'radsteps-findings-'));
    ({ write } = labelProject(
      root,
      ['a', 'b'].map((image) => imageRow(image)),
      protocol,
      [label('a', 'ada'), label('a', 'ben', { categories: { bone_age: 120 } })],
    ));
    write('.radsteps/local.yaml', local);
    record(numbers, {});
    write(`5-network/runs/${numbers}/predictions.csv`, 'image,patient,label,prediction\na,P,100,104.24\n');
    record(boxes, { task: 'detection', target: 'fracture', unit: '' });
    write(`5-network/runs/${boxes}/predictions.csv`, 'image,patient,label,prediction,score\na,P,0,1,0.8\n');
    const mark = { id: 'box-1', kind: 'box', name: 'fracture', score: 0.8, run: boxes, from: [1, 2], to: [3, 4] } as const;
    write(
      `5-network/runs/${boxes}/predictions/a.json`,
      formatLabel(label('a', 'model', { status: 'draft', categories: {}, marks: [mark] })),
    );
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it("are each run's words or marks against the label from which the runs learned", async () => {
    const found = await read();
    assert.equal(found.label?.reader, 'ada');
    assert.deepEqual(found.labelled, ['Bone age: 100.0 months', 'Fracture: nothing drawn']);
    const [first, second] = found.findings;
    assert.deepEqual(
      [first?.title, first?.words?.said, first?.words?.against],
      ['Bone age', '104.2 months', '4.2 months above the label (100.0 months)'],
    );
    assert.deepEqual([second?.task, second?.words, second?.marks?.length, second?.problem], ['detection', null, 1, '']);
    assert.deepEqual([found.isHidden, found.notes], [false, []]);
  });

  it('say of each run why it says nothing, and leave the others as they are', async () => {
    const silent = await read('b');
    assert.match(silent.findings[0]?.problem ?? '', /has not predicted the image/);
    assert.equal(silent.label, null);
    rmSync(join(root, '5-network/runs', numbers, 'predictions.csv'));
    rmSync(join(root, '5-network/runs', boxes, 'predictions'), { recursive: true });
    const none = '20260103-120000-none-ffff';
    const problems = (await read('a', [numbers, boxes, none])).findings.map(({ problem }) => problem);
    assert.match(problems[0] ?? '', /^The run \(finished\) has no predictions\.csv/);
    assert.match(problems[1] ?? '', /drew on this image is missing/);
    assert.match(problems[2] ?? '', /There is no run 20260103/);
    write('3-data/protocol.md', 'no head');
    const unread = await read();
    assert.match(unread.notes.join(' '), /protocol\.md/);
    // Whether the reader is blind stands there, too.
    assert.deepEqual([unread.isHidden, unread.findings], [true, []]);
  });

  it('hide everything but the own label from a blind reader until that is final, and others even then', async () => {
    write('.radsteps/local.yaml', `${local}blind: true\n`);
    write('3-data/labels/ben/a.json', formatLabel(label('a', 'ben', { status: 'draft' })));
    const before = await read();
    assert.deepEqual([before.isHidden, before.findings, before.label?.reader], [true, [], 'ben']);
    assert.match(before.notes.join(' '), /have yet to label this image/);
    assert.equal((await read('b')).label, null);
    write('3-data/labels/ben/a.json', formatLabel(label('a', 'ben', { categories: { bone_age: 120 } })));
    const after = await read();
    assert.deepEqual([after.isHidden, after.findings.length, after.label?.reader], [false, 2, 'ben']);
    assert.equal(after.findings[0]?.words?.against, '15.8 months below the label (120.0 months)');
    assert.match(after.notes.join(' '), /other readers' labels stay hidden/);
  });

  it('are read once a run until it is forgotten', async () => {
    const reader = new FindingsReader(root, () => false);
    const said = async () =>
      (await reader.read({ project: root, image: 'a', runs: [numbers], images: ['a'] }, null)).findings[0]?.words?.said;
    assert.equal(await said(), '104.2 months');
    write(`5-network/runs/${numbers}/predictions.csv`, 'image,patient,label,prediction\na,P,100,90\n');
    assert.equal(await said(), '104.2 months');
    reader.forget(new Set([numbers]));
    assert.equal(await said(), '90.0 months');
  });

  it('are found on another branch where git may be asked, and only there', async () => {
    const place = temporaryRepository(folder());
    const here = root;
    root = place.root;
    ({ write } = labelProject(root, [imageRow('a')], protocol, [label('a', 'ada')]));
    write('.radsteps/local.yaml', local);
    write('.gitignore', '.radsteps/\n');
    place.git('add', '-A');
    place.git('commit', '-qm', 'first');
    place.git('checkout', '-qb', 'other');
    record(numbers, {});
    write(`5-network/runs/${numbers}/predictions.csv`, 'image,patient,label,prediction\na,P,100,104.24\n');
    place.git('add', '-A');
    place.git('commit', '-qm', 'run');
    place.git('checkout', '-q', 'main');
    assert.equal((await read('a', [numbers], true)).findings[0]?.words?.said, '104.2 months');
    assert.match((await read('a', [numbers], false)).findings[0]?.problem ?? '', /There is no run/);
    rmSync(here, { recursive: true });
  });

  it('are offered of the runs whose table has the image', async () => {
    assert.deepEqual(await runsThatPredicted(root, [boxes, numbers, '20260103-120000-none-ffff'], 'a'), [boxes, numbers]);
    assert.deepEqual(await runsThatPredicted(root, [boxes, numbers], 'b'), []);
    // A name that begins alike is another image's.
    write(`5-network/runs/${numbers}/predictions.csv`, 'image,patient,label,prediction\nab,P,100,90\n');
    assert.deepEqual(await runsThatPredicted(root, [boxes, numbers], 'a'), [boxes]);
  });
});
