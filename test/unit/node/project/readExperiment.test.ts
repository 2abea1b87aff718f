import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { experimentDefaults } from '../../../../src/core/experiment/experimentDefaults';
import { UserError } from '../../../../src/core/userError';
import { readExperiment } from '../../../../src/node/project/readExperiment';

describe('reading an experiment', () => {
  let root = '';
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'radsteps-experiment-'));
    await mkdir(join(root, '5-network/experiments'), { recursive: true });
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  const read = async (lines: string, sets: Readonly<Record<string, string>> = {}) => {
    await writeFile(join(root, '5-network/experiments/quick.yaml'), `data:\n  target: bone_age\n${lines}`);
    return readExperiment(root, 'quick', sets);
  };

  it('adds a change to an engine that is one word', async () => {
    const { experiment, changed } = await read('engine: webgpu\n', { 'engine.threads': '2' });
    assert.deepEqual(experiment.engine, { ...experimentDefaults.engine, backend: 'webgpu', threads: 2 });
    assert.deepEqual(changed, { 'engine.threads': 2 });
  });

  it('changes the engine by one word and leaves the rest of its section', async () => {
    const { experiment, changed } = await read('engine:\n  threads: 3\n', { engine: 'webgpu' });
    assert.deepEqual(experiment.engine, { ...experimentDefaults.engine, backend: 'webgpu', threads: 3 });
    assert.deepEqual(changed, { 'engine.backend': 'webgpu' });
  });

  it('refuses an engine that there is not, in the file and as a change', async () => {
    await assert.rejects(
      read('engine: gpu\n'),
      (error: unknown) => error instanceof UserError && /one of auto, cpu, webgpu/.test(error.message),
    );
    await assert.rejects(
      read('', { engine: 'gpu' }),
      (error: unknown) =>
        error instanceof UserError && /^--set engine\.backend=gpu: engine\.backend must be one of auto, cpu/.test(error.message),
    );
  });
});
