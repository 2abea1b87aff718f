import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BackendOutcome } from '../../../../src/core/experiment/backendOutcome';
import type { NamedBackend } from '../../../../src/core/experiment/experiment';
import { experimentDefaults } from '../../../../src/core/experiment/experimentDefaults';
import { UserError } from '../../../../src/core/userError';
import { bestBackends, chooseBackends } from '../../../../src/node/kit/chooseBackends';
import { deviceBackends, whyNotOffered } from '../../../../src/node/training/backends';

const speeds: Readonly<Partial<Record<NamedBackend, number>>> = { cpu: 100, webgpu: 900 };

describe('where an experiment computes', () => {
  let root = '';
  let tried: NamedBackend[] = [];
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'radsteps-backends-'));
    await mkdir(join(root, '.radsteps'));
    tried = [];
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  const attempt =
    (fast: Readonly<Partial<Record<NamedBackend, number>>>) =>
    async (backend: NamedBackend): Promise<BackendOutcome> => {
      tried.push(backend);
      const imagesPerSecond = fast[backend];
      if (imagesPerSecond === undefined) return { backend, state: 'fails', reason: 'It is not there.' };
      return { backend, state: 'passes', device: 'it', software: false, imagesPerSecond, error: 0 };
    };
  const best = (fast = speeds, cards: string | null = 'renderD128') => bestBackends(root, attempt(fast), () => {}, cards);

  it('is the CPU without a trace of a card, and nothing is tried', async () => {
    assert.deepEqual(await best(speeds, null), ['cpu']);
    assert.deepEqual(tried, []);
  });

  it('is found out once for a machine with its card', async () => {
    if ((await whyNotOffered('webgpu')) !== null) return;
    assert.deepEqual(await best(), ['webgpu', 'cpu']);
    assert.ok(tried.includes('webgpu') && tried.at(-1) === 'cpu');
    tried = [];
    assert.deepEqual(await best({ cpu: 1 }), ['webgpu', 'cpu']);
    assert.deepEqual(tried, []);
    assert.deepEqual(await best({ cpu: 1 }, 'renderD128 nvidia0'), ['cpu']);
    assert.ok(tried.length > 0);
    assert.deepEqual(await best({ cpu: 1 }), ['webgpu', 'cpu']);
  });

  it('does not measure the CPU where there is nothing to compare it with', async () => {
    assert.deepEqual(await best({ cpu: 100 }), ['cpu']);
    assert.ok(tried.length > 0 && !tried.includes('cpu'));
  });

  it('is found out anew where the notes are damaged', async () => {
    const file = join(root, '.radsteps', 'backends.json');
    for (const text of ['', '{"a": 3}', 'null', '[1']) {
      await writeFile(file, text);
      tried = [];
      await best();
      assert.ok(tried.length > 0, text);
      assert.equal(Object.keys(JSON.parse(await readFile(file, 'utf8'))).length, 1);
    }
  });

  it('is what the experiment names, or a sentence where this platform does not have it', async () => {
    const trainer = { command: join(root, 'none'), args: [], env: {} };
    const choose = (engine: Partial<typeof experimentDefaults.engine>) =>
      chooseBackends(root, { ...experimentDefaults.engine, ...engine }, trainer, () => {}, new AbortController().signal);
    assert.deepEqual(await choose({ backend: 'cpu' }), ['cpu']);
    assert.equal(await choose({ name: 'tensorflow' }), null);
    for (const backend of deviceBackends) {
      const reason = await whyNotOffered(backend);
      if (reason === null) assert.deepEqual(await choose({ backend }), [backend]);
      else
        await assert.rejects(
          choose({ backend }),
          (error: unknown) => error instanceof UserError && error.message.startsWith(`engine.backend ${backend} can't be had: ${reason}`),
        );
    }
  });
});
