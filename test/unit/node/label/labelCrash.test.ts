import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatLabel, parseLabel } from '../../../../src/core/label/labelFile';
import { mulberry32 } from '../../../../src/core/statistics/random';
import { EditedLabel } from '../../../../src/node/label/editedLabel';

const silent = { edited: () => undefined, stepped: () => undefined, reset: () => undefined, settled: () => undefined };

describe('a label whose process is killed', function () {
  this.timeout(600_000);
  const root = mkdtempSync(join(tmpdir(), 'radsteps-crash-'));
  const place = { root, reader: 'ada', image: 'img-1' };
  const file = join(root, '3-data/labels/ada/img-1.json');
  const seed = Date.now() % 1_000_000;
  const random = mulberry32(seed);
  before(() => {
    mkdirSync(join(root, '3-data/labels/ada'), { recursive: true });
    writeFileSync(join(root, 'radsteps.yaml'), 'name: x\n');
  });
  after(() => rmSync(root, { recursive: true, force: true }));

  /** Lets a process edit, kills it after so many lines and milliseconds, and gives what it had said. */
  async function lifeOf(round: number): Promise<readonly string[]> {
    const child = spawn(process.execPath, ['--import', 'tsx', join(__dirname, 'labelEditor.child.ts'), root, String(seed + round)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const lines = 1 + Math.floor(random() * 80);
    let said = '';
    const enough = new Promise<void>((resolve) => {
      child.stdout.on('data', (chunk) => {
        said += String(chunk);
        if (said.split('\n').length > lines) resolve();
      });
      child.once('exit', () => resolve());
    });
    const ended = once(child.stdout, 'close');
    await enough;
    await new Promise((resolve) => setTimeout(resolve, random() * 15));
    child.kill('SIGKILL');
    await ended;
    if (child.signalCode === null && child.exitCode === null) await once(child, 'exit');
    assert.equal(child.signalCode, 'SIGKILL', `round ${round} ended by itself`);
    return said.split('\n').slice(0, -1);
  }

  /** The labels that may be there: the last that was answered, and those that were on their way. */
  function allowed(said: readonly string[]): readonly string[] {
    const words = said.map((line) => line.split(' '));
    const wants = words.filter(([word]) => word === 'want');
    const done = new Set(words.filter(([word]) => word === 'done').map(([, number]) => number));
    const last = wants.findLastIndex(([, number]) => done.has(number));
    const opened = words.find(([word]) => word === 'open')?.[1] ?? '';
    return [...(last < 0 ? [opened] : []), ...wants.slice(Math.max(0, last)).map(([, , sha256]) => sha256 ?? '')];
  }

  it('has every edit that was answered, 50 times', async () => {
    let answered = 0;
    for (let round = 0; round < 50; round++) {
      const said = await lifeOf(round);
      answered += said.filter((line) => line.startsWith('done')).length;
      if (existsSync(file)) parseLabel(readFileSync(file, 'utf8'), 'label');
      const edited = await EditedLabel.open(place, silent);
      await edited.recover();
      const found = createHash('sha256').update(formatLabel(edited.label)).digest('hex');
      const hint = `seed ${seed}, round ${round}: ${said.slice(-6).join(' | ')}; found ${found}`;
      assert.ok(allowed(said).includes(found), hint);
      // What a process had reverted when it was killed is offered, and nothing else is asked.
      for (const { id, text } of edited.notes.filter((note) => note.id !== 'recovered')) {
        assert.match(text, /not saved when the editor was closed/, hint);
        await edited.answer({ note: id, choice: 'discard' });
      }
      await edited.close(false);
    }
    assert.ok(answered > 300, `${answered} edits were answered`);
    // What this process itself had opened is marked as taken, and goes when it ends.
    const left = readdirSync(join(root, '.radsteps/journals/ada')).filter((name) => /^img-1\.[0-9a-f]{8}\.jsonl$/.test(name));
    assert.ok(left.length <= 2, left.join());
  });
});
