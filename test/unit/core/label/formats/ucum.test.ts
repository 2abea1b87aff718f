import assert from 'node:assert/strict';
import { millimetresIn, ucumOf } from '../../../../../src/core/label/formats/ucum';

describe('units of reports', () => {
  it("are UCUM's where it has them, and annotations of their own where it has not", () => {
    assert.deepEqual(
      ['months', 'years', 'mm', '°', 'pixels', 'HU', '', 'g/cm²', 'Punkte im Test'].map((unit) => ucumOf(unit).value),
      ['mo', 'a', 'mm', 'deg', '{pixels}', "[hnsf'U]", '1', 'g/cm2', '{Punkte_im_Test}'],
    );
  });

  it('say how many millimetres a length has, and that others are none', () => {
    assert.deepEqual(['mm', 'cm', 'm', 'um', 'deg', '{pixels}'].map(millimetresIn), [1, 10, 1000, 0.001, null, null]);
  });
});
