import assert from 'node:assert/strict';
import { base32 } from '../../../../src/core/identity/base32';
import {
  dateShiftDays,
  imageName,
  patientPseudonym,
  pixelGroup,
  problemFileName,
  replacedUid,
  seriesPseudonym,
  studyPseudonym,
} from '../../../../src/core/identity/pseudonym';

const key = Uint8Array.from({ length: 32 }, (_, index) => index);
const otherKey = key.map((byte) => byte ^ 1);

describe('pseudonyms', () => {
  it('are the golden values of reference/methods_vectors.json', () => {
    assert.equal(patientPseudonym(key, 'HOSP-A', '0012345'), 'P-7HN23IQ7OXQ3JSVO');
    assert.equal(dateShiftDays(key, 'HOSP-A', '0012345'), -287);
    assert.equal(replacedUid(key, '1.2.840.113619.2.55.3.1'), '2.25.171737235710172940042832445291946626389');
  });

  it('differ by key, by issuer and by what they stand for', () => {
    const uid = '1.2.3';
    assert.notEqual(patientPseudonym(key, 'A', '1'), patientPseudonym(otherKey, 'A', '1'));
    assert.notEqual(patientPseudonym(key, 'A', '1'), patientPseudonym(key, 'B', '1'));
    const digits = [
      imageName(key, uid),
      pixelGroup(key, uid),
      problemFileName(key, uid),
      studyPseudonym(key, uid),
      seriesPseudonym(key, uid),
    ];
    assert.equal(new Set(digits.map((name) => name.slice(name.indexOf('-') + 1, name.indexOf('-') + 9))).size, digits.length);
  });

  it('have the shapes of the design', () => {
    assert.match(imageName(key, '1.2.3'), /^img-[0-9a-f]{10}$/);
    assert.ok(imageName(key, '1.2.3', 16).startsWith(imageName(key, '1.2.3')));
    assert.match(pixelGroup(key, 'ff'), /^px-[0-9a-f]{10}$/);
    assert.match(problemFileName(key, 'a/b.png'), /^file-[0-9a-f]{10}$/);
  });

  it('shift dates by whole weeks, always into the past', () => {
    const shifts = Array.from({ length: 200 }, (_, index) => dateShiftDays(key, 'A', String(index)));
    assert.ok(shifts.every((days) => days % 7 === 0 && days <= -7 && days >= -7 * 521));
    assert.ok(new Set(shifts).size > 100);
  });
});

describe('base32', () => {
  it('is that of RFC 4648', () => {
    assert.equal(base32(new TextEncoder().encode('fooba')), 'MZXW6YTB');
    assert.equal(base32(Uint8Array.of(255, 255, 255, 255, 255)), '77777777');
    assert.throws(() => base32(Uint8Array.of(1)), RangeError);
  });
});
