import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import dicomParser from 'dicom-parser';
import { decimalString, elementOf, sequenceOf } from '../../../../src/core/dicom/elementOf';
import { readDicom } from '../../../../src/core/dicom/readDicom';
import { readItems, readNumbers, readString } from '../../../../src/core/dicom/value';
import { type DicomElement, writeDicom } from '../../../../src/core/dicom/writeDicom';

const run = promisify(execFile);

const pixels = Uint16Array.of(1, 2, 3, 0x0fff, 5, 6);
const elements: readonly DicomElement[] = [
  { tag: 0x7fe00010, vr: 'OW', value: pixels },
  { tag: 0x00280010, vr: 'US', value: [2] },
  { tag: 0x00280011, vr: 'US', value: [3] },
  { tag: 0x00280002, vr: 'US', value: [1] },
  { tag: 0x00280004, vr: 'CS', value: 'MONOCHROME2' },
  { tag: 0x00280100, vr: 'US', value: [16] },
  { tag: 0x00280101, vr: 'US', value: [12] },
  { tag: 0x00280102, vr: 'US', value: [11] },
  { tag: 0x00280103, vr: 'US', value: [0] },
  { tag: 0x00181164, vr: 'DS', value: ['0.4', '0.45'] },
  { tag: 0x00080016, vr: 'UI', value: '1.2.840.10008.5.1.4.1.1.1.1' },
  { tag: 0x00080018, vr: 'UI', value: '2.25.123' },
  { tag: 0x00100010, vr: 'PN', value: 'ODD' },
  { tag: 0x00281041, vr: 'SS', value: [-1] },
];

describe('writeDicom', () => {
  it('is read back by another parser, sorted, padded and with its meta information', () => {
    const bytes = writeDicom([...elements].reverse());
    const data = dicomParser.parseDicom(bytes);
    assert.equal(data.string('x00020010'), '1.2.840.10008.1.2.1');
    assert.equal(data.string('x00020003'), '2.25.123');
    assert.equal(data.string('x00100010'), 'ODD');
    assert.equal(data.elements.x00100010?.length, 4);
    assert.equal(data.floatString('x00181164', 1), 0.45);
    assert.equal(data.uint16('x00280011'), 3);
    assert.equal(data.int16('x00281041'), -1);
    const element = data.elements.x7fe00010;
    assert.ok(element);
    const read = Array.from({ length: pixels.length }, (_, index) => data.uint16('x7fe00010', index));
    assert.deepEqual(read, [...pixels]);
    assert.equal(element.dataOffset + element.length, bytes.length);
    assert.deepEqual(writeDicom(elements), bytes);
  });

  it('measures its meta information rightly', () => {
    const bytes = writeDicom(elements);
    const view = new DataView(bytes.buffer);
    const length = view.getUint32(140, true);
    assert.equal(view.getUint16(144 + length, true), 0x0008);
  });

  it('writes sequences in sequences, tags and long codes, which dcmtk and our reader find whole', () => {
    const item = (value: string) => [
      elementOf('CodeValue', value),
      sequenceOf('ContentSequence', [[elementOf('TextValue', 'ä'), elementOf('FunctionalGroupPointer', 0x0062000a)], []]),
    ];
    const bytes = writeDicom([...elements, sequenceOf('ConceptNameCodeSequence', [item('B'), item('A')])]);
    const items = readItems(readDicom(bytes, { whole: true }).dataset, 'ConceptNameCodeSequence');
    assert.deepEqual(
      items.map((entry) => readString(entry, 'CodeValue')),
      ['B', 'A'],
    );
    const [inner, empty] = items.slice(0, 1).flatMap((entry) => readItems(entry, 'ContentSequence'));
    assert.ok(inner && empty);
    assert.deepEqual([readNumbers(inner, 'FunctionalGroupPointer'), empty.elements.length], [[0x0062000a], 0]);
    assert.throws(() =>
      writeDicom([...elements, sequenceOf('ContentSequence', [[elements[0], elements[0]].filter((one) => one !== undefined)])]),
    );
  });

  it('writes decimal strings in 16 characters, as exact as they allow', () => {
    for (const value of [1 / 3, -1 / 3, 123456789.12345679, -1.23456789e-7, 0.1, 5, -(2 ** 40) / 3, 1e300 / 7]) {
      const text = decimalString(value);
      assert.ok(text.length <= 16, text);
      assert.ok(Math.abs(Number(text) / value - 1) < 1e-9, text);
    }
    assert.throws(() => decimalString(Number.NaN), RangeError);
  });

  it('pads UIDs with zero and text with a space', () => {
    const text = new TextDecoder('latin1').decode(
      writeDicom(elements.map((element) => (element.tag === 0x00080018 ? { ...element, value: '2.25.1' } : element))),
    );
    assert.ok(text.includes('1.2.840.10008.1.2.1\0'));
    assert.ok(text.includes('ODD '));
  });

  it('refuses what it can not write', () => {
    const withOne = (element: DicomElement) => () => writeDicom([...elements, element]);
    assert.throws(withOne({ tag: 0x00280010, vr: 'US', value: [2] }), /\(0028,0010\) is doubled/);
    assert.throws(withOne({ tag: 0x00020010, vr: 'UI', value: '1.2' }), /meta information/);
    assert.throws(withOne({ tag: 0x00181030, vr: 'LO', value: 'x'.repeat(70000) }), /\(0018,1030\) is too long/);
    assert.throws(withOne({ tag: 0x00181030, vr: 'DS', value: [1] }), /not written from numbers/);
    assert.throws(() => writeDicom([]), /\(0008,0016\) is missing/);
  });

  it('satisfies dcmdump', async function () {
    const folder = await mkdtemp(join(tmpdir(), 'radsteps-'));
    try {
      await writeFile(join(folder, 'a.dcm'), writeDicom(elements));
      const { stdout, stderr } = await run('dcmdump', [join(folder, 'a.dcm')]).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return this.skip();
        throw error;
      });
      assert.equal(stderr, '');
      assert.doesNotMatch(stdout, /^[WE]:/m);
      assert.match(stdout, /\(7fe0,0010\) OW 0001\\0002\\0003\\0fff/);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
