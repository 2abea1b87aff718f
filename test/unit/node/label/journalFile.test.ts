import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LabelEdit } from '../../../../src/core/label/edit';
import type { Label } from '../../../../src/core/label/label';
import { replayJournal } from '../../../../src/core/label/labelJournal';
import { mulberry32 } from '../../../../src/core/statistics/random';
import { openJournal, readJournal, removeJournal } from '../../../../src/node/label/journalFile';

const label: Label = { version: 1, image: 'i', reader: 'r', status: 'draft', categories: {}, marks: [] };
const head = { image: 'i', reader: 'r', base: null };
const count = (to: number): LabelEdit => ({ edit: 'category', name: 'count', from: to === 0 ? null : to - 1, to });

describe('journal file', function () {
  this.timeout(120000);
  const folder = mkdtempSync(join(tmpdir(), 'radsteps-journal-'));
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('keeps edits in their order, goes on after a torn end, and begins anew for another state of the label', async () => {
    const path = join(folder, 'a/b.jsonl');
    assert.equal(await readJournal(path), null);
    const first = await openJournal(path, head);
    await Promise.all([0, 1, 2].map((to) => first.append(count(to))));
    await first.close();
    const whole = readFileSync(path, 'utf8');
    appendFileSync(path, '{"entry":{"edit":"categ');
    assert.deepEqual(await readJournal(path), { head, edits: [0, 1, 2].map(count), isWhole: false });
    const second = await openJournal(path, head);
    assert.equal(readFileSync(path, 'utf8'), whole);
    await second.append(count(3));
    await second.close();
    assert.deepEqual(await readJournal(path), { head, edits: [0, 1, 2, 3].map(count), isWhole: true });
    await (await openJournal(path, { ...head, base: 'ab' })).close();
    assert.deepEqual(await readJournal(path), { head: { ...head, base: 'ab' }, edits: [], isWhole: true });
    writeFileSync(path, 'rubbish');
    await (await openJournal(path, head)).close();
    assert.deepEqual(await readJournal(path), { head, edits: [], isWhole: true });
    await removeJournal(path);
    await removeJournal(path);
    assert.equal(await readJournal(path), null);
  });

  it('loses no edit that was safe when its process is killed, again and again', async () => {
    const path = join(folder, 'killed.jsonl');
    const random = mulberry32(Date.now());
    let safe = -1;
    for (let round = 0; round < 4; round++) {
      const known = (await readJournal(path))?.edits.length ?? 0;
      const child = spawn(process.execPath, ['--import', 'tsx', join(__dirname, 'journalWriter.child.ts'), path, String(known)], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const killAfter = 1 + Math.floor(random() * 60);
      let said = '';
      for await (const chunk of child.stdout) {
        said += chunk;
        if (said.split('\n').length > killAfter) break;
      }
      child.kill('SIGKILL');
      if (child.signalCode === null && child.exitCode === null) await once(child, 'exit');
      safe = Math.max(safe, Number(said.slice(0, said.lastIndexOf('\n')).split('\n').at(-1)));
      const journal = await readJournal(path);
      assert.ok(journal !== null && journal.edits.length > safe, `${journal?.edits.length} edits, but ${safe + 1} were safe`);
      assert.equal(replayJournal(label, journal).categories.count, journal.edits.length - 1);
    }
  });
});
