import assert from 'node:assert/strict';
import { mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Backend } from '../../../../src/core/experiment/experiment';
import { findTensorFlow } from '../../../../src/node/training/findTensorFlow';
import { installTensorFlow } from '../../../fixtures/tensorFlowPackage';

const [gpu, cpu] = ['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node'];

describe('looking for TensorFlow.js', () => {
  let project = '';
  beforeEach(async () => {
    project = await realpath(await mkdtemp(join(tmpdir(), 'radsteps-packages-')));
  });
  afterEach(() => rm(project, { recursive: true, force: true }));
  const found = (backend: Backend, folder = project) => findTensorFlow(folder, backend, [folder]).map(({ name }) => name);

  it('finds what the project has installed, the package that fits the backend best first', async () => {
    await installTensorFlow(project, cpu);
    assert.deepEqual(found('auto'), [cpu]);
    await installTensorFlow(project, gpu);
    assert.deepEqual(found('auto'), [gpu, cpu]);
    assert.deepEqual(found('cpu'), [cpu, gpu]);
    assert.deepEqual(found('cuda'), [gpu]);
    const [{ file }] = findTensorFlow(project, 'cpu', [project]);
    assert.equal(file, join(project, 'node_modules', cpu ?? '', 'index.js'));
  });

  it('finds what a folder above the project has installed, but the project comes first', async () => {
    const [bare, equipped] = [join(project, 'below/bare'), join(project, 'below/equipped')];
    await mkdir(bare, { recursive: true });
    await installTensorFlow(project, cpu);
    await installTensorFlow(equipped, cpu);
    assert.deepEqual(found('auto', bare), [cpu]);
    const [{ file }] = findTensorFlow(equipped, 'auto', [equipped, project]);
    assert.ok(file.startsWith(equipped), file);
  });

  it('says what to install where there is none', () => {
    assert.throws(() => found('auto'), {
      name: 'UserError',
      message:
        "engine.name is tensorflow, but neither @tensorflow/tfjs-node-gpu nor @tensorflow/tfjs-node is installed; run npm install @tensorflow/tfjs-node (or @tensorflow/tfjs-node-gpu, for a GPU with CUDA) in the project's folder, or set engine.name to built-in.",
    });
    assert.throws(() => found('cuda'), /but @tensorflow\/tfjs-node-gpu is not installed; run npm install @tensorflow\/tfjs-node-gpu in/);
  });

  it('refuses the backends that are not its own', async () => {
    await installTensorFlow(project);
    for (const backend of ['webgpu', 'directml', 'coreml'] as const)
      assert.throws(() => found(backend), {
        name: 'UserError',
        message: new RegExp(`^engine.backend ${backend} .* set it to auto, cpu or cuda`),
      });
  });
});
