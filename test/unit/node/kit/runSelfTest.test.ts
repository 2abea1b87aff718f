import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { BackendOutcome } from '../../../../src/core/experiment/backendOutcome';
import { runSelfTest } from '../../../../src/node/kit/runSelfTest';
import { cardEnvironment, softwareDriver, whyNoCard } from '../training/onSoftwareCard';

const quiet = new AbortController().signal;
const script = (text: string) => ({ command: process.execPath, args: ['-e', `${text}//`, '--'], env: process.env });
const reasonOf = (outcome: BackendOutcome): string => (outcome.state === 'passes' ? '' : outcome.reason);

describe('a self-test in a process of its own', function () {
  this.timeout(60_000);
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'radsteps-kit-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const trainer = (driver: string) => ({
    command: process.execPath,
    args: ['--import', 'tsx', resolve(__dirname, '../../../../src/trainer.ts')],
    env: cardEnvironment(driver, folder),
  });

  it('passes on a card in software, and says that it is one', async function () {
    const reason = whyNoCard();
    if (reason !== null) {
      console.log(`      ${reason}`);
      this.skip();
    }
    const outcome = await runSelfTest(trainer(softwareDriver), 'webgpu', quiet);
    assert.ok(outcome.state === 'passes', reasonOf(outcome));
    const { device, software, imagesPerSecond, error } = outcome;
    assert.deepEqual([device, software, imagesPerSecond], ['SwiftShader in software', true, null]);
    assert.ok(error < 1e-4);
  });

  it('fails with a sentence without a card', async () => {
    const outcome = await runSelfTest(trainer('/nowhere/icd.json'), 'webgpu', quiet);
    assert.match(reasonOf(outcome), /^There is no graphics card with a working driver \(Vulkan on Linux, .+\)\.$/);
  });

  it('outlives a driver that crashes, hangs, or chatters', async () => {
    assert.match(
      reasonOf(await runSelfTest(script('process.abort()'), 'webgpu', quiet)),
      /^The self-test of WebGPU ended with .+; its driver may be broken\.$/,
    );
    assert.match(reasonOf(await runSelfTest(script('process.exit(7)'), 'cpu', quiet)), /^The self-test of CPU ended with exit code 7\.$/);
    const began = performance.now();
    const late = await runSelfTest(script('setInterval(() => {}, 1000)'), 'cuda', quiet, 0.5);
    assert.equal(reasonOf(late), 'The self-test of CUDA gave no answer within 0.5 seconds; its driver may be broken.');
    assert.ok(performance.now() - began < 10_000);
    const chatter = `console.log('{"backend":"cpu"'); console.log('{"backend":"cuda","state":"fails","reason":"Told."}'); console.log('bye')`;
    assert.deepEqual(await runSelfTest(script(chatter), 'cuda', quiet), { backend: 'cuda', state: 'fails', reason: 'Told.' });
    assert.match(
      reasonOf(await runSelfTest({ ...script(''), command: join(folder, 'none') }, 'cpu', quiet)),
      /can't be started \(ENOENT\)/,
    );
  });

  it('ends when it is cancelled', async () => {
    const stop = new AbortController();
    const running = runSelfTest(script('setInterval(() => {}, 1000)'), 'cuda', stop.signal);
    setTimeout(() => stop.abort(), 100);
    await assert.rejects(running, { name: 'AbortError' });
  });
});
