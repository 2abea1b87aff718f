import assert from 'node:assert/strict';
import type { LineMark } from '../../../../src/core/label/cornersOfMark';
import type { PixelPoint } from '../../../../src/core/label/label';
import { measureText } from '../../../../src/core/label/measureText';

const patient = { from: 'patient', rows: 0.5, columns: 0.25 } as const;
const detector = { from: 'detector', rows: 0.2, columns: 0.2 } as const;
const none = { from: 'none', rows: 1, columns: 1 } as const;
const common = { id: 'm', name: 'x' };
const line: LineMark = { ...common, kind: 'length', from: [0, 0], to: [40, 0] };
const box: LineMark = { ...common, kind: 'box', from: [0, 0], to: [40, 10] };
const right: readonly PixelPoint[] = [
  [10, 0],
  [0, 0],
  [0, 10],
];

describe('measureText', () => {
  it('gives millimetres only where the file has them, and says whose', () => {
    assert.equal(measureText(line, patient), '10.0 mm');
    assert.equal(measureText(line, detector), '8.0 mm at the detector');
    assert.equal(measureText(line, none), '40.0 px');
    assert.equal(measureText(line, { from: 'none', rows: 2, columns: 1 }), '40.0 px');
  });

  it('gives size and area of boxes and outlines', () => {
    assert.equal(measureText(box, patient), '10.0 × 5.0 mm, 50.0 mm²');
    assert.equal(measureText(box, detector), '8.0 × 2.0 mm, 16.0 mm² at the detector');
    assert.equal(measureText({ ...common, kind: 'outline', points: right }, none), '50.0 px²');
    assert.equal(measureText({ ...common, kind: 'outline', points: right.toReversed() }, patient), '6.3 mm²');
  });

  it('gives angles in degrees by the pixels as they are, and none where an arm has no length', () => {
    assert.equal(measureText({ ...common, kind: 'angle', points: right }, none), '90.0°');
    const diagonal: readonly PixelPoint[] = [
      [10, 0],
      [0, 0],
      [10, 10],
    ];
    assert.equal(measureText({ ...common, kind: 'angle', points: diagonal }, none), '45.0°');
    assert.equal(measureText({ ...common, kind: 'angle', points: diagonal }, { from: 'none', rows: 2, columns: 1 }), '63.4°');
    const [a, b, c] = diagonal as [PixelPoint, PixelPoint, PixelPoint];
    assert.equal(measureText({ ...common, kind: 'cobb', points: [a, b, b, c] }, none), '45.0°');
    assert.equal(measureText({ ...common, kind: 'angle', points: [b, b, c] }, none), '');
  });
});
