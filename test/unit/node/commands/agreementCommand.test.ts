import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatSplitLock, formatSplitTable, splitMethod } from '../../../../src/core/dataset/splitTable';
import type { Label } from '../../../../src/core/label/label';
import { sha256 } from '../../../../src/node/dataset/readDataset';
import golden from '../../../fixtures/statistics/golden.json';
import { imageRow, labelProject } from '../label/labelProject';

const { truth, pred } = golden.regression_bone_age.in;
const protocol = [
  '{name: age, title: Bone age, kind: number, unit: months, tolerance: 12}',
  '{name: side, title: Side, kind: category, values: [L, R]}',
];

describe('radsteps agreement', () => {
  const root = mkdtempSync(join(tmpdir(), 'radsteps-agreement-'));
  after(() => rmSync(root, { recursive: true, force: true }));
  const label = (reader: string, index: number, age: number, status: Label['status'] = 'final'): Label => ({
    version: 1,
    image: `img-${index}`,
    reader,
    status,
    categories: { age, side: index % 3 === 0 || (reader === 'ben' && index === 1) ? 'L' : 'R' },
    marks: [],
  });
  const { run, write } = labelProject(
    root,
    Array.from({ length: 12 }, (_, index) => imageRow(`img-${index}`)),
    protocol,
    [
      ...truth.map((age, index) => label('ben', index, age)),
      ...pred.map((age, index) => label('ada', index, age)),
      label('ada', 11, 3),
      label('ben', 11, 300, 'draft'),
      label('zoe', 0, 1),
    ],
  );

  it('prints each statistic with n and interval, the confusion, and whom to ask', async () => {
    const { code, out, err } = await run('agreement', '--readers', 'ada,ben');
    assert.equal(code, 0, err);
    assert.match(out, /^Bone age\n {2}ada and ben\n {4}icc: 0\.980 \(95 % 0\.\d{3} to 0\.\d{3}; n = 10\)\n/);
    assert.match(out, / {4}bias: 0\.7 months \(95 % -4\.5 to 5\.9; n = 10\)\n/);
    assert.match(out, / {4}ada \\ ben {2}L {2}R\n {4}L {10}4 {2}0\n {4}R {10}1 {2}5\n/);
    assert.match(out, /To adjudicate: 2 images\n {2}img-1 {2}Side: ada R, ben L\n {2}img-4 {2}Bone age: ada 167 months, ben 180 months\n$/);
  });

  it('is one document for machines, of all readers unless some are named', async () => {
    const { out } = await run('agreement', '--json');
    const { readers, items, adjudicate } = JSON.parse(out);
    assert.deepEqual(readers, ['ada', 'ben', 'zoe']);
    assert.equal(items[0].pairs.length, 3);
    assert.match(items[0].all.icc.undefined, /two images/);
    assert.equal(items[0].pairs[0].statistics.bias.n, 10);
    assert.deepEqual(
      adjudicate.map(({ image }: { image: string }) => image),
      ['img-1', 'img-0', 'img-4'],
    );
    const [age] = adjudicate[1].differences;
    assert.deepEqual([age.name, age.said], ['age', [`${pred[0]} months`, `${truth[0]} months`, '1 months']]);
  });

  it('counts drafts apart, and images that two have read', async () => {
    const { counts, images, readTwice, agreed } = JSON.parse((await run('agreement', '--readers', 'ada,ben', '--json')).out);
    assert.deepEqual(counts, [
      { reader: 'ada', final: 11, drafts: 0 },
      { reader: 'ben', final: 10, drafts: 1 },
      { reader: 'zoe', final: 1, drafts: 0 },
    ]);
    assert.deepEqual([images, readTwice, agreed], [12, 10, { none: 8, draft: 0, final: 0, stale: 0 }]);
  });

  it('lists what is to be adjudicated as text, as a document and as a table', async () => {
    const words = ['agreement', '--readers', 'ada,ben', '--adjudicate'];
    assert.match((await run(...words)).out, /^To adjudicate: 2 images\n {2}img-1 /);
    const { adjudicate } = JSON.parse((await run(...words, '--json')).out);
    assert.equal(adjudicate[0].size, 1);
    assert.ok(Math.abs(adjudicate[1].size - 1 / 13) < 1e-12);
    assert.equal(
      (await run(...words, '--csv')).out,
      'image,label,title,size,consensus,reader ada,reader ben\nimg-1,side,Side,1.000,none,R,L\nimg-4,age,Bone age,0.077,none,167 months,180 months\n',
    );
    assert.match((await run('agreement', '--csv')).err, /give --adjudicate with --csv/);
  });

  it('looks at one part of the split, where there is one', async () => {
    assert.match((await run('agreement', '--part', 'test')).err, /no split yet/);
    const split = formatSplitTable(new Map(Array.from({ length: 12 }, (_, index) => [`P-img-${index}`, index < 6 ? 'test' : 'train'])));
    const lock = {
      version: 1,
      method: splitMethod,
      seed: 1,
      fractions: { train: 0.5, tuning: 0, test: 0.5 },
      outcome: '',
      reader: '',
      strata: [],
    } as const;
    write('3-data/split.csv', split);
    write('3-data/split.lock', formatSplitLock({ ...lock, split: sha256(split), images: '' }));
    const report = JSON.parse((await run('agreement', '--readers', 'ada,ben', '--part', 'test', '--json')).out);
    assert.deepEqual([report.images, report.readTwice, report.items[0].pairs[0].statistics.bias.n], [6, 6, 6]);
    assert.deepEqual(report.parts, ['train', 'test']);
    assert.deepEqual([report.counts[0].final, report.adjudicate.length], [6, 2]);
  });

  it('goes on without a label file that can not be read, and names it', async () => {
    write('3-data/labels/ada/img-2.json', '{');
    const report = JSON.parse((await run('agreement', '--readers', 'ada,ben', '--json')).out);
    assert.equal(report.readTwice, 9);
    assert.match(report.problems[0], /^3-data\/labels\/ada\/img-2\.json is not JSON/);
    assert.match((await run('agreement')).out, /Left out: 3-data\/labels\/ada\/img-2\.json is not JSON/);
  });

  it('tells the editor also what there is with fewer than two readers', async () => {
    const report = JSON.parse((await run('agreement', '--readers', 'zoe,gone', '--overview', '--json')).out);
    assert.deepEqual([report.items, report.adjudicate, report.counts.length], [[], [], 3]);
  });

  it('needs two readers that there are', async () => {
    assert.match((await run('agreement', '--readers', 'ada')).err, /only one named/);
    assert.match((await run('agreement', '--readers', 'ada,eve')).err, /The reader "eve" has labelled nothing; readers are ada, ben, zoe/);
  });
});
