import assert from 'node:assert/strict';
import type { RunListing } from '../../../../src/core/experiment/runListing';
import { topElements } from '../../../../src/vscode/runs/topElements';

const listing = (run: string, group?: string): RunListing => ({
  ...{ run, state: 'finished', experiment: 'quick', created: '', seconds: 1, metric: null, epochs: 1, pending: false },
  ...(group !== undefined && { sweep: { group, index: 1, of: 2 } }),
});

describe('topElements', () => {
  it('puts a sweep once, where its newest run would stand, and leaves other runs in their order', () => {
    const elements = topElements([listing('e'), listing('d', 's'), listing('c'), listing('b', 's'), listing('a', 't')]);
    assert.deepEqual(elements, [
      { run: 'e' },
      { run: 's', group: 's', isSweep: true },
      { run: 'c' },
      { run: 't', group: 't', isSweep: true },
    ]);
    assert.deepEqual(topElements([]), []);
  });
});
