import assert from 'node:assert/strict';
import { imageSource, patientPseudonym, problemFileName, seriesPseudonym } from '../../../../src/core/identity/pseudonym';
import { nativeKey } from '../../../../src/node/dataset/nativeKey';

describe('nativeKey', () => {
  it('gives the pseudonyms of the key itself, for keys of any length and texts of any kind', () => {
    for (const length of [1, 32, 64, 65, 200]) {
      const key = Uint8Array.from({ length }, (_, index) => index * 7);
      const native = nativeKey(key);
      for (const text of ['', '1.2.840', 'Jürgen^東京', '\ud800', 'x'.repeat(300), 'x'.repeat(300)]) {
        assert.equal(imageSource(native, text), imageSource(key, text));
        assert.equal(seriesPseudonym(native, text), seriesPseudonym(key, text));
        assert.equal(problemFileName(native, text), problemFileName(key, text));
        assert.equal(patientPseudonym(native, 'A', text), patientPseudonym(key, 'A', text));
      }
    }
  });

  it('is the golden value of reference/methods_vectors.json', () => {
    const key = nativeKey(Uint8Array.from({ length: 32 }, (_, index) => index));
    assert.equal(patientPseudonym(key, 'HOSP-A', '0012345'), 'P-7HN23IQ7OXQ3JSVO');
  });
});
