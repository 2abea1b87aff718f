import assert from 'node:assert/strict';
import { hasShortLength, isKnownVr, vrFromBytes } from '../../../../src/core/dicom/vr';

describe('value representations', () => {
  it('have short lengths only where PS3.5 7.1.2 lists them', () => {
    assert.ok(['AE', 'AT', 'DS', 'FD', 'LT', 'PN', 'UI', 'US'].every(hasShortLength));
    assert.ok(['OB', 'OW', 'SQ', 'UN', 'UT', 'UC', 'UR', 'OV', 'SV', 'UV', 'OD', 'OL'].every((vr) => !hasShortLength(vr)));
  });

  it('are long when a later edition invents them', () => {
    assert.equal(hasShortLength('ZZ'), false);
    assert.equal(isKnownVr('ZZ'), false);
    assert.equal(vrFromBytes(0x5a, 0x5a), 'ZZ');
  });

  it('are two capital letters or nothing', () => {
    assert.equal(vrFromBytes(0x55, 0x53), 'US');
    assert.equal(vrFromBytes(0x75, 0x73), undefined);
    assert.equal(vrFromBytes(0x04, 0x00), undefined);
    assert.equal(vrFromBytes(0x41, 0x00), undefined);
  });
});
