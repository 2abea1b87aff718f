import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Label } from '../../../../src/core/label/label';
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
  const { run } = labelProject(
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
    assert.match(out, /To adjudicate: 2 images\n {2}img-4 {2}Bone age: ada 167 months, ben 180 months\n {2}img-1 {2}Side: ada R, ben L\n$/);
  });

  it('is one document for machines, of all readers unless some are named', async () => {
    const { out } = await run('agreement', '--json');
    const { readers, items, adjudicate } = JSON.parse(out);
    assert.deepEqual(readers, ['ada', 'ben', 'zoe']);
    assert.equal(items[0].pairs.length, 3);
    assert.match(items[0].all.icc.undefined, /two images/);
    assert.equal(items[0].pairs[0].statistics.bias.n, 10);
    assert.deepEqual(adjudicate[0].image, 'img-0');
  });

  it('needs two readers that there are', async () => {
    assert.match((await run('agreement', '--readers', 'ada')).err, /only one named/);
    assert.match((await run('agreement', '--readers', 'ada,eve')).err, /The reader "eve" has labelled nothing; readers are ada, ben, zoe/);
  });
});
