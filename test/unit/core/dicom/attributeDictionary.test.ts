import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { makeAttributeDictionary } from '../../../../src/core/dicom/attributeDictionary';
import { dictionary as small } from '../../../../src/core/dicom/dictionary';
import { sharedFiles } from '../../../fixtures/sharedData';

const dictionary = makeAttributeDictionary();

type Row = {
  readonly id: string;
  readonly keyword: string;
  readonly name: string;
  readonly valueRepresentation: string;
  readonly valueMultiplicity: string;
  readonly retired: string;
};

function standard<T>(name: string): readonly T[] | null {
  const file = sharedFiles('standard').find((path) => path.endsWith(name));
  return file === undefined ? null : JSON.parse(readFileSync(file, 'utf8'));
}

describe('the attribute dictionary', () => {
  it('finds an element with all that the standard says of it', () => {
    assert.deepEqual(dictionary.find(0x00100010), {
      keyword: 'PatientName',
      name: "Patient's Name",
      vrs: ['PN'],
      vm: '1',
      isRetired: false,
      isIdentifier: true,
    });
    assert.deepEqual(dictionary.find(0x00280106)?.vrs, ['US', 'SS']);
    assert.equal(dictionary.find(0x00080001)?.isRetired, true);
  });

  it('finds repeating groups, and the one tag before the group', () => {
    assert.equal(dictionary.find(0x60003000)?.keyword, 'OverlayData');
    assert.equal(dictionary.find(0x601e3000)?.keyword, 'OverlayData');
    assert.equal(dictionary.find(0x50040010)?.keyword, 'NumberOfPoints');
    assert.equal(dictionary.find(0x002804f0)?.keyword, 'RowsForNthOrderCoefficients');
    assert.equal(dictionary.find(0x00280400)?.keyword, 'TransformLabel');
    assert.equal(dictionary.find(0x7f000010)?.keyword, 'VariablePixelData');
    assert.equal(dictionary.find(0x7fe00010)?.keyword, 'PixelData');
  });

  it('knows no private and no unknown element', () => {
    for (const tag of [0x60013000, 0x00090010, 0x7fe10010, 0x00080003]) assert.equal(dictionary.find(tag), undefined);
  });

  it('gives tags by keyword', () => {
    assert.equal(dictionary.tagOf('PixelSpacing'), 0x00280030);
    assert.equal(dictionary.tagOf('OverlayData'), 0x60003000);
    assert.equal(dictionary.tagOf(''), undefined);
    assert.equal(dictionary.tagOf('NoSuchThing'), undefined);
  });

  it('names transfer syntaxes and SOP classes', () => {
    assert.equal(dictionary.nameOfUid('1.2.840.10008.1.2.4.50'), 'JPEG Baseline (Process 1)');
    assert.equal(dictionary.nameOfUid('1.2.840.10008.5.1.4.1.1.2'), 'CT Image Storage');
    assert.equal(dictionary.nameOfUid('1.2.3'), '');
  });

  it('holds all that the parser’s own table holds', () => {
    for (const [keyword, [tag, vr]] of Object.entries(small)) {
      assert.equal(dictionary.find(tag)?.keyword, keyword);
      assert.ok(dictionary.find(tag)?.vrs.includes(vr), keyword);
    }
  });

  it('agrees with the standard in every row', function () {
    const rows = standard<Row>('/attributes.json');
    if (rows === null) this.skip();
    for (const { id, keyword, name, valueRepresentation, valueMultiplicity, retired } of rows) {
      const found = dictionary.find(Number.parseInt(id.replaceAll('x', 'e'), 16));
      const vrs = valueRepresentation.startsWith('See') ? '' : valueRepresentation;
      const { isIdentifier, ...own } = found ?? { isIdentifier: false };
      assert.deepEqual(
        own,
        { keyword, name, vrs: vrs === '' ? [] : vrs.split(' or '), vm: valueMultiplicity, isRetired: retired === 'Y' },
        id,
      );
      assert.equal(typeof isIdentifier, 'boolean');
    }
  });

  it('marks every row of the confidentiality profile, and no other', function () {
    const profile = standard<{ readonly id: string }>('/confidentiality_profile_attributes.json');
    const rows = standard<Row>('/attributes.json');
    if (profile === null || rows === null) this.skip();
    const ids = profile.map(({ id }) => id).filter((id) => /^[0-9a-fx]{8}$/.test(id));
    const tags = new Set(ids.map((id) => Number.parseInt(id.replaceAll('x', 'e'), 16)));
    for (const tag of tags) assert.equal(dictionary.find(tag)?.isIdentifier, true, tag.toString(16));
    for (const { id } of rows) {
      const tag = Number.parseInt(id.replaceAll('x', 'e'), 16);
      if (!tags.has(tag) && !id.startsWith('50xx')) assert.equal(dictionary.find(tag)?.isIdentifier, false, id);
    }
    assert.equal(dictionary.find(0x50023000)?.isIdentifier, true);
  });
});
