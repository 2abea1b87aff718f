import assert from 'node:assert/strict';
import { DicomError, formatOffset, formatTag } from '../../../../src/core/dicom/dicomError';

describe('DicomError', () => {
  it('says where, with tags and hexadecimal offset, what was expected and what found', () => {
    const error = new DicomError('malformed', 'A sequence is broken', {
      offset: 420,
      tagPath: [0x00081140, 0xfffee000],
      expected: 'an item',
      found: '(0000,0000)',
    });
    assert.equal(error.message, 'A sequence is broken in (0008,1140)/(FFFE,E000) at 0x1A4: expected an item, found (0000,0000)');
    assert.equal(error.kind, 'malformed');
  });

  it('leaves out the middle of a long way', () => {
    const { message } = new DicomError('too-deep', 'Too deep', { tagPath: Array.from({ length: 64 }, (_, i) => i) });
    assert.equal(message, 'Too deep in (0000,0000)/(0000,0001)/(0000,0002)/.../(0000,003E)/(0000,003F)');
  });

  it('is a plain sentence without details', () => {
    assert.equal(new DicomError('no-image', 'There are no pixel data').message, 'There are no pixel data');
  });

  it('writes tags and offsets in capitals', () => {
    assert.equal(formatTag(0x7fe00010), '(7FE0,0010)');
    assert.equal(formatTag(0x00020000), '(0002,0000)');
    assert.equal(formatOffset(0), '0x0');
    assert.equal(formatOffset(0xabcdef), '0xABCDEF');
  });
});
