import assert from 'node:assert/strict';
import { Worker } from 'node:worker_threads';
import type { ThreadStart } from '../../../../src/node/dataset/answerBatches';
import { mapInThreads } from '../../../../src/node/dataset/mapInThreads';

/** A thread that answers with the file's name in capitals, and ends, hangs or throws at files of such names. */
const program = `
const { parentPort, workerData: { state } } = require('node:worker_threads');
parentPort.on('message', (files) => {
  const answers = files.map((file, index) => {
    Atomics.store(state, 0, index);
    Atomics.add(state, 1, 1);
    if (file.startsWith('end')) process.exit(3);
    if (file.startsWith('throw')) throw new Error('fault');
    if (file.startsWith('memory')) { const all = []; for (;;) all.push(new Array(100000).fill(all)); }
    while (file.startsWith('hang'));
    return file.toUpperCase();
  });
  Atomics.store(state, 0, -1);
  parentPort.postMessage(answers);
});`;

type Item = { readonly file: string };

const items = (...special: readonly string[]): readonly Item[] => {
  const usual = Array.from({ length: 300 }, (_, index) => ({ file: `file-${index}` }));
  return special.reduce<readonly Item[]>((list, file, index) => list.toSpliced(40 + 70 * index, 0, { file }), usual);
};

async function run(
  list: readonly Item[],
  { signal = new AbortController().signal, source = program, took = () => {}, memory = 200 }: Partial<Options> = {},
): Promise<ReadonlyMap<string, string>> {
  const results = new Map<string, string>();
  await mapInThreads<Item, string>({
    work: { kind: 'hashes' },
    items: list,
    faulty: (fault) => `(${fault})`,
    took: (taken) => {
      for (const [{ file }, result] of taken) {
        assert.ok(!results.has(file), `${file} has two results`);
        results.set(file, result);
      }
      took(results.size);
    },
    signal,
    start: (workerData: ThreadStart) => new Worker(source, { eval: true, workerData, resourceLimits: { maxOldGenerationSizeMb: memory } }),
    patience: 400,
  });
  return results;
}

type Options = {
  readonly signal: AbortSignal;
  readonly source: string;
  readonly took: (count: number) => void;
  readonly memory: number;
};

describe('mapInThreads', function () {
  this.timeout(30000);

  it('gives every item its own result once', async () => {
    const results = await run(items());
    assert.equal(results.size, 300);
    for (const [file, result] of results) assert.equal(result, file.toUpperCase());
  });

  it('costs only the item at which a thread ends, throws, hangs or runs out of memory', async () => {
    const results = await run(items('end-1', 'throw-1', 'hang-1', 'end-2'), {});
    assert.equal(results.size, 304);
    const faults = [...results].filter(([, result]) => result.startsWith('(')).sort();
    assert.deepEqual(faults, [
      ['end-1', '(ended)'],
      ['end-2', '(ended)'],
      ['hang-1', '(hung)'],
      ['throw-1', '(ended)'],
    ]);
    const hungry = await run(items('memory-1'), { memory: 20 });
    assert.deepEqual([hungry.size, hungry.get('memory-1')], [301, '(ended)']);
  });

  it('stops with the reason of its signal, also while a thread hangs', async () => {
    for (const list of [items(), items('hang-1')]) {
      const abort = new AbortController();
      const reason = new Error('stopped');
      await assert.rejects(run(list, { signal: abort.signal, took: () => abort.abort(reason) }), (error) => error === reason);
    }
    const before = new AbortController();
    before.abort(new Error('never begun'));
    await assert.rejects(run(items(), { signal: before.signal }), /never begun/);
  });

  it('fails when its threads can not start, and when who takes results throws', async () => {
    await assert.rejects(run(items(), { source: 'throw new Error("no program")' }), /no program/);
    await assert.rejects(
      run(items(), {
        took: () => {
          throw new Error('not taken');
        },
      }),
      /not taken/,
    );
  });

  it('has nothing to do for no items', async () => {
    assert.equal((await run([])).size, 0);
  });
});
