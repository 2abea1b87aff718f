import assert from 'node:assert/strict';
import { autoBackends, type BackendOutcome } from '../../../../src/core/experiment/backendOutcome';
import type { NamedBackend } from '../../../../src/core/experiment/experiment';

const passes = (backend: NamedBackend, imagesPerSecond: number | null, software = false): BackendOutcome => ({
  backend,
  state: 'passes',
  device: backend,
  software,
  imagesPerSecond,
  error: 0,
});
const fails = (backend: NamedBackend): BackendOutcome => ({ backend, state: 'fails', reason: 'It fails.' });

describe('what auto takes', () => {
  it('is the fastest that passes, with the CPU behind it', () => {
    assert.deepEqual(autoBackends([passes('cpu', 500), passes('webgpu', 900), passes('cuda', 4000), fails('directml')]), ['cuda', 'cpu']);
    assert.deepEqual(autoBackends([passes('webgpu', 900), passes('cpu', 500)]), ['webgpu', 'cpu']);
  });

  it('is the CPU alone where that is the fastest, or nothing else passes', () => {
    assert.deepEqual(autoBackends([passes('cpu', 500), passes('webgpu', 100)]), ['cpu']);
    assert.deepEqual(autoBackends([fails('webgpu'), fails('cpu')]), ['cpu']);
    assert.deepEqual(autoBackends([]), ['cpu']);
  });

  it('is never a program in the place of a card, however fast', () => {
    assert.deepEqual(autoBackends([passes('cpu', 5), passes('webgpu', 900, true)]), ['cpu']);
    assert.deepEqual(autoBackends([passes('webgpu', null, true)]), ['cpu']);
  });
});
