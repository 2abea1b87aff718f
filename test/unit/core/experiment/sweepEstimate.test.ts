import assert from 'node:assert/strict';
import { estimateSeconds, sweepEpochs } from '../../../../src/core/experiment/sweepEstimate';

describe('what a sweep may take', () => {
  it('counts the epochs of all rungs', () => {
    assert.equal(sweepEpochs(12, [30], null), 360);
    // 9 runs for 1 epoch, 3 for 2 more, 1 for 6 more.
    assert.equal(sweepEpochs(9, [1, 3, 9], 3), 9 + 6 + 6);
    assert.equal(sweepEpochs(4, [1, 2, 4], 2), 4 + 2 + 2);
    assert.equal(sweepEpochs(0, [5], null), 0);
  });

  it('takes the median second an epoch of known runs, and knows nothing without one', () => {
    const known = [
      { seconds: 10, epochs: 10 },
      { seconds: 300, epochs: 10 },
      { seconds: 20, epochs: 10 },
      { seconds: 5, epochs: 0 },
    ];
    assert.equal(estimateSeconds(100, known, 1), 200);
    assert.equal(estimateSeconds(100, known, 4), 50);
    assert.equal(estimateSeconds(100, [], 1), null);
  });
});
