import assert from 'node:assert/strict';
import type { HeaderNode } from '../../../../src/core/dicom/headerNodes';
import { headerRows } from '../../../../src/core/viewer/headerRows';

const node = (tag: string, name: string, value: string, more: Partial<HeaderNode> = {}): HeaderNode => ({
  tag,
  keyword: name.replaceAll(' ', ''),
  name,
  vr: 'LO',
  length: value.length,
  offset: 0,
  value,
  meaning: '',
  isCut: false,
  isPrivate: false,
  privateCreator: '',
  isIdentifier: false,
  items: [],
  ...more,
});
const nodes = [
  node('(0008,0060)', 'Modality', 'CT'),
  node('(0010,0010)', 'Patient Name', 'Doe^Jane', { isIdentifier: true }),
  node('(0008,1140)', 'Referenced Image Sequence', '', {
    vr: 'SQ',
    items: [[node('(0008,1150)', 'Referenced SOP Class', '1.2')], [node('(0008,1150)', 'Referenced SOP Class', '1.3')]],
  }),
];
const rows = (search = '', open: readonly string[] = [], hasIdentifiers = false) =>
  headerRows(nodes, { search, open: new Set(open), hasIdentifiers });
const words = (found: ReturnType<typeof rows>) => found.map(({ level, name, value }) => `${level} ${name} ${value}`.trim());

describe('the rows of a header', () => {
  it('are folded at first', () => {
    assert.deepEqual(words(rows()), ['1 Modality CT', '1 Patient Name', '1 Referenced Image Sequence']);
    assert.deepEqual(
      rows().map(({ isOpen }) => isOpen),
      [null, null, false],
    );
  });

  it('unfold a sequence with its items, of which each can be folded', () => {
    const all = words(rows('', ['(0008,1140)']));
    assert.deepEqual(all.slice(2), [
      '1 Referenced Image Sequence',
      '2 Item 1 of 2',
      '3 Referenced SOP Class 1.2',
      '2 Item 2 of 2',
      '3 Referenced SOP Class 1.3',
    ]);
    assert.equal(rows('', ['(0008,1140)', '(0008,1140)/1/']).length, 6);
  });

  it('mask what may identify unless asked', () => {
    assert.deepEqual(
      rows().map(({ isMasked }) => isMasked),
      [false, true, false],
    );
    assert.equal(rows('', [], true)[1]?.value, 'Doe^Jane');
  });

  it('are found by all words of tag, name, keyword and value, with what is around them', () => {
    assert.deepEqual(words(rows('modal ct')), ['1 Modality CT']);
    assert.deepEqual(words(rows('0010,0010')), ['1 Patient Name']);
    assert.deepEqual(words(rows('1.3')), ['1 Referenced Image Sequence', '2 Item 2 of 2', '3 Referenced SOP Class 1.3']);
    assert.equal(rows('referenced image').length, 5, 'a sequence that is found shows what is in it');
  });

  it('are not found by a value that is masked', () => {
    assert.deepEqual(rows('doe'), []);
    assert.equal(rows('doe', [], true).length, 1);
  });

  it('say what a UID stands for', () => {
    const uid = node('(0002,0010)', 'Transfer Syntax UID', '1.2.840.10008.1.2', { vr: 'UI', meaning: 'Implicit VR Little Endian' });
    const found = headerRows([uid], { search: 'implicit', open: new Set(), hasIdentifiers: false });
    assert.equal(found[0]?.value, '1.2.840.10008.1.2 (Implicit VR Little Endian)');
  });

  it('have ids of their own', () => {
    const ids = rows('referenced').map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
  });
});
