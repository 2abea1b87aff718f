import assert from 'node:assert/strict';
import { transferSyntaxOf } from '../../../../src/core/dicom/transferSyntax';

describe('transferSyntaxOf', () => {
  it('knows the uncompressed ones as values', () => {
    assert.deepEqual(transferSyntaxOf('1.2.840.10008.1.2'), {
      uid: '1.2.840.10008.1.2',
      littleEndian: true,
      explicitVr: false,
      encapsulated: false,
      deflated: false,
      codec: '',
    });
    assert.equal(transferSyntaxOf('1.2.840.10008.1.2.2').littleEndian, false);
    assert.equal(transferSyntaxOf('1.2.840.10008.1.2.1.99').deflated, true);
  });

  it('names the codec of compressed ones', () => {
    assert.equal(transferSyntaxOf('1.2.840.10008.1.2.4.90').codec, 'JPEG 2000');
    assert.equal(transferSyntaxOf('1.2.840.10008.1.2.4.70').encapsulated, true);
    assert.equal(transferSyntaxOf('1.2.840.10008.1.2.4.53').codec, 'JPEG (retired kind)');
  });

  it('takes an unknown one as encapsulated explicit little endian', () => {
    const syntax = transferSyntaxOf('1.2.3');
    assert.deepEqual([syntax.explicitVr, syntax.littleEndian, syntax.encapsulated, syntax.codec], [true, true, true, 'unknown']);
  });
});
