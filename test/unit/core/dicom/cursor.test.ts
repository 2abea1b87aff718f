import assert from 'node:assert/strict';
import { Cursor } from '../../../../src/core/dicom/cursor';
import { DicomError } from '../../../../src/core/dicom/dicomError';
import { bytes } from '../../../fixtures/dicomBytes';

describe('Cursor', () => {
  it('reads numbers in either byte order and moves on', () => {
    const cursor = new Cursor(bytes('0102 03040506'));
    assert.equal(cursor.uint16(true), 0x0201);
    assert.equal(cursor.offset, 2);
    assert.equal(cursor.uint32(false), 0x03040506);
    assert.equal(cursor.remaining, 0);
  });

  it('reads a tag group first in either byte order', () => {
    assert.equal(new Cursor(bytes('e07f 1000')).tag(true), 0x7fe00010);
    assert.equal(new Cursor(bytes('7fe0 0010')).tag(false), 0x7fe00010);
    assert.equal(new Cursor(bytes('feff dde0')).tag(true), 0xfffee0dd);
  });

  it('sees the bytes of a view, not of the buffer behind it', () => {
    const view = bytes('ffff 0100 ffff').subarray(2, 4);
    const cursor = new Cursor(view);
    assert.equal(cursor.uint16(true), 1);
    assert.equal(cursor.remaining, 0);
  });

  it('never passes its end, nor moves when it fails', () => {
    const cursor = new Cursor(bytes('00 01 02 03'), 1, 3);
    assert.throws(
      () => cursor.uint32(true),
      (error) => error instanceof DicomError && error.kind === 'truncated' && error.offset === 1,
    );
    assert.equal(cursor.offset, 1);
    cursor.skip(2);
    assert.throws(() => cursor.skip(1), DicomError);
    assert.throws(() => cursor.moveTo(4), DicomError);
    assert.throws(() => cursor.moveTo(-1), DicomError);
  });
});
