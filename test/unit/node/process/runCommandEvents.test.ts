import assert from 'node:assert/strict';
import { UserError } from '../../../../src/core/userError';
import { CancelledError, type CommandEvent, type CommandOptions, runCommandEvents } from '../../../../src/node/process/runCommandEvents';

/** Runs a line of JavaScript as if it were the command line. */
function runScript(script: string, options: Partial<CommandOptions> = {}) {
  const events: CommandEvent[] = [];
  const words: string[] = [];
  const start = { command: process.execPath, args: ['-e', script], env: process.env, cwd: process.cwd() };
  const result = runCommandEvents(start, { onEvent: (event) => events.push(event), onText: (line) => words.push(line), ...options });
  return { result, events, words };
}

const say = (value: unknown): string => `console.log(${JSON.stringify(JSON.stringify(value))});`;

describe('runCommandEvents', () => {
  it('gives every event, hears the rest as text, and ends with the result', async () => {
    const progress = { event: 'progress', phase: 'Reading headers', done: 3, total: 10 };
    const { result, events, words } = runScript(
      `${say(progress)} console.log('plain'); console.error('aside'); ${say({ event: 'result', result: { images: 3 } })}`,
    );
    assert.deepEqual(await result, { images: 3 });
    assert.deepEqual(events, [progress]);
    assert.deepEqual([...words].sort(), ['aside', 'plain']);
  });

  it("fails with the command's own sentence", async () => {
    const { result } = runScript(`${say({ event: 'error', message: 'There is no folder films.' })} process.exitCode = 1;`);
    await assert.rejects(result, (error) => error instanceof UserError && error.message === 'There is no folder films.');
  });

  it('fails with exit code and last words when the process dies without a result', async () => {
    const { result } = runScript(`console.error('out of memory'); process.exitCode = 7;`);
    await assert.rejects(
      result,
      (error) => error instanceof Error && !(error instanceof UserError) && /exit code 7 after .* s\. out of memory$/.test(error.message),
    );
  });

  it('fails when the program is not there', async () => {
    const start = { command: 'no-such-program-of-radsteps', args: [], env: process.env, cwd: process.cwd() };
    await assert.rejects(runCommandEvents(start, { onEvent: () => {}, onText: () => {} }), { code: 'ENOENT' });
  });

  it('is cancelled by the signal', async () => {
    const controller = new AbortController();
    const { result } = runScript(`${say({ event: 'progress', phase: 'a', done: 0, total: 0 })} setInterval(() => {}, 1000);`, {
      signal: controller.signal,
      onEvent: () => controller.abort(),
    });
    await assert.rejects(result, CancelledError);
  });

  it('takes the result of a command that stops politely', async () => {
    const controller = new AbortController();
    const script = `process.on('SIGTERM', () => { ${say({ event: 'result', result: 'half' })} process.exit(0); }); setInterval(() => {}, 1000); ${say({ event: 'progress', phase: 'a', done: 0, total: 0 })}`;
    const { result } = runScript(script, { signal: controller.signal, detached: true, onEvent: () => controller.abort() });
    assert.equal(await result, 'half');
  });

  it('kills what does not listen, unless it is detached', async () => {
    const controller = new AbortController();
    const script = `process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); ${say({ event: 'progress', phase: 'a', done: 0, total: 0 })}`;
    const { result } = runScript(script, { signal: controller.signal, killAfterMs: 50, onEvent: () => controller.abort() });
    await assert.rejects(result, CancelledError);
  });
});
