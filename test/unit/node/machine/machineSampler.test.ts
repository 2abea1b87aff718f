import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CardLoads } from '../../../../src/core/machine/machineSample';
import type { ProcessCount } from '../../../../src/core/machine/parseProcesses';
import { askCards } from '../../../../src/node/machine/askCards';
import { MachineSampler, type SamplerSources } from '../../../../src/node/machine/machineSampler';

const one = (pid: number, seconds: number, memory = 100): ProcessCount => ({ pid, parent: 1, seconds, memory });

describe('MachineSampler', () => {
  let now = 0;
  let clock = { busy: 0, all: 0, cores: 4 };
  let tree: readonly ProcessCount[] | null = [];
  let cards: CardLoads = 'none';
  let asked = 0;
  const sources: SamplerSources = {
    now: () => now,
    clock: () => clock,
    memory: () => ({ used: 3, total: 8 }),
    countTree: async () => tree,
    askCards: async () => {
      asked += 1;
      return cards;
    },
  };
  beforeEach(() => {
    [now, asked, cards, clock] = [0, 0, 'none', { busy: 0, all: 0, cores: 4 }];
  });

  it('tells cores in use since the look before, of the machine and of each tree', async () => {
    const sampler = new MachineSampler(sources);
    tree = [one(10, 5), one(11, 1)];
    const first = await sampler.sample({ a: 10 }, false);
    assert.deepEqual([first.coresInUse, first.trees.a], [null, { cores: null, memory: 200, processes: 2 }]);
    now = 2000;
    clock = { busy: 3000, all: 8000, cores: 4 };
    // One child has ended, another has begun.
    tree = [one(10, 7.5), one(12, 0.5, 50)];
    const second = await sampler.sample({ a: 10 }, false);
    assert.equal(second.coresInUse, 1.5);
    assert.deepEqual(second.trees.a, { cores: 1.5, memory: 150, processes: 2 });
    assert.deepEqual([second.memoryUsed, second.memoryTotal, second.cores], [3, 8, 4]);
    const third = await sampler.sample({ a: 10 }, false);
    assert.deepEqual([third.coresInUse, third.trees.a?.cores], [null, null], 'no time has passed');
  });

  it('has nothing of a process that is gone, or of a system that does not say', async () => {
    const sampler = new MachineSampler(sources);
    tree = [];
    assert.equal((await sampler.sample({ a: 10 }, false)).trees.a, null);
    tree = null;
    assert.equal((await sampler.sample({ a: 10 }, false)).trees.a, null);
  });

  it('asks for cards only where it may, never again where there are none, and rests after a failure', async () => {
    const sampler = new MachineSampler(sources);
    tree = [];
    const look = async (withCards = true) => {
      const sample = await sampler.sample({}, withCards);
      await sleep(1);
      return sample.cards;
    };
    assert.equal(await look(false), 'unknown');
    assert.equal(asked, 0);
    cards = { failure: 'broken' };
    await look();
    await look();
    assert.equal(asked, 1);
    now = 31_000;
    cards = { cards: [] };
    await look();
    assert.deepEqual([asked, await look()], [2, { cards: [] }]);
    cards = 'none';
    await look();
    await look();
    assert.equal(await look(), 'none');
    assert.equal(asked, 4);
  });

  it('measures a process of this machine that works, against what the process itself counts', async function () {
    if (process.platform === 'win32') this.skip();
    this.timeout(20_000);
    const script =
      'const end = Date.now() + 1500; while (Date.now() < end); console.log(JSON.stringify(process.cpuUsage())); setInterval(() => {}, 1000)';
    const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'ignore'] });
    try {
      const sampler = new MachineSampler();
      const trees = { busy: child.pid ?? 0 };
      const began = performance.now();
      await sampler.sample(trees, false);
      const spent = await new Promise<number>((resolve) =>
        child.stdout.once('data', (text) => {
          const { user, system } = JSON.parse(String(text));
          resolve((user + system) / 1e6);
        }),
      );
      const { trees: after, coresInUse, cores, memoryUsed, memoryTotal } = await sampler.sample(trees, false);
      const seconds = (performance.now() - began) / 1000;
      const expected = spent / seconds;
      const load = after.busy;
      assert.ok(load?.cores != null && Math.abs(load.cores - expected) < 0.3 + 0.2 * expected, `${load?.cores} and ${expected}`);
      assert.ok(load.memory > 10e6 && load.memory < 1e9, String(load.memory));
      assert.ok(coresInUse !== null && coresInUse > 0 && coresInUse <= cores + 0.01);
      assert.ok(memoryUsed > 0 && memoryUsed <= memoryTotal);
    } finally {
      child.kill('SIGKILL');
    }
  });
});

describe('askCards', () => {
  it('tells cards, none, and a program that does not answer apart', async () => {
    const failing = (code?: string) => () => Promise.reject(Object.assign(new Error('no'), code === undefined ? {} : { code }));
    assert.deepEqual(await askCards(async (command, args) => `${command} ${args.length}, 50, 1, 2`), {
      cards: [{ name: 'nvidia-smi 2', use: 0.5, memoryUsed: 2 ** 20, memoryTotal: 2 ** 21 }],
    });
    assert.equal(await askCards(async () => ''), 'none');
    assert.equal(await askCards(failing('ENOENT')), 'none');
    assert.match(JSON.stringify(await askCards(failing())), /did not answer/);
  });
});
