import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Label } from '../../../../src/core/label/label';
import { formatLabel, parseLabel } from '../../../../src/core/label/labelFile';
import { labelFile } from '../../../../src/core/project/layout';
import type { ImportedLabel } from '../../../../src/node/dataset/importedLabels';
import { writeLabels } from '../../../../src/node/dataset/writeLabels';

describe('writeLabels', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'radsteps-labels-'));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const path = labelFile('ada', 'img-1');
  const read = (): Label => parseLabel(readFileSync(join(root, path), 'utf8'), path);
  const put = (label: Label): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), formatLabel(label));
  };
  const unknown = { patient: '', study: '', sex: '', ageYears: null, bodyPart: '', view: '', laterality: '' } as const;
  const imported: ImportedLabel = { ...unknown, categories: { age: 100 }, marks: null };
  const write = () => writeLabels(root, 'ada', new Map([['img-1', imported]]), () => {});

  it('writes a label that was not there as final', async () => {
    assert.equal(await write(), 1);
    assert.deepEqual([read().status, read().categories], ['final', { age: 100 }]);
  });

  it('leaves a draft a draft, with what a merge left to be chosen', async () => {
    const conflicts: Label['conflicts'] = [{ on: 'category', name: 'side', base: null, ours: 'left', theirs: 'right' }];
    put({ version: 1, image: 'img-1', reader: 'ada', status: 'draft', categories: { side: 'left' }, marks: [], conflicts });
    const before = read();
    await write();
    assert.deepEqual(read(), { ...before, categories: { age: 100, side: 'left' } });
    assert.equal(read().conflicts?.length, 1);
  });

  const layoutSays = (status: Label['status']) =>
    writeLabels(root, 'ada', new Map([['img-1', { ...imported, marks: [], status }]]), () => {});

  it('writes a draft where a layout is not sure, and ends it once the layout is, unless somebody has worked in it', async () => {
    await layoutSays('draft');
    assert.equal(read().status, 'draft');
    await layoutSays('final');
    assert.equal(read().status, 'final');
    const mark = { id: 'm-1', kind: 'point', name: 'p', at: [1, 1] } as const;
    for (const touched of [{ seconds: 12 }, { marks: [mark] }, { categories: { side: 'left' } }]) {
      put({ version: 1, image: 'img-1', reader: 'ada', status: 'draft', categories: {}, marks: [], ...touched });
      await layoutSays('final');
      assert.equal(read().status, 'draft', JSON.stringify(touched));
    }
  });

  it('does not open again what somebody has made final', async () => {
    put({ version: 1, image: 'img-1', reader: 'ada', status: 'final', categories: { age: 100 }, marks: [] });
    await layoutSays('draft');
    assert.equal(read().status, 'final');
  });
});
