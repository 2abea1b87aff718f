import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Label } from '../../../../src/core/label/label';
import { formatLabel, parseLabel } from '../../../../src/core/label/labelFile';
import { sha256 } from '../../../../src/node/dataset/readDataset';
import { imageRow, labelProject } from '../label/labelProject';

const protocol = [
  '{name: age, title: Bone age, kind: number, unit: months, tolerance: 12, required: true}',
  '{name: side, title: Side, kind: category, values: [L, R]}',
];

describe('radsteps labels consensus', () => {
  let root = '';
  let project: ReturnType<typeof labelProject>;
  const label = (reader: string, image: string, age: number, change: Partial<Label> = {}): Label => ({
    version: 1,
    image,
    reader,
    status: 'final',
    categories: { age, side: 'L' },
    marks: [],
    ...change,
  });
  const file = (reader: string, image: string): string => join(root, '3-data', 'labels', reader, `${image}.json`);
  const consensus = (image: string): Label => parseLabel(readFileSync(file('consensus', image), 'utf8'), image);
  const put = (one: Label): void => project.write(`3-data/labels/${one.reader}/${one.image}.json`, formatLabel(one));
  const run = async (...words: readonly string[]) => {
    const { code, out, err } = await project.run('labels', 'consensus', '--json', ...words);
    return { code, err, ...JSON.parse(out) };
  };

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'radsteps-consensus-'));
    project = labelProject(
      root,
      ['img-1', 'img-2', 'img-3', 'img-4'].map((image) => imageRow(image)),
      protocol,
      [
        label('ada', 'img-1', 100),
        label('ben', 'img-1', 104),
        label('ada', 'img-2', 100),
        label('ben', 'img-2', 120),
        label('ada', 'img-3', 90),
        label('ben', 'img-3', 90, { status: 'draft' }),
      ],
    );
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it('makes drafts of all images on which readers agree, with the hashes of the labels they are from', async () => {
    assert.deepEqual(await run(), { code: 0, err: '', made: ['img-1'], kept: [], differ: [], undecided: [] });
    const { status, categories, sources } = consensus('img-1');
    assert.deepEqual([status, categories], ['draft', { age: 102, side: 'L' }]);
    const hash = (reader: string) => sha256(readFileSync(file(reader, 'img-1'), 'utf8'));
    assert.deepEqual(sources, [
      { reader: 'ada', sha256: hash('ada') },
      { reader: 'ben', sha256: hash('ben') },
    ]);
    assert.ok(!existsSync(file('consensus', 'img-2')) && !existsSync(file('consensus', 'img-3')));
  });

  it('is not counted as a reader, and is the same the second time', async () => {
    await run();
    const before = statSync(file('consensus', 'img-1')).mtimeMs;
    assert.deepEqual((await run()).kept, ['img-1']);
    assert.equal(statSync(file('consensus', 'img-1')).mtimeMs, before);
    const report = JSON.parse((await project.run('agreement', '--json')).out);
    assert.deepEqual([report.readers, report.agreed], [['ada', 'ben'], { none: 0, draft: 1, final: 0, stale: 0 }]);
  });

  it('leaves what readers differ in until somebody settles it', async () => {
    const open = await run('--images', 'img-2');
    assert.equal(open.code, 1);
    assert.match(open.undecided[0].why, /"Bone age" is not decided: the readers differ/);
    assert.equal((await run('--images', 'img-2', '--settle', 'age=ben', '--final')).code, 0);
    assert.deepEqual([consensus('img-2').categories, consensus('img-2').status], [{ age: 120, side: 'L' }, 'final']);
    const { adjudicate } = JSON.parse((await project.run('agreement', '--json')).out);
    assert.deepEqual([adjudicate[0].image, adjudicate[0].consensus], ['img-2', 'final']);
  });

  it('goes stale when a source changes, says so in the checks, and is fresh when it is made anew', async () => {
    await run('--final');
    assert.match((await project.run('labels', 'check')).out, /^7 labels fit the protocol/);
    put(label('ben', 'img-1', 106));
    assert.match((await project.run('agreement', '--json')).out, /"stale": 1/);
    const check = await project.run('labels', 'check');
    assert.equal(check.code, 1);
    assert.match(check.out, /consensus\/img-1\.json: It was made from the label of ben, which has changed since\./);
    assert.deepEqual((await run('--final')).differ, ['img-1']);
    assert.equal(consensus('img-1').categories.age, 102, 'nothing is written over without asking');
    assert.deepEqual((await run('--final', '--replace')).made, ['img-1']);
    assert.equal(consensus('img-1').categories.age, 103);
    assert.equal((await project.run('labels', 'check')).code, 0);
    rmSync(file('ben', 'img-1'));
    assert.match((await project.run('labels', 'check')).out, /the label of ben, which has gone since/);
  });

  it('renews the sources of a final consensus that still says the same, and keeps it final', async () => {
    await run('--final');
    put(label('ben', 'img-1', 104, { seconds: 30 }));
    assert.deepEqual((await run()).made, ['img-1']);
    assert.equal(consensus('img-1').status, 'final');
    assert.equal((await project.run('labels', 'check')).code, 0);
  });

  it('never writes over one that is signed off, and names one that can not be read', async () => {
    const signedOff = { by: 'cem', at: '2026-01-01T00:00:00Z' };
    put(label('consensus', 'img-1', 99, { signedOff }));
    assert.match((await run('--replace')).undecided[0].why, /signed off by cem/);
    project.write('3-data/labels/consensus/img-1.json', '{');
    assert.match((await run('--replace')).undecided[0].why, /is not JSON/);
    assert.equal(readFileSync(file('consensus', 'img-1'), 'utf8'), '{');
  });

  it('is final only with everything that is required', async () => {
    for (const reader of ['ada', 'ben']) put(label(reader, 'img-1', 0, { categories: { side: 'R' } }));
    assert.match((await run('--final')).undecided[0].why, /can't be final\. "Bone age" is required/);
    assert.deepEqual((await run()).made, ['img-1']);
  });

  it('refuses rules and readers that make no sense, with a sentence', async () => {
    const refused = async (...words: readonly string[]) => (await project.run('labels', 'consensus', ...words)).err;
    assert.match(await refused('--rule', 'height=mean'), /declares no label "height"; it has age, side/);
    assert.match(await refused('--rule', 'side=mean'), /"side" can't follow the rule mean: choose from majority, ada, ben/);
    assert.match(await refused('--rule', 'side'), /must look like bone_age=median or fracture=ada/);
    assert.match(await refused('--readers', 'ada'), /needs two readers or more/);
    assert.match(await refused('--readers', 'ada,eve'), /"eve" has labelled nothing/);
    assert.match((await run('--images', 'img-9')).undecided[0].why, /not among the images/);
    assert.match((await run('--images', 'img-3')).undecided[0].why, /Fewer than two of the readers have a final label/);
  });
});
