import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeBeside } from '../../../../src/node/files/writeBeside';

describe('writeBeside', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'radsteps-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('makes the folder and the file', async () => {
    await writeBeside(join(folder, 'a/b.txt'), 'text');
    assert.equal(await readFile(join(folder, 'a/b.txt'), 'utf8'), 'text');
  });

  it('leaves the old content and nothing beside it when the target cannot be replaced', async () => {
    await writeBeside(join(folder, 'taken/inside.txt'), 'old');
    await assert.rejects(writeBeside(join(folder, 'taken'), 'new'));
    assert.equal(await readFile(join(folder, 'taken/inside.txt'), 'utf8'), 'old');
    assert.deepEqual(await readdir(folder), ['taken']);
  });

  it('replaces an existing file', async () => {
    await writeFile(join(folder, 'x'), 'old');
    await writeBeside(join(folder, 'x'), new Uint8Array([110, 101, 119]));
    assert.equal(await readFile(join(folder, 'x'), 'utf8'), 'new');
  });
});
