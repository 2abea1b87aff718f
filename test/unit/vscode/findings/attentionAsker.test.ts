import assert from 'node:assert/strict';
import type { AttentionMap } from '../../../../src/core/experiment/attentionMap';
import { UserError } from '../../../../src/core/userError';
import type { Cli } from '../../../../src/vscode/cli';
import { AttentionAsker } from '../../../../src/vscode/findings/attentionAsker';

const map = (run: string, image: string): AttentionMap => ({
  ...{ version: 1, run, image, method: 'Grad-CAM', layer: 'x', answer: 'y', columns: 1, rows: 1, values: [1] },
  area: { x: 0, y: 0, width: 1, height: 1 },
});

/** A command line that answers when it is told to, and fails as a cancelled process does. */
function slowCli() {
  const started: string[] = [];
  let give: (value: unknown) => void = () => undefined;
  const cli: Cli = (args, { signal, onEvent }) =>
    new Promise((resolve, reject) => {
      started.push(args.slice(2).join(' '));
      give = resolve;
      onEvent?.({ event: 'progress', phase: 'Looking', done: 1, total: 2 });
      signal?.addEventListener('abort', () => reject(new Error('Cancelled.')));
    });
  return { cli, started, give: (value: unknown) => give(value) };
}

describe('asking for a map of attention', () => {
  it('starts one process, tells how far it is, and asks no second time for what it knows', async () => {
    const { cli, started, give } = slowCli();
    const told: string[] = [];
    const asker = new AttentionAsker(cli, '/p', ({ phase, done, total }) => told.push(`${phase} ${done} ${total}`));
    const asked = asker.ask('r', 'i');
    give(map('r', 'i'));
    assert.deepEqual(await asked, map('r', 'i'));
    assert.deepEqual([await asker.ask('r', 'i'), started, told], [map('r', 'i'), ['attention r i'], ['Looking 1 2']]);
    asker.forget(new Set(['r']));
    const again = asker.ask('r', 'i');
    give(map('r', 'i'));
    await again;
    assert.equal(started.length, 2);
  });

  it('ends one for the next, and answers nothing where it was stopped', async () => {
    const { cli, started, give } = slowCli();
    const asker = new AttentionAsker(cli, '/p', () => undefined);
    const first = asker.ask('r', 'i');
    const second = asker.ask('s', 'i');
    assert.equal(await first, null);
    give(map('s', 'i'));
    assert.equal((await second)?.run, 's');
    const third = asker.ask('t', 'i');
    asker.stop();
    assert.deepEqual([await third, started.length], [null, 3]);
  });

  it('passes on why there is none, and refuses what is another map', async () => {
    const failing: Cli = () => Promise.reject(new UserError('The weights of r are not on this machine.'));
    await assert.rejects(new AttentionAsker(failing, '/p', () => undefined).ask('r', 'i'), /weights of r/);
    const { cli, give } = slowCli();
    const asked = new AttentionAsker(cli, '/p', () => undefined).ask('r', 'i');
    give(map('r', 'j'));
    await assert.rejects(asked, UserError);
  });
});
