import assert from 'node:assert/strict';
import { deviceBackends, whyNotOffered } from '../../../../src/node/training/backends';
import { checkGradient, largestError } from '../../../../src/node/training/checkGradient';
import { selfTest } from '../../../../src/node/training/selfTest';

describe('the self-test', () => {
  it("finds the processor's derivatives right, and measures at least one step", async () => {
    const outcome = await selfTest('cpu', 0);
    assert.ok(outcome.state === 'passes', JSON.stringify(outcome));
    assert.ok(outcome.error < 0.003 && outcome.imagesPerSecond !== null && outcome.imagesPerSecond > 1 && outcome.device !== '');
    assert.equal(outcome.software, false);
  });

  it('says for what a backend is that this platform does not have', async () => {
    const reasons = await Promise.all(deviceBackends.map(whyNotOffered));
    const missing = deviceBackends.find((_, index) => reasons[index] !== null);
    assert.ok(missing, 'no platform has all of them');
    const outcome = await selfTest(missing, 0);
    assert.ok(outcome.state === 'not offered');
    assert.match(outcome.reason, /^ONNX Runtime has no (CUDA|WebGPU|DirectML|Core ML) for this platform; it is for .+\.$/);
  });

  it('does not take a wrong gradient, or one that is no number, for a right one', async () => {
    const right = Float32Array.of(1, -4, 0.5);
    assert.equal(largestError(right, right), 0);
    assert.equal(largestError(right, Float32Array.of(1, 4, 0.5)), 2);
    assert.ok(!(largestError(right, Float32Array.of(1, Number.NaN, 0.5)) <= 0.01));
    assert.ok(!(largestError(right, Float32Array.of(1, -4)) <= 0.01));
    const { error } = await checkGradient('cpu');
    assert.ok(error > 0);
  });
});
