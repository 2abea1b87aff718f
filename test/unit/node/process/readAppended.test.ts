import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readAppended } from '../../../../src/node/process/readAppended';

describe('readAppended', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'radsteps-appended-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('reads what came since the last look, and never half a line', async () => {
    const file = join(folder, 'events.jsonl');
    writeFileSync(file, 'eins\nzw');
    const first = await readAppended(file, 0);
    assert.deepEqual(first, { lines: ['eins'], next: 5 });
    appendFileSync(file, 'ölf\ndrei\n');
    const second = await readAppended(file, first.next);
    assert.deepEqual(second.lines, ['zwölf', 'drei']);
    assert.deepEqual(await readAppended(file, second.next), { lines: [], next: second.next });
  });

  it('has nothing of a file that is not there', async () => {
    assert.deepEqual(await readAppended(join(folder, 'none'), 7), { lines: [], next: 0 });
  });

  it('reads a file anew that has become shorter', async () => {
    const file = join(folder, 'events.jsonl');
    writeFileSync(file, 'neu\n');
    assert.deepEqual(await readAppended(file, 100), { lines: ['neu'], next: 4 });
  });
});
