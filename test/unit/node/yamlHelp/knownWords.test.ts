import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatLabel } from '../../../../src/core/label/labelFile';
import { knownWords } from '../../../../src/node/yamlHelp/knownWords';

describe('knownWords', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'radsteps-words-'));
    mkdirSync(join(root, '3-data/labels/ada'), { recursive: true });
    mkdirSync(join(root, '2-team'));
    writeFileSync(
      join(root, '3-data/protocol.md'),
      '---\nlabels:\n  - { name: bone_age, title: Bone age, kind: number, unit: months }\n---\nRead.\n',
    );
    writeFileSync(
      join(root, '3-data/labels/ada/img-1.json'),
      formatLabel({ version: 1, image: 'img-1', reader: 'ada', status: 'final', categories: {}, marks: [] }),
    );
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it('names labels to learn and who has labelled', async () => {
    assert.deepEqual(await knownWords(root, 'experiment'), { 'data.target': ['bone_age'], 'data.reader': ['ada'] });
    assert.deepEqual(await knownWords(root, 'team'), { 'members.*.reader': ['ada'] });
    assert.deepEqual(await knownWords(root, 'kit'), {});
  });

  it('knows nothing where the other files are missing or damaged', async () => {
    writeFileSync(join(root, '3-data/protocol.md'), 'no head');
    writeFileSync(join(root, '2-team/team.yaml'), 'members: 3');
    assert.deepEqual((await knownWords(root, 'experiment'))['data.target'], []);
    assert.deepEqual(await knownWords(root, 'local'), { reader: [] });
  });
});
