import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lastHistoryFile } from '../../../../src/core/project/layout';
import { readLastHistory, writeLastHistory } from '../../../../src/node/run/lastHistory';

describe('the history that was seen last', () => {
  let root: string;
  const file = (all = false) => join(root, lastHistoryFile(all));

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'radsteps-last-'));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it('is kept for the working tree and for all branches apart', async () => {
    assert.equal(await readLastHistory(root, false), null);
    await writeLastHistory(root, false, { digest: 'a', table: 'AAAA' });
    await writeLastHistory(root, true, { digest: 'b', table: 'BBBB' });
    assert.deepEqual(await readLastHistory(root, false), { digest: 'a', table: 'AAAA' });
    assert.deepEqual(await readLastHistory(root, true), { digest: 'b', table: 'BBBB' });
  });

  it('is forgotten where it is damaged, or of another release', async () => {
    await writeLastHistory(root, false, { digest: 'a', table: 'AAAA' });
    const kept = JSON.parse(readFileSync(file(), 'utf8'));
    for (const text of ['', '{"digest":', '[]', JSON.stringify({ ...kept, version: '0.0.0' }), JSON.stringify({ ...kept, table: null })]) {
      writeFileSync(file(), text);
      assert.equal(await readLastHistory(root, false), null, text);
    }
  });

  it('is not kept, and nothing fails, where the disk refuses', async () => {
    mkdirSync(file(), { recursive: true });
    await writeLastHistory(root, false, { digest: 'a', table: 'AAAA' });
    assert.equal(await readLastHistory(root, false), null);
  });
});
