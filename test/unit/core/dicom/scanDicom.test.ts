import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { DicomFile } from '../../../../src/core/dicom/readDicom';
import { readDicom } from '../../../../src/core/dicom/readDicom';
import { scanDicom } from '../../../../src/core/dicom/scanDicom';
import { itemsOf, readItems, readNumbers, readString } from '../../../../src/core/dicom/value';
import { bytes, element, number, part10, picture } from '../../../fixtures/dicomBytes';
import { sharedFiles } from '../../../fixtures/sharedData';

const explicit = '1.2.840.10008.1.2.1';
const implicit = '1.2.840.10008.1.2';
const undefinedLength = 0xffffffff;
const endOfItem = bytes('FEFF0DE0', number(0, 4));
const endOfSequence = bytes('FEFFDDE0', number(0, 4));

/** A sequence of one item, with lengths or with delimiters. */
function sequence(tag: number, delimited: boolean, content: Uint8Array, explicitVr = true): Uint8Array {
  if (!delimited) return element(tag, 'SQ', bytes('FEFF00E0', number(content.length, 4), content), { explicitVr });
  const item = bytes('FEFF00E0', number(undefinedLength, 4), content, endOfItem);
  return element(tag, 'SQ', bytes(item, endOfSequence), { explicitVr, length: undefinedLength });
}

function usual(transferSyntax: string, delimited: boolean): Uint8Array {
  const explicitVr = transferSyntax === explicit;
  const inner = sequence(0x00081199, delimited, element(0x00081150, 'UI', '1.2', { explicitVr }), explicitVr);
  const dataset = [
    element(0x00080005, 'CS', 'ISO_IR 100', { explicitVr }),
    element(0x00080060, 'CS', 'MR', { explicitVr }),
    sequence(0x00081140, delimited, inner, explicitVr),
    element(0x00090010, 'LO', 'MAKER', { explicitVr }),
    element(0x00091001, explicitVr ? 'OB' : 'UN', new Uint8Array(40), { explicitVr }),
    picture(new Uint8Array(8), { explicitVr }),
  ];
  return part10(transferSyntax, ...dataset);
}

/** Everything but the items, which one reads at once and the other when asked. */
const spans = ({ syntax, dataset, pixels }: DicomFile) => ({
  syntax,
  pixels,
  end: dataset.end,
  elements: dataset.elements.map(({ items, ...span }) => span),
});

function scanned(file: Uint8Array): DicomFile {
  const scan = scanDicom(file);
  assert.ok('dataset' in scan, 'the file is not scanned');
  return scan;
}

const needed = (file: Uint8Array): number | undefined => {
  const scan = scanDicom(file);
  return 'needed' in scan ? scan.needed : undefined;
};

describe('scanDicom', () => {
  for (const transferSyntax of [explicit, implicit])
    for (const delimited of [true, false])
      it(`gives what readDicom gives of ${transferSyntax}, sequences ${delimited ? 'with delimiters' : 'with lengths'}`, () => {
        const file = usual(transferSyntax, delimited);
        const scan = scanned(file);
        assert.deepEqual(spans(scan), spans(readDicom(file)));
        const [image] = readItems(scan.dataset, 0x00081140);
        assert.ok(image);
        const [inner] = image.elements.flatMap((nested) => itemsOf(image, nested));
        assert.equal(inner && readString(inner, 0x00081150), '1.2');
        assert.deepEqual(readNumbers(scan.dataset, 'Rows'), [2]);
      });

  it('says how many bytes are needed wherever a file is cut before its pixels, and never more than there are', () => {
    const file = usual(explicit, true);
    const { dataset } = readDicom(file);
    for (let length = 160; length < dataset.end + 12; length += 1) {
      const cut = file.subarray(0, length);
      const least = needed(cut);
      const isAtBoundary = dataset.elements.some(({ end }) => end === length);
      if (least === undefined || least === 0) assert.ok(isAtBoundary || length < 180, `cut at ${length}`);
      else assert.ok(least > length && least <= file.length, `${least} for ${length}`);
    }
    assert.equal(needed(file), undefined);
  });

  it('leaves what is not as usual to readDicom', () => {
    const odd = (file: Uint8Array): void => assert.equal(needed(file), 0);
    const big = { littleEndian: false };
    const start = element(0x00080060, 'CS', 'MR');
    odd(usual(explicit, false).subarray(128));
    odd(part10('1.2.840.10008.1.2.2', element(0x00080060, 'CS', 'MR', big), picture(new Uint8Array(8), big)));
    odd(part10('1.2.840.10008.1.2.1.99', start, picture(new Uint8Array(8))));
    odd(part10(implicit, start, picture(new Uint8Array(8))));
    odd(part10(explicit, start, element(0x00080070, 'LO', 'X', { explicitVr: false }), picture(new Uint8Array(8))));
    odd(part10(explicit, start, element(0x00091001, 'UN', endOfSequence, { length: undefinedLength }), picture(new Uint8Array(8))));
    odd(part10(explicit, start, sequence(0x00081140, false, bytes('08005011', "'UI", number(90, 2))), picture(new Uint8Array(8))));
    odd(part10(explicit, start, endOfItem, picture(new Uint8Array(8))));
  });

  it('goes down no further than its stack allows', () => {
    let nested = element(0x00081150, 'UI', '1.2');
    for (let depth = 0; depth < 70; depth += 1) nested = sequence(0x00081140, true, nested);
    assert.equal(needed(part10(explicit, element(0x00080060, 'CS', 'MR'), nested, picture(new Uint8Array(8)))), 0);
  });

  it('gives the same spans as readDicom of every file of the shared data that it scans', function () {
    const files = ['dicom', 'ct'].flatMap((name) => sharedFiles(name));
    if (files.length === 0) this.skip();
    this.timeout(60000);
    let count = 0;
    for (const file of files) {
      const content = readFileSync(file);
      const scan = scanDicom(content);
      if ('needed' in scan) continue;
      count += 1;
      assert.deepEqual(spans(scan), spans(readDicom(content)), file);
    }
    assert.ok(count > files.length / 2, `${count} of ${files.length} were scanned`);
  });
});
