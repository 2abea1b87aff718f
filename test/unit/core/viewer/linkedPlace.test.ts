import assert from 'node:assert/strict';
import { centerOfPicture, nearestFrame } from '../../../../src/core/viewer/linkedPlace';
import type { FrameGeometry } from '../../../../src/core/volume/frameGeometry';

const slice = (z: number): FrameGeometry => ({
  positionMm: [0, 0, z],
  orientation: [
    [1, 0, 0],
    [0, 1, 0],
  ],
  spacingMm: [1, 1],
});

describe('the place that linked viewers share', () => {
  it('is the middle of the picture', () => {
    assert.deepEqual(centerOfPicture(slice(7), { rows: 11, columns: 21 }), [10, 5, 7]);
  });

  it('is found as the nearest slice', () => {
    const stack = [0, 5, 10, 15].map(slice);
    assert.equal(nearestFrame(stack, [99, 99, 11], false), 2);
    assert.equal(nearestFrame(stack, [0, 0, -40], false), 0);
  });

  it('is reckoned in an even stack of which two slices are known', () => {
    assert.equal(nearestFrame([slice(0), null, slice(10), null, null], [0, 0, 21], true), 4);
    assert.equal(nearestFrame([null, slice(5), slice(0), null], [0, 0, -5], true), 3, 'downwards');
    assert.equal(nearestFrame([slice(0), null, slice(10)], [0, 0, 9], false), null, 'an uneven stack can not be reckoned');
    assert.equal(nearestFrame([null, null], [0, 0, 9], true), null);
  });
});
