import assert from 'node:assert/strict';
import type { FrameMeaning } from '../../../../src/core/image/frameMeaning';
import { plainFacts } from '../../../../src/core/viewer/frameFacts';
import { patientPoint, pixelReadout } from '../../../../src/core/viewer/pixelReadout';

const meaning: FrameMeaning = {
  modality: { kind: 'linear', slope: 1, intercept: -1024 },
  unit: 'HU',
  lowest: -1024,
  highest: 3071,
  isInverted: false,
  padding: [0, 0],
  windows: [],
  tables: [],
  overlays: [],
};
const frame = { rows: 2, columns: 2, samples: 1, values: Uint16Array.of(0, 24, 1064, 7), bits: 12 } as const;
const plain: FrameMeaning = { ...meaning, modality: { kind: 'linear', slope: 1, intercept: 0 }, unit: '', padding: null };
const geometry = {
  positionMm: [-100, -50, 20],
  orientation: [
    [1, 0, 0],
    [0, 1, 0],
  ],
  spacingMm: [0.5, 0.25],
} as const;

describe('what is said of a pixel', () => {
  it('gives value, unit and stored value, and says what is padding', () => {
    assert.equal(pixelReadout(frame, meaning, plainFacts, [1, 0]).value, '-1000 HU (stored 24)');
    assert.equal(pixelReadout(frame, meaning, plainFacts, [0, 0]).value, '-1024 HU (stored 0), padding');
    assert.equal(pixelReadout(frame, meaning, plainFacts, [0, 1]).pixel, 'column 0, row 1');
  });

  it('gives a bare number where no unit is known, and the parts of colour', () => {
    assert.equal(pixelReadout(frame, plain, plainFacts, [0, 1]).value, '1064');
    const colour = { ...frame, samples: 3, values: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12), bits: 8 } as const;
    assert.equal(pixelReadout(colour, plain, plainFacts, [1, 1]).value, 'R 10  G 11  B 12');
  });

  it('rounds what is no whole number to six digits', () => {
    const float = { ...frame, values: Float32Array.of(0.1, 0.2, 1 / 3, 1e7) };
    assert.equal(pixelReadout(float, plain, plainFacts, [0, 1]).value, '0.333333');
  });

  it('places a pixel in the patient, or on the detector, or not at all', () => {
    assert.equal(pixelReadout(frame, meaning, { ...plainFacts, geometry }, [1, 1]).place, 'R 99.8  A 49.5  H 20.0 mm');
    const spacing = { from: 'detector', rows: 0.2, columns: 0.2 } as const;
    assert.equal(pixelReadout(frame, meaning, { ...plainFacts, spacing }, [1, 1]).place, '0.3 mm right, 0.3 mm down at the detector');
    assert.equal(pixelReadout(frame, meaning, plainFacts, [1, 1]).place, '');
  });

  it('takes Image Position for the middle of the first pixel', () => {
    assert.deepEqual(patientPoint(geometry, [0.5, 0.5]), [-100, -50, 20]);
    assert.deepEqual(patientPoint(geometry, [4.5, 2.5]), [-99, -49, 20]);
  });
});
