import assert from 'node:assert/strict';
import { intoSlice } from '../../../../src/core/volume/intoSlice';

describe('intoSlice', () => {
  it('moves along the normal only', () => {
    const coronal = [
      [1, 0, 0],
      [0, 0, -1],
    ] as const;
    assert.deepEqual(intoSlice([5, 6, 7], { positionMm: [-100, 40, 200], orientation: coronal, spacingMm: [1, 1] }), [5, 40, 7]);
  });
});
