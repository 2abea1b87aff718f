import assert from 'node:assert/strict';
import { DicomError } from '../../../../src/core/dicom/dicomError';
import { frameSpans } from '../../../../src/core/dicom/fragments';
import { readDicom } from '../../../../src/core/dicom/readDicom';
import { bytes, element, number } from '../../../fixtures/dicomBytes';
import { compressedFile } from '../../../fixtures/encodedFrames';

const a1 = bytes('ffd8ffe0', "'A1");
const a2 = bytes("'rest of  A");
const b = bytes('ffd8ffe0', "'B.");
const long = (value: number): Uint8Array => bytes(number(value, 4), number(0, 4));

/** The text of each frame's fragments. */
function frames(fragments: readonly Uint8Array[], count: number, table: readonly number[] = [], more: readonly Uint8Array[] = []) {
  const whole = compressedFile('4.50', fragments, { more }, table);
  const file = readDicom(whole);
  return frameSpans(file, count).map((spans) =>
    spans.map(({ start, end }) => Buffer.from(whole.subarray(start, end)).toString('latin1').slice(-2)),
  );
}

describe('frameSpans', () => {
  it('gives one frame all fragments', () => {
    assert.deepEqual(frames([a1, a2], 1), [['A1', ' A']]);
  });

  it('follows the basic offset table', () => {
    const offset = 8 + a1.length + 8 + a2.length;
    assert.deepEqual(frames([a1, a2, b], 2, [0, offset]), [['A1', ' A'], ['B.']]);
  });

  it('passes over an offset table that does not fit', () => {
    for (const table of [[0, 7], [0, 0], [8, 0], [0], [0, 0xffffffff]])
      assert.deepEqual(frames([a1, b], 2, table), [['A1'], ['B.']], `${table}`);
  });

  it('takes the true lengths of the extended offset table', () => {
    const extended = (lengths: readonly number[]) => [
      element(0x7fe00001, 'OB', bytes(long(0), long(8 + a1.length))),
      element(0x7fe00002, 'OB', bytes(...lengths.map(long))),
    ];
    assert.deepEqual(frames([a1, b], 2, [], extended([a1.length - 1, b.length])), [['\u00e0A'], ['B.']]);
    assert.deepEqual(frames([a1, b], 2, [], extended([9999, b.length])), [['A1'], ['B.']]);
  });

  it('gives each frame a fragment, or tells frames by how they begin', () => {
    assert.deepEqual(frames([a1, b], 2), [['A1'], ['B.']]);
    assert.deepEqual(frames([a1, a2, b], 2), [['A1', ' A'], ['B.']]);
    const rle = bytes(number(1, 4), number(64, 4), new Uint8Array(56), '0041');
    assert.deepEqual(
      frames([rle, a2, rle], 2).map(({ length }) => length),
      [2, 1],
    );
  });

  it('gives fewer frames where there are fewer fragments, and refuses what can’t be told apart', () => {
    assert.deepEqual(frames([a1, b], 5), [['A1'], ['B.']]);
    assert.throws(() => frames([a1, a2, a2], 2), /^DicomError: The 2 frames can't be told apart in 3 fragments/);
    assert.throws(() => frames([], 1), DicomError);
  });
});
