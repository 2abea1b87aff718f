import assert from 'node:assert/strict';
import { readDataset } from '../../../../src/core/dicom/dataset';
import { explicitBig, explicitLittle } from '../../../../src/core/dicom/transferSyntax';
import { valueText } from '../../../../src/core/dicom/valueText';
import { bytes, element } from '../../../fixtures/dicomBytes';

function textOf(vr: string, value: Uint8Array | string, longest = 1000): string {
  const { dataset } = readDataset(element(0x00091010, vr, value), { encoding: explicitLittle });
  const [found] = dataset.elements;
  return found === undefined ? '' : valueText(dataset, found, vr, [], longest).text;
}

describe('valueText', () => {
  it('writes numbers in decimal, single precision with no more digits than it has', () => {
    assert.equal(textOf('US', bytes('0100 ffff')), '1\\65535');
    assert.equal(textOf('FL', bytes('cdcccc3d 0000803f')), '0.1\\1');
    assert.equal(textOf('FD', bytes('9a9999999999b93f')), '0.1');
    assert.equal(textOf('OW', bytes('0001')), '256');
  });

  it('writes 64-bit integers exactly', () => {
    assert.equal(textOf('UV', bytes('ffffffffffffffff')), '18446744073709551615');
    assert.equal(textOf('SV', bytes('0100000000000080')), '-9223372036854775807');
    assert.equal(textOf('OV', bytes('0100000000002000')), '9007199254740993');
  });

  it('writes tags as tags, bytes in hexadecimal and text as it is', () => {
    assert.equal(textOf('AT', bytes('1000 2800')), '(0010,0028)');
    assert.equal(textOf('OB', bytes('00ff')), '00\\FF');
    assert.equal(textOf('PN', 'Doe^Jane=X'), 'Doe^Jane=X');
    assert.equal(textOf('UR', 'http://a/b\\c'), 'http://a/b\\c');
    assert.equal(textOf('UC', 'a \\ b'), 'a\\b');
  });

  it('takes unknown bytes for text only where they look like nothing else', () => {
    assert.equal(textOf('UN', 'COMPLETED '), 'COMPLETED');
    assert.equal(textOf('UN', '2.8 '), '2.8');
    assert.equal(textOf('UN', '%IB@'), '25\\49\\42\\40');
    assert.equal(textOf('UN', bytes('6400')), '64\\00');
  });

  it('reads the numbers of a big endian dataset, and UN in it, in their byte order', () => {
    const content = bytes(element(0x00280010, 'US', bytes('0280'), { littleEndian: false }), '0028 0011', "'UN", '0000 00000002', '8002');
    const { dataset } = readDataset(content, { encoding: explicitBig });
    assert.deepEqual(
      dataset.elements.map((found) => valueText(dataset, found, 'US', [], 100).text),
      ['640', '640'],
    );
  });

  it('cuts', () => {
    assert.equal(textOf('LO', 'abcdef', 3), 'abc');
    assert.equal(textOf('OB', new Uint8Array(1000), 8), '00\\00\\00');
    assert.equal(textOf('LO', '', 3), '');
  });
});
