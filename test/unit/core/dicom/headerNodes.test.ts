import assert from 'node:assert/strict';
import { makeAttributeDictionary } from '../../../../src/core/dicom/attributeDictionary';
import { readDataset } from '../../../../src/core/dicom/dataset';
import { type HeaderNode, headerNodes } from '../../../../src/core/dicom/headerNodes';
import { readDicom } from '../../../../src/core/dicom/readDicom';
import { explicitLittle, implicitLittle } from '../../../../src/core/dicom/transferSyntax';
import { bytes, element, part10, picture, words } from '../../../fixtures/dicomBytes';

const dictionary = makeAttributeDictionary();
const item = (content: Uint8Array, length = content.length): Uint8Array => element(0xfffee000, '', content, { length });
const implicit = { explicitVr: false };

const nodes = (...parts: readonly Uint8Array[]): readonly HeaderNode[] =>
  headerNodes(readDataset(bytes(...parts), { encoding: explicitLittle }).dataset, dictionary);
const implicitNodes = (...parts: readonly Uint8Array[]): readonly HeaderNode[] =>
  headerNodes(readDataset(bytes(...parts), { encoding: implicitLittle }).dataset, dictionary);

describe('headerNodes', () => {
  it('names an element and gives its place', () => {
    const [modality, spacing] = nodes(element(0x00080060, 'CS', 'DX'), element(0x00280030, 'DS', '0.1\\0.2 '));
    assert.deepEqual(modality, {
      tag: '(0008,0060)',
      keyword: 'Modality',
      name: 'Modality',
      vr: 'CS',
      length: 2,
      offset: 0,
      value: 'DX',
      meaning: '',
      isCut: false,
      isPrivate: false,
      privateCreator: '',
      isIdentifier: false,
      items: [],
    });
    assert.deepEqual([spacing?.name, spacing?.value, spacing?.offset], ['Pixel Spacing', '0.1\\0.2', 10]);
  });

  it('gives a file’s meta information first, then its elements and pixels', () => {
    const file = part10('1.2.840.10008.1.2.1\0', picture(words([1, 2, 3, 4])));
    const whole = headerNodes(readDicom(file, { whole: true }), dictionary);
    assert.deepEqual([whole[0]?.keyword, whole[0]?.meaning], ['TransferSyntaxUID', 'Explicit VR Little Endian']);
    assert.deepEqual([whole.at(-1)?.keyword, whole.at(-1)?.value], ['PixelData', '1\\2\\3\\4']);
    assert.equal(headerNodes(readDicom(file), dictionary).at(-1)?.keyword, 'PixelRepresentation');
  });

  it('opens sequences, also those under UN and in implicit VR', () => {
    const inner = element(0x00080100, 'SH', 'T-1', implicit);
    const [open] = nodes(element(0x00081140, 'SQ', bytes(item(element(0x00080100, 'SH', 'T-1')), item(new Uint8Array()))));
    const [hidden] = nodes(element(0x00400275, 'UN', item(inner)));
    const [explicit] = nodes(element(0x00400275, 'UN', item(element(0x00080100, 'SH', 'T-1'))));
    const [quiet] = implicitNodes(element(0x00400275, 'SQ', item(inner), implicit));
    for (const node of [open, hidden, explicit, quiet]) {
      assert.deepEqual([node?.vr, node?.value, node?.items[0]?.[0]?.keyword, node?.items[0]?.[0]?.value], ['SQ', '', 'CodeValue', 'T-1']);
    }
    assert.deepEqual(open?.items[1], []);
  });

  it('takes the representation from the dictionary where the file says none', () => {
    const found = implicitNodes(
      element(0x00280106, 'US', words([0xfffe]), implicit),
      element(0x00281080, 'CS', 'A', implicit),
      element(0x00280103, 'US', words([1]), implicit),
    );
    assert.deepEqual(found.map(({ vr, value }) => [vr, value])[0], ['SS', '-2']);
    assert.deepEqual(implicitNodes(element(0x00280106, 'US', words([0xfffe]), implicit))[0]?.value, '65534');
  });

  it('leaves text under the tag of a sequence as it is', () => {
    const [node] = implicitNodes(element(0x0040a170, 'CS', 'MAINTENANCE', implicit));
    assert.deepEqual([node?.vr, node?.value, node?.items], ['UN', 'MAINTENANCE', []]);
  });

  it('says whose a private element is', () => {
    const [creator, own, other] = nodes(
      element(0x00090010, 'LO', 'ACME 1.1'),
      element(0x00091001, 'LO', 'x'),
      element(0x00091101, 'LO', 'y'),
    );
    assert.deepEqual([creator?.name, creator?.privateCreator], ['Private Creator', 'ACME 1.1']);
    assert.deepEqual([own?.name, own?.privateCreator, own?.isPrivate, own?.isIdentifier], ['Private Element', 'ACME 1.1', true, true]);
    assert.equal(other?.privateCreator, '');
  });

  it('marks what may identify, and all within such a sequence', () => {
    const found = nodes(
      element(0x00081110, 'SQ', item(element(0x00081150, 'UI', '1.2'))), // Referenced Study Sequence
      element(0x00082218, 'SQ', item(element(0x00080100, 'SH', 'T-1'))), // Anatomic Region Sequence
      element(0x00100010, 'PN', 'A'),
      element(0x00280010, 'US', words([1])),
      element(0x60004000, 'LT', 'A'),
    );
    assert.deepEqual(
      found.map(({ isIdentifier, items }) => [isIdentifier, items[0]?.[0]?.isIdentifier]),
      [
        [true, true],
        [false, false],
        [true, undefined],
        [false, undefined],
        [true, undefined],
      ],
    );
  });

  it('reads text in the character set of the dataset around it', () => {
    const found = nodes(element(0x00080005, 'CS', 'ISO_IR 144'), element(0x00081140, 'SQ', item(element(0x00100010, 'PN', bytes('bb')))));
    assert.equal(found[1]?.items[0]?.[0]?.value, 'Л');
  });

  it('cuts long values and says so', () => {
    const dataset = readDataset(element(0x00104000, 'LT', 'x'.repeat(5000)), { encoding: explicitLittle }).dataset;
    const [node] = headerNodes(dataset, dictionary, { longest: 100 });
    assert.deepEqual([node?.value.length, node?.isCut, node?.length], [100, true, 5000]);
    assert.equal(headerNodes(dataset, dictionary, { longest: 5000 })[0]?.isCut, false);
  });

  it('gives what is there of a value that the file cuts off', () => {
    const cut = element(0x00104000, 'LT', 'abcd', { length: 40 });
    const { dataset } = readDataset(cut, { encoding: explicitLittle, partial: true });
    const [node] = headerNodes(dataset, dictionary);
    assert.deepEqual([node?.value, node?.isCut, node?.length], ['abcd', true, 40]);
  });

  it('opens sequences hidden in sequences no deeper than 64', () => {
    let content = element(0x00091001, 'UN', bytes('0102'), implicit);
    for (let depth = 0; depth < 150; depth += 1) content = element(0x00091001, 'UN', item(content), implicit);
    const depthOf = (found: readonly HeaderNode[]): number => 1 + Math.max(0, ...found.flatMap(({ items }) => items.map(depthOf)));
    assert.equal(depthOf(implicitNodes(content)), 65);
  });
});
