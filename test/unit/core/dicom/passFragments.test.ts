import assert from 'node:assert/strict';
import { Cursor } from '../../../../src/core/dicom/cursor';
import { passFragments } from '../../../../src/core/dicom/passFragments';
import { bytes, element } from '../../../fixtures/dicomBytes';

const fragment = (content: Uint8Array, length = content.length): Uint8Array => element(0xfffee000, '', content, { length });
const end = element(0xfffee0dd, '', new Uint8Array());

function pass(...parts: readonly Uint8Array[]) {
  const cursor = new Cursor(bytes(...parts));
  const { valueEnd, fault } = passFragments(cursor, cursor.end, true);
  return [valueEnd, cursor.offset, fault?.kind, fault?.offset];
}

describe('passFragments', () => {
  it('ends at the delimiter, and leaves the cursor past it', () => {
    const value = bytes(fragment(new Uint8Array()), fragment(bytes('ffd8 ff'))); // 8 and 11 bytes
    assert.deepEqual(pass(value, end, bytes('0102')), [19, 27, undefined, undefined]);
    assert.deepEqual(pass(end), [0, 8, undefined, undefined]);
  });

  it('says where fragments have no end, are cut off or broken, and goes to the limit', () => {
    assert.deepEqual(pass(fragment(bytes('ffd8'))), [10, 10, 'truncated', 10]);
    assert.deepEqual(pass(fragment(bytes('ffd8')), fragment(bytes('00'), 0xfffffffe)), [19, 19, 'truncated', 10]);
    assert.deepEqual(pass(fragment(bytes('ffd8')), element(0x00080060, 'CS', 'DX')), [20, 20, 'malformed', 10]);
  });
});
