import assert from 'node:assert/strict';
import { readDataset } from '../../../../src/core/dicom/dataset';
import { explicitBig, explicitLittle, implicitLittle } from '../../../../src/core/dicom/transferSyntax';
import {
  findElement,
  readBigIntegers,
  readItems,
  readNumber,
  readNumbers,
  readString,
  readStrings,
} from '../../../../src/core/dicom/value';
import { bytes, element } from '../../../fixtures/dicomBytes';

const read = (...parts: readonly Uint8Array[]) => readDataset(bytes(...parts), { encoding: explicitLittle }).dataset;

describe('values', () => {
  it('are strings without their padding', () => {
    const dataset = read(
      element(0x00080008, 'CS', 'DERIVED \\ PRIMARY'),
      element(0x00080018, 'UI', '1.2.3\0'),
      element(0x00080070, 'LO', '  ACME  '),
    );
    assert.deepEqual(readStrings(dataset, 'ImageType'), ['DERIVED', 'PRIMARY']);
    assert.equal(readString(dataset, 'SOPInstanceUID'), '1.2.3');
    assert.equal(readString(dataset, 'Manufacturer'), 'ACME');
  });

  it('keep backslashes and leading spaces in long text', () => {
    assert.deepEqual(readStrings(read(element(0x00104000, 'LT', '  C:\\a ')), 'PatientComments'), ['  C:\\a']);
  });

  it('are empty where absent or empty', () => {
    const dataset = read(element(0x00100020, 'LO', ''), element(0x00280010, 'US', ''));
    assert.deepEqual([readStrings(dataset, 'PatientID'), readString(dataset, 'PatientID'), readString(dataset, 'Modality')], [[], '', '']);
    assert.deepEqual(
      [readNumbers(dataset, 'Rows'), readNumber(dataset, 'Rows'), readNumber(dataset, 'Columns')],
      [[], undefined, undefined],
    );
  });

  it('lose long padding in linear time', () => {
    const long = new Uint8Array(2 ** 20).fill(0x20);
    const dataset = read(element(0x00104000, 'UT', bytes(long, "'a")), element(0x00104001, 'UC', bytes("'a", long)));
    assert.deepEqual([readString(dataset, 0x00104000).length, readString(dataset, 0x00104001)], [2 ** 20 + 1, 'a']);
  });

  it('keep the place of an empty value among several', () => {
    assert.deepEqual(readStrings(read(element(0x00080008, 'CS', 'A\\\\B')), 'ImageType'), ['A', '', 'B']);
  });

  it('are numbers, binary in either byte order', () => {
    const values: readonly (readonly [vr: string, hex: string, value: number])[] = [
      ['US', '8002', 640],
      ['SS', 'feff', -2],
      ['UL', '01000080', 2147483649],
      ['SL', 'ffffffff', -1],
      ['FL', '0000c03f', 1.5],
      ['FD', '000000000000f8bf', -1.5],
      ['AT', '1000 2800', 0x00100028],
      ['UV', '0100000000000000', 1],
      ['SV', 'ffffffffffffffff', -1],
      ['OB', 'ff', 255],
      ['OL', '01000080', 2147483649],
      ['OF', '0000c03f', 1.5],
      ['OD', '000000000000f8bf', -1.5],
      ['OV', '0100000000000000', 1],
    ];
    for (const [vr, hex, value] of values) assert.equal(readNumber(read(element(0x00091010, vr, bytes(hex))), 0x00091010), value, vr);
    const big = readDataset(element(0x00280010, 'US', bytes('0280'), { littleEndian: false }), { encoding: explicitBig }).dataset;
    assert.equal(readNumber(big, 'Rows'), 640);
  });

  it('are exact integers where they have 64 bits', () => {
    const dataset = read(element(0x00091010, 'UV', bytes('0100000000002000')), element(0x00280010, 'US', bytes('8002')));
    assert.deepEqual([readBigIntegers(dataset, 0x00091010), readBigIntegers(dataset, 'Rows')], [[9007199254740993n], []]);
    assert.deepEqual(readNumbers(dataset, 0x00091010), [9007199254740992]);
  });

  it('are numbers from decimal strings', () => {
    const dataset = read(element(0x00200013, 'IS', ' 42 '), element(0x00280030, 'DS', '0.143\\ 1.4e-1'));
    assert.equal(readNumber(dataset, 'InstanceNumber'), 42);
    assert.deepEqual(readNumbers(dataset, 'PixelSpacing'), [0.143, 0.14]);
  });

  it('are no numbers where the text is none', () => {
    const dataset = read(element(0x00280030, 'DS', 'wide\\\\0.1'));
    assert.deepEqual(readNumbers(dataset, 'PixelSpacing'), [Number.NaN, Number.NaN, 0.1]);
    assert.equal(readNumber(dataset, 'PixelSpacing'), undefined);
  });

  it('ignore bytes after the last whole number', () => {
    assert.deepEqual(readNumbers(read(element(0x00280010, 'US', bytes('0100 02'))), 'Rows'), [1]);
  });

  it('take their kind from the dictionary where the file says UN, little endian', () => {
    const content = bytes('0028 0010', "'UN", '0000 00000002', '8002');
    assert.equal(readNumber(readDataset(content, { encoding: explicitBig }).dataset, 'Rows'), 640);
  });

  it('are the last ones where a tag stands twice', () => {
    const dataset = read(element(0x00100020, 'LO', 'A1'), element(0x00100020, 'LO', 'B2'));
    assert.equal(readString(dataset, 'PatientID'), 'B2');
    assert.equal(findElement(dataset, 'PatientID')?.start, 10);
  });

  it('are items, also where UN or implicit VR hides the sequence', () => {
    const implicit = { explicitVr: false };
    const hidden = element(0xfffee000, '', element(0x00080100, 'SH', 'T-1', implicit));
    const asUn = readDataset(element(0x00091010, 'UN', hidden), { encoding: explicitLittle }).dataset;
    const asImplicit = readDataset(element(0x00091010, 'UN', hidden, implicit), { encoding: implicitLittle }).dataset;
    for (const dataset of [asUn, asImplicit]) {
      const [item] = readItems(dataset, 0x00091010);
      assert.equal(item === undefined ? '' : readString(item, 0x00080100), 'T-1');
      assert.equal(item?.parent, dataset);
    }
  });

  it('are no items where the bytes only begin like a sequence', () => {
    const dataset = read(element(0x00091010, 'UN', bytes('feff 00e0 ff000000 0102')), element(0x00091011, 'UN', bytes('0102')));
    assert.deepEqual([readItems(dataset, 0x00091010), readItems(dataset, 0x00091011), readItems(dataset, 'Modality')], [[], [], []]);
  });

  it('take the character set of the dataset around them, or their own', () => {
    const name = bytes('c4d6');
    const inner = (own: readonly Uint8Array[]) => element(0xfffee000, '', bytes(...own, element(0x00100010, 'PN', name)));
    const dataset = read(
      element(0x00080005, 'CS', 'ISO_IR 100'),
      element(0x00081140, 'SQ', bytes(inner([]), inner([element(0x00080005, 'CS', 'ISO_IR 144')]))),
    );
    assert.deepEqual(
      readItems(dataset, 0x00081140).map((item) => readString(item, 'PatientName')),
      ['ÄÖ', 'Фж'],
    );
  });
});
