import assert from 'node:assert/strict';
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { glanceFolder } from '../../../../src/node/dataset/glanceFolder';

describe('glanceFolder', () => {
  it('lists tables and pictures as deep as asked, without hidden files, locks and what macOS leaves, and ends in a circle of links', async () => {
    const folder = await realpath(await mkdtemp(join(tmpdir(), 'radsteps-glance-')));
    for (const name of [
      'a.csv',
      'b.XLSX',
      'c.txt',
      '~$b.xlsx',
      '.d.csv',
      '__MACOSX/e.csv',
      'x/f.tsv',
      'x/1.png',
      'x/._1.png',
      'x/y/g.csv',
      'x/y/z/h.csv',
    ]) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), '');
    }
    await symlink(folder, join(folder, 'x/loop'));
    await symlink(join(folder, 'nowhere'), join(folder, 'broken'));
    const names = (list: readonly string[]) => list.map((path) => relative(folder, path));
    assert.deepEqual(names(glanceFolder(folder, 0).tables), ['a.csv', 'b.XLSX']);
    const deep = glanceFolder(folder, 2);
    assert.deepEqual(names(deep.tables), ['a.csv', 'b.XLSX', 'x/f.tsv', 'x/y/g.csv']);
    assert.deepEqual(names(deep.pictures), ['x/1.png']);
    assert.equal(glanceFolder(folder, 30).tables.length, 5);
    assert.deepEqual(glanceFolder(join(folder, 'none'), 3), { tables: [], pictures: [] });
    await rm(folder, { recursive: true });
  });
});
