import assert from 'node:assert/strict';
import type { Frame } from '../../../../src/core/image/frame';
import type { FrameMeaning } from '../../../../src/core/image/frameMeaning';
import { pixelsOfMark } from '../../../../src/core/label/pixelsOfMark';
import { valuesWithin } from '../../../../src/core/label/valuesWithin';

const meaning: FrameMeaning = {
  modality: { kind: 'linear', slope: 2, intercept: -1000 },
  unit: 'HU',
  lowest: 0,
  highest: 0,
  isInverted: false,
  padding: null,
  windows: [],
  tables: [],
  overlays: [],
};
const frame: Frame = { rows: 3, columns: 4, samples: 1, values: Uint16Array.from([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]), bits: 16 };
const box = { id: 'm', name: 'x', kind: 'box', from: [1, 0], to: [3, 2] } as const;

describe('valuesWithin', () => {
  it('gives mean and standard deviation in the unit, as by hand', () => {
    // Stored 1, 2, 5, 6: mean 3.5, sum of squares 17.
    const { count, mean, deviation } = valuesWithin(frame, meaning, pixelsOfMark(box)) ?? { count: 0, mean: 0, deviation: 0 };
    assert.equal(count, 4);
    assert.equal(mean, -993);
    assert.ok(Math.abs(deviation - 2 * Math.sqrt(17 / 3)) < 1e-12);
  });

  it('leaves padding out, and cuts what lies beyond the picture', () => {
    assert.equal(valuesWithin(frame, { ...meaning, padding: [5, 6] }, pixelsOfMark(box))?.mean, -997);
    assert.equal(valuesWithin(frame, { ...meaning, padding: [0, 11] }, pixelsOfMark(box)), null);
    assert.equal(valuesWithin(frame, meaning, pixelsOfMark({ ...box, from: [3, 2], to: [9, 9] }))?.count, 1);
    assert.equal(valuesWithin({ ...frame, samples: 3 }, meaning, pixelsOfMark(box)), null);
  });
});
