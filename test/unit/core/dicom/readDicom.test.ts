import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Dataset } from '../../../../src/core/dicom/dataset';
import { DicomError } from '../../../../src/core/dicom/dicomError';
import { type DicomFile, readDicom } from '../../../../src/core/dicom/readDicom';
import { itemsOf, readNumbers, readString, readStrings } from '../../../../src/core/dicom/value';
import { bytes, element, part10, picture, words } from '../../../fixtures/dicomBytes';
import { richFile } from '../../../fixtures/dicomSeeds';
import { sharedFiles } from '../../../fixtures/sharedData';

/** Reads every value there is, as a careful consumer would. */
function readAll(dataset: Dataset): number {
  const counts = dataset.elements.map((found) => {
    readStrings(dataset, found.tag);
    readNumbers(dataset, found.tag);
    return itemsOf(dataset, found).reduce((total, child) => total + readAll(child), 1);
  });
  return counts.reduce((total, count) => total + count, 0);
}

/** True where the bytes were read, false where they were refused; any other failure is the test's. */
function readsOrRefuses(file: Uint8Array): boolean {
  let found: DicomFile;
  try {
    found = readDicom(file, { inflate: inflateRawSync });
  } catch (error) {
    if (error instanceof DicomError) return false;
    throw error;
  }
  readAll(found.dataset);
  return true;
}

describe('readDicom', () => {
  it('stops at the pixel data and gives its place', () => {
    const { dataset, pixels, warnings } = readDicom(richFile);
    assert.equal(readString(dataset, 'PatientName'), 'Yamada^Tarou=山田');
    assert.deepEqual([pixels?.tag, pixels?.length, pixels?.valueStart], [0x7fe00010, 8, richFile.length - 8]);
    assert.deepEqual(warnings, []);
    assert.equal(readAll(dataset), 15);
  });

  it('needs no byte after the pixel data’s header', () => {
    assert.equal(readDicom(richFile.subarray(0, richFile.length - 8)).pixels?.length, 8);
  });

  it('reads on past the pixel data where the whole file is asked for', () => {
    const file = bytes(richFile, element(0x7fe10010, 'LO', 'ACME'), element(0xfffcfffc, 'OB', bytes('0000')));
    const { dataset, pixels } = readDicom(file, { whole: true });
    assert.deepEqual(
      dataset.elements.slice(-3).map(({ tag }) => tag),
      [0x7fe00010, 0x7fe10010, 0xfffcfffc],
    );
    assert.deepEqual([pixels?.valueStart, pixels?.length], [richFile.length - 8, 8]);
    assert.throws(() => readDicom(file.subarray(0, richFile.length - 2), { whole: true }), DicomError);
  });

  it('gives what could be read of a file cut off at any byte, and where', () => {
    const whole = readDicom(richFile, { whole: true }).dataset.elements;
    for (let length = 160; length < richFile.length; length += 1) {
      const { dataset, problem } = readDicom(richFile.subarray(0, length), { whole: true, partial: true });
      const complete = whole.filter(({ end }) => end <= length).length;
      assert.ok(dataset.elements.length >= complete, `${dataset.elements.length} elements of ${length} bytes, not ${complete}`);
      assert.ok(whole.some(({ end }) => end === length) || length === 160 || (problem?.offset ?? -1) >= 0, `no problem at ${length}`);
      readAll(dataset);
    }
  });

  it('gives the meta information of a file that ends within it, or whose dataset is damaged', () => {
    const short = readDicom(richFile.subarray(0, 150), { partial: true });
    assert.deepEqual([short.meta?.elements.length, short.dataset.elements.length, short.problem?.kind], [1, 0, 'truncated']);
    const damaged = readDicom(part10('1.2.840.10008.1.2.1.99', bytes('07 ff ff ff ff ff')), { inflate: inflateRawSync, partial: true });
    assert.deepEqual([damaged.meta?.elements.length, damaged.dataset.elements.length, damaged.problem?.kind], [1, 0, 'malformed']);
  });

  it('inflates a deflated dataset, or says that it can’t', () => {
    const file = part10('1.2.840.10008.1.2.1.99', deflateRawSync(picture(words([1, 2, 3, 4]))));
    const { dataset, pixels } = readDicom(file, { inflate: inflateRawSync });
    assert.deepEqual([readNumbers(dataset, 'Rows'), pixels?.length], [[2], 8]);
    assert.throws(
      () => readDicom(file),
      (error) => error instanceof DicomError && error.kind === 'unsupported',
    );
    const damaged = part10('1.2.840.10008.1.2.1.99', bytes('07 ff ff ff ff ff'));
    assert.throws(
      () => readDicom(damaged, { inflate: inflateRawSync }),
      (error) => error instanceof DicomError && error.kind === 'malformed',
    );
  });

  it('cut off at any byte, refuses or reads less, and fails no other way', () => {
    const readable = Array.from(richFile, (_, length) => readsOrRefuses(richFile.subarray(0, length)));
    const whole = readDicom(richFile).pixels?.valueStart ?? 0;
    assert.deepEqual([...new Set(readable.slice(whole))], [true]);
    // Only where an element ends can a shorter file look complete.
    const ends = readDicom(richFile).dataset.elements.map(({ end }) => end);
    const complete = readable.flatMap((reads, length) => (reads && length < whole ? [length] : []));
    assert.deepEqual(
      complete.filter((length) => !ends.includes(length) && length !== 160),
      [],
    );
  });

  it('reads every shared file in part at least, or says at which byte it is no DICOM', function () {
    const files = ['dicom', 'deid', 'ct'].flatMap(sharedFiles);
    if (files.length === 0) this.skip();
    let read = 0;
    for (const file of files) {
      try {
        const { dataset } = readDicom(readFileSync(file), { inflate: inflateRawSync, whole: true, partial: true });
        assert.ok(dataset.elements.length > 0, file);
        read += 1;
      } catch (error) {
        assert.ok(error instanceof DicomError && error.kind === 'not-dicom' && error.offset === 0, `${file}: ${error}`);
        assert.ok(/\.(txt|jpeg|dump|json|gz|icc)$|LICENSE$|no_meta\.dcm$/.test(file), file);
      }
    }
    assert.ok(read > 250, `${read} files were read`);
  });
});
