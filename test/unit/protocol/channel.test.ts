import assert from 'node:assert/strict';
import { type Contract, connect, type Handlers, type Port, serve, type Wire } from '../../../src/protocol/channel';

type Sample = {
  requests: { double(value: number): number; greet(): string; fail(): void };
  events: { ticked: { readonly count: number } };
};

/** Two ends of a pipe that hands over copies, later, as a webview does. */
function pipe(): readonly [Port, Port] {
  const listeners: [Set<(message: unknown) => void>, Set<(message: unknown) => void>] = [new Set(), new Set()];
  const end = (mine: 0 | 1, other: 0 | 1): Port => ({
    post: (message) =>
      setImmediate(() => {
        for (const listener of listeners[other]) listener(structuredClone(message));
      }),
    listen: (listener) => {
      listeners[mine].add(listener);
      return () => listeners[mine].delete(listener);
    },
  });
  return [end(0, 1), end(1, 0)];
}

const handlers: Handlers<Sample> = {
  double: (value) => Promise.resolve(2 * value),
  greet: () => 'hello',
  fail: () => {
    throw new Error('no such run');
  },
};
const describeError = (error: unknown): string => `Sorry: ${error instanceof Error ? error.message : error}`;

describe('the channel between extension and page', () => {
  it('answers each request with its own value, also out of order', async () => {
    const [extension, page] = pipe();
    const slow: Handlers<Sample> = {
      ...handlers,
      double: async (value) => new Promise((resolve) => setTimeout(() => resolve(2 * value), 20 - value)),
    };
    serve(extension, slow, describeError);
    const host = connect<Sample>(page);
    assert.deepEqual(await Promise.all([host.call('double', 1), host.call('greet'), host.call('double', 15)]), [2, 'hello', 30]);
  });

  it("rejects with the extension's words when a handler fails", async () => {
    const [extension, page] = pipe();
    serve(extension, handlers, describeError);
    await assert.rejects(connect<Sample>(page).call('fail'), { message: 'Sorry: no such run' });
  });

  it('refuses what is not in the contract, inherited names too', async () => {
    const [extension, page] = pipe();
    serve(extension, handlers, describeError);
    const host = connect<Sample>(page);
    for (const name of ['remove', 'constructor', 'toString', '__proto__']) {
      await assert.rejects(host.call(name as 'fail'), /is not in its contract/);
    }
  });

  it('announces to listeners until they end', async () => {
    const [extension, page] = pipe();
    const { announce } = serve(extension, handlers, describeError);
    const host = connect<Sample>(page);
    const heard: number[] = [];
    const end = host.on('ticked', ({ count }) => heard.push(count));
    announce('ticked', { count: 1 });
    await host.call('greet');
    end();
    announce('ticked', { count: 2 });
    await host.call('greet');
    assert.deepEqual(heard, [1]);
  });

  it('is deaf after disposal and to foreign messages', async () => {
    const [extension, page] = pipe();
    let asked = 0;
    const counting: Handlers<Sample> = {
      ...handlers,
      greet: () => {
        asked += 1;
        return 'hello';
      },
    };
    const served = serve(extension, counting, describeError);
    for (const junk of [null, 'text', 5, {}, { kind: 'answer' }, { kind: 'event', id: 0, name: 'none', value: 1 }]) page.post(junk);
    await connect<Sample>(page).call('greet');
    served.dispose();
    page.post({ kind: 'request', id: 9, name: 'greet', value: null });
    await new Promise((resolve) => setTimeout(resolve, 5));
    assert.equal(asked, 1);
  });

  it('lets only values across that a message can carry', () => {
    const carries = <T extends Wire>(value: T): T => value;
    carries({ a: [1, 'b', null, { c: new Uint8Array(1) }] });
    // @ts-expect-error a Date does not survive as itself
    carries({ when: new Date(0) });
    // @ts-expect-error neither does a Map
    carries(new Map([['a', 1]]));
    const checked = <C extends Contract>(contract: C | null) => contract;
    checked<Sample>(null);
    // @ts-expect-error an argument that can't be carried makes no contract
    checked<{ requests: { keep(value: Map<string, number>): void }; events: Record<never, never> }>(null);
    assert.ok(true, 'the proof is that this compiles');
  });
});
