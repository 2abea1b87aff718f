import assert from 'node:assert/strict';
import { Cursor } from '../../../../src/core/dicom/cursor';
import { DicomError } from '../../../../src/core/dicom/dicomError';
import { readElementHeader, undefinedLength } from '../../../../src/core/dicom/elementHeader';
import { explicitBig, explicitLittle, implicitLittle } from '../../../../src/core/dicom/transferSyntax';
import { bytes } from '../../../fixtures/dicomBytes';

describe('readElementHeader', () => {
  it('reads explicit VR little endian, short and long', () => {
    const cursor = new Cursor(
      bytes(
        '2800 1000', // (0028,0010) Rows
        "'US",
        '0200', // 2 bytes
        '8002', // 640
        'e07f 1000', // (7FE0,0010) Pixel Data
        "'OW",
        '0000', // reserved
        'ffffffff', // undefined length
      ),
    );
    const rows = readElementHeader(cursor, explicitLittle);
    assert.deepEqual(rows, { tag: 0x00280010, vr: 'US', length: 2, start: 0, valueStart: 8, switched: false });
    assert.equal(cursor.offset, 8);
    cursor.skip(2);
    const pixels = readElementHeader(cursor, explicitLittle);
    assert.deepEqual(pixels, { tag: 0x7fe00010, vr: 'OW', length: undefinedLength, start: 10, valueStart: 22, switched: false });
    assert.equal(cursor.offset, 22);
  });

  it('gives an unknown VR a 32-bit length', () => {
    const cursor = new Cursor(bytes('0900 1010', "'QQ", '0000', '04000000'));
    assert.deepEqual(readElementHeader(cursor, explicitLittle), {
      tag: 0x00091010,
      vr: 'QQ',
      length: 4,
      start: 0,
      valueStart: 12,
      switched: false,
    });
  });

  it('reads implicit VR with the dictionary, UN where it knows nothing', () => {
    const cursor = new Cursor(bytes('2800 1000', '02000000', '8002', '0900 0110', '04000000'));
    assert.deepEqual(readElementHeader(cursor, implicitLittle), {
      tag: 0x00280010,
      vr: 'US',
      length: 2,
      start: 0,
      valueStart: 8,
      switched: false,
    });
    cursor.skip(2);
    assert.equal(readElementHeader(cursor, implicitLittle).vr, 'UN');
    assert.equal(cursor.offset, 18);
  });

  it('reads explicit VR big endian', () => {
    const cursor = new Cursor(bytes('0028 0010', "'US", '0002'));
    assert.deepEqual(readElementHeader(cursor, explicitBig), {
      tag: 0x00280010,
      vr: 'US',
      length: 2,
      start: 0,
      valueStart: 8,
      switched: false,
    });
  });

  it('reads items and delimiters without a VR in every encoding', () => {
    for (const encoding of [explicitLittle, implicitLittle]) {
      const cursor = new Cursor(bytes('feff 00e0', '10000000'));
      assert.deepEqual(readElementHeader(cursor, encoding), {
        tag: 0xfffee000,
        vr: '',
        length: 16,
        start: 0,
        valueStart: 8,
        switched: false,
      });
    }
  });

  it('notices implicit VR inside an explicit dataset, if the length fits', () => {
    const implicit = bytes('2800 1000', '02000000', '8002');
    assert.deepEqual(readElementHeader(new Cursor(implicit), explicitLittle), {
      tag: 0x00280010,
      vr: 'US',
      length: 2,
      start: 0,
      valueStart: 8,
      switched: true,
    });
    const nonsense = bytes('2800 1000', 'ffffff7f', '8002');
    assert.throws(
      () => readElementHeader(new Cursor(nonsense), explicitLittle),
      (error) => error instanceof DicomError && error.kind === 'malformed',
    );
  });

  it('takes blanks in the place of a VR for an unknown one of 16-bit length', () => {
    for (const blank of ["'??", "'  ", "'--"]) {
      const cursor = new Cursor(bytes('0900 1010', blank, '0200', '8002'));
      const { vr, length, valueStart, switched } = readElementHeader(cursor, explicitLittle);
      assert.deepEqual([vr, length, valueStart, switched], ['UN', 2, 8, false]);
    }
  });

  it('fails as truncated at every length short of the header', () => {
    const header = bytes('e07f 1000', "'OW", '0000', '04000000');
    for (let length = 0; length < header.length; length += 1) {
      assert.throws(
        () => readElementHeader(new Cursor(header.subarray(0, length)), explicitLittle),
        (error) => error instanceof DicomError && error.kind === 'truncated',
      );
    }
  });
});
