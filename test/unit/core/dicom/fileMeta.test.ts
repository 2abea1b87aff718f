import assert from 'node:assert/strict';
import { DicomError } from '../../../../src/core/dicom/dicomError';
import { looksLikeDicom, readFileMeta } from '../../../../src/core/dicom/fileMeta';
import { readString } from '../../../../src/core/dicom/value';
import { bytes, element, number, part10 } from '../../../fixtures/dicomBytes';

const explicitUid = '1.2.840.10008.1.2.1\0';
const two = (writing = {}) => [element(0x00080060, 'CS', 'DX', writing), element(0x00100020, 'LO', 'A1', writing)];

describe('readFileMeta', () => {
  it('reads the transfer syntax after preamble and DICM', () => {
    const file = part10(explicitUid, ...two());
    const { syntax, datasetStart, meta, warnings } = readFileMeta(file);
    assert.deepEqual([syntax.uid, datasetStart, warnings], ['1.2.840.10008.1.2.1', 160, []]);
    assert.equal(meta === null ? '' : readString(meta, 'TransferSyntaxUID'), '1.2.840.10008.1.2.1');
  });

  it('does not believe the group length', () => {
    const lengths = element(0x00020000, 'UL', number(4, 4));
    const file = bytes(new Uint8Array(128), "'DICM", lengths, element(0x00020010, 'UI', explicitUid), ...two());
    assert.equal(readFileMeta(file).datasetStart, 172);
  });

  it('tells the encoding where the meta information names no transfer syntax', () => {
    const meta = element(0x00020002, 'UI', '1.2.840.10008.5.1.4.1.1.2\0');
    for (const writing of [{}, { explicitVr: false }, { littleEndian: false }]) {
      const { syntax, meta: found, warnings } = readFileMeta(bytes(new Uint8Array(128), "'DICM", meta, ...two(writing)));
      assert.deepEqual([syntax.explicitVr, syntax.littleEndian], [writing.explicitVr ?? true, writing.littleEndian ?? true]);
      assert.deepEqual([found?.elements.length, warnings.length], [1, 1]);
    }
  });

  it('says where meta information is cut off, or gives what is there of it', () => {
    const file = part10(explicitUid, ...two()).subarray(0, 150);
    assert.throws(
      () => readFileMeta(file),
      (error) => error instanceof DicomError && error.kind === 'truncated' && error.offset === 140,
    );
    const { meta, problem } = readFileMeta(file, { partial: true });
    assert.deepEqual([meta?.elements.length, problem?.offset], [1, 132]);
  });

  it('reads meta information without preamble', () => {
    const file = bytes(element(0x00020010, 'UI', explicitUid), ...two());
    assert.deepEqual([readFileMeta(file).syntax.uid, readFileMeta(file).datasetStart], ['1.2.840.10008.1.2.1', 28]);
  });

  it('tells the encoding of a bare dataset from its elements, with a warning', () => {
    for (const writing of [{}, { explicitVr: false }, { littleEndian: false }]) {
      const { syntax, meta, datasetStart, warnings } = readFileMeta(bytes(...two(writing)));
      assert.deepEqual([meta, datasetStart, warnings.length], [null, 0, 1]);
      assert.deepEqual([syntax.explicitVr, syntax.littleEndian], [writing.explicitVr ?? true, writing.littleEndian ?? true]);
    }
  });

  it('keeps a bare dataset that holds DICM where the magic would be', () => {
    const file = bytes(element(0x00080060, 'CS', 'X'.repeat(112)), element(0x00100020, 'LO', 'DICM'));
    assert.deepEqual([...file.subarray(128, 132)], [...bytes("'DICM")]);
    assert.equal(readFileMeta(file).datasetStart, 0);
  });

  it('believes the elements where the transfer syntax lies', () => {
    const { syntax, warnings } = readFileMeta(part10(explicitUid, ...two({ explicitVr: false })));
    assert.deepEqual([syntax.explicitVr, warnings.length], [false, 1]);
  });

  it('leaves a deflated dataset alone', () => {
    const file = part10('1.2.840.10008.1.2.1.99', bytes('ed dd cf 6e 00 00 10 00'));
    assert.deepEqual([readFileMeta(file).syntax.deflated, readFileMeta(file).datasetStart], [true, 162]);
  });

  it('refuses what is not DICOM', () => {
    const others = [
      bytes(),
      bytes("'%PDF-1.7 and more text"),
      bytes('89', "'PNG", '0d0a1a0a 0000000d'),
      new Uint8Array(4000),
      bytes("'Date,Name\nTuesday,Somebody\n"),
    ];
    for (const other of others) {
      assert.equal(looksLikeDicom(other), false);
      assert.throws(
        () => readFileMeta(other),
        (error) => error instanceof DicomError && error.kind === 'not-dicom',
      );
    }
  });

  it('takes a file that ends after the magic as cut off', () => {
    assert.throws(
      () => readFileMeta(bytes(new Uint8Array(128), "'DICM")),
      (error) => error instanceof DicomError && error.kind === 'truncated',
    );
  });
});
