import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../../../../src/core/userError';
import { findTensorFlow } from '../../../../src/node/training/findTensorFlow';
import { loadTensorFlow } from '../../../../src/node/training/loadTensorFlow';
import { installTensorFlow } from '../../../fixtures/tensorFlowPackage';

const [gpu, cpu] = ['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node'];
/** What the main file of tfjs-node does where its native part is missing. */
const broken = "throw new Error('The Node.js native addon module (tfjs_binding.node) can not be found at path: ' + __dirname);";

describe('loading TensorFlow.js', () => {
  let project = '';
  const written: string[] = [];
  const log = console.error;
  beforeEach(async () => {
    project = await mkdtemp(join(tmpdir(), 'radsteps-load-'));
    written.length = 0;
    console.error = (...words: readonly unknown[]) => written.push(words.join(' '));
  });
  afterEach(async () => {
    console.error = log;
    await rm(project, { recursive: true, force: true });
  });
  const load = (backend: 'auto' | 'cpu' | 'cuda') =>
    loadTensorFlow(project, { backend, threads: 1 }, findTensorFlow(project, backend, [project]));

  it('says which package computes, and where', async () => {
    await installTensorFlow(project);
    const { tf, engine, versions, warnings } = await load('auto');
    assert.deepEqual([engine.name, engine.version, engine.backend], ['tensorflow', '4.22.0', 'javascript']);
    assert.match(engine.device, /, threads: 1$/);
    assert.deepEqual([versions, warnings], [{ '@tensorflow/tfjs-node': '4.22.0' }, []]);
    assert.deepEqual([...tf.tidy(() => tf.add(tf.tensor1d([1, 2]), 1).dataSync())], [2, 3]);
  });

  it('takes the other package where one can not be loaded, and says so', async () => {
    await installTensorFlow(project, gpu, broken);
    await installTensorFlow(project, cpu);
    const { versions, warnings } = await load('auto');
    assert.deepEqual(Object.keys(versions), [cpu]);
    assert.equal(warnings.length, 1);
    assert.match(warnings[0] ?? '', /^@tensorflow\/tfjs-node-gpu is installed but could not be loaded/);
    assert.match(written.join('\n'), /tfjs_binding\.node/);
  });

  it('says that a GPU package sees no GPU, and refuses where it was asked for one', async () => {
    await installTensorFlow(project, gpu);
    assert.deepEqual((await load('auto')).warnings, ['@tensorflow/tfjs-node-gpu sees no GPU that it can use, so the CPU computes.']);
    await assert.rejects(load('cuda'), { name: 'UserError', message: /^@tensorflow\/tfjs-node-gpu sees no GPU with CUDA/ });
  });

  it('fails with a sentence without paths where none can be loaded', async () => {
    await installTensorFlow(project, gpu, broken);
    await installTensorFlow(project, cpu, 'module.exports = {};');
    const failure: unknown = await load('auto').catch((error: unknown) => error);
    assert.ok(failure instanceof UserError);
    assert.match(
      failure.message,
      /^@tensorflow\/tfjs-node-gpu is .*\. @tensorflow\/tfjs-node is .*\. Install it anew, or set engine\.name to built-in\.$/,
    );
    assert.ok(!failure.message.includes(project));
  });

  it("gives the package back the functions of Node's util that Node 23 removed", async () => {
    const asks = `const util = require('util');\nif (!util.isNullOrUndefined(null) || util.isNullOrUndefined(0) || !util.isArray([])) throw new Error('not there');\n`;
    const util = require('node:util') as Record<string, unknown>;
    const { isNullOrUndefined, isArray } = util;
    delete util.isNullOrUndefined;
    delete util.isArray;
    try {
      await installTensorFlow(
        project,
        cpu,
        `${asks}module.exports = { enableProdMode() {}, ready: async () => {}, getBackend: () => 'cpu' };`,
      );
      assert.equal((await load('cpu')).engine.backend, 'javascript', written.join('\n'));
    } finally {
      Object.assign(util, { isNullOrUndefined, isArray });
    }
  });
});
