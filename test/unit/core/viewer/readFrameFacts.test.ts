import assert from 'node:assert/strict';
import { readDicom } from '../../../../src/core/dicom/readDicom';
import type { FrameFacts } from '../../../../src/core/viewer/frameFacts';
import { readFrameFacts } from '../../../../src/core/viewer/readFrameFacts';
import { bytes, element, number, part10 } from '../../../fixtures/dicomBytes';

const facts = (elements: readonly Uint8Array[], frame = 0): FrameFacts =>
  readFrameFacts(readDicom(part10('1.2.840.10008.1.2.1', ...elements)).dataset, frame);
const ds = (tag: number, text: string) => element(tag, 'DS', text);
const item = (...elements: readonly Uint8Array[]): Uint8Array => {
  const content = bytes(...elements);
  return bytes('feff00e0', number(content.length, 4), content);
};
const sequence = (tag: number, ...items: readonly Uint8Array[]) => element(tag, 'SQ', bytes(...items));

const imagerSpacing = ds(0x00181164, '0.2\\0.2');
const pixelSpacing = (text: string) => ds(0x00280030, text);
const position = ds(0x00200032, '-10\\-20\\30');
const orientation = ds(0x00200037, '1\\0\\0\\0\\0\\-1');

describe('the facts of a frame', () => {
  it('has millimetres of the patient only where they are calibrated', () => {
    assert.deepEqual(facts([pixelSpacing('0.5\\0.25')]).spacing, { from: 'patient', rows: 0.5, columns: 0.25 });
    assert.deepEqual(facts([imagerSpacing]).spacing, { from: 'detector', rows: 0.2, columns: 0.2 });
    assert.deepEqual(facts([imagerSpacing, pixelSpacing('0.2\\0.2')]).spacing.from, 'detector', 'a repetition calibrates nothing');
    assert.deepEqual(facts([imagerSpacing, pixelSpacing('0.18\\0.18')]).spacing.from, 'patient');
    const calibrated = element(0x00280a02, 'CS', 'FIDUCIAL');
    assert.deepEqual(facts([imagerSpacing, pixelSpacing('0.2\\0.2'), calibrated]).spacing.from, 'patient');
    assert.deepEqual(facts([pixelSpacing('0\\abc')]).spacing, { from: 'none', rows: 1, columns: 1 });
    assert.deepEqual(facts([element(0x00280034, 'IS', '2\\1')]).spacing, { from: 'none', rows: 2, columns: 1 });
  });

  it('lies in the patient where position, orientation and spacing are known', () => {
    const { geometry, directions } = facts([position, orientation, pixelSpacing('2\\1')]);
    assert.deepEqual(geometry, {
      positionMm: [-10, -20, 30],
      orientation: [
        [1, 0, 0],
        [0, 0, -1],
      ],
      spacingMm: [2, 1],
    });
    assert.deepEqual(directions, { right: 'L', down: 'F' });
    assert.equal(facts([orientation, pixelSpacing('2\\1')]).geometry, null);
    assert.equal(facts([position, ds(0x00200037, '1\\0\\0\\1\\0\\0'), pixelSpacing('2\\1')]).geometry, null, 'two equal directions');
  });

  it('takes Patient Orientation where there is no orientation in space', () => {
    assert.deepEqual(facts([element(0x00200020, 'CS', 'A\\F')]).directions, { right: 'A', down: 'F' });
    assert.equal(facts([]).directions, null);
  });

  it('reads a frame of its own functional group, else the shared one', () => {
    const plane = (z: number) => item(sequence(0x00209113, item(ds(0x00200032, `0\\0\\${z}`))));
    const shared = item(sequence(0x00209116, item(orientation)), sequence(0x00289110, item(pixelSpacing('1\\1'))));
    const file = [sequence(0x52009229, shared), sequence(0x52009230, plane(5), plane(8))];
    assert.equal(facts(file, 0).geometry?.positionMm[2], 5);
    assert.equal(facts(file, 1).geometry?.positionMm[2], 8);
  });

  it('knows the side, and the frame rate that the file asks for', () => {
    assert.equal(facts([element(0x00200062, 'CS', 'L')]).laterality, 'L');
    assert.equal(facts([element(0x00200060, 'CS', 'R')]).laterality, 'R');
    assert.equal(facts([element(0x00200062, 'CS', 'U')]).laterality, '');
    assert.equal(facts([ds(0x00181063, '40')]).frameRate, 25);
    assert.equal(facts([element(0x00180040, 'IS', '15'), ds(0x00181063, '40')]).frameRate, 15);
    assert.equal(facts([ds(0x00181065, '0\\50\\150')]).frameRate, 10);
    assert.equal(facts([ds(0x00181063, '0')]).frameRate, null);
  });

  it('keeps what names the patient apart from what does not', () => {
    const { technical, identity } = facts([
      element(0x00080020, 'DA', '20260131'),
      element(0x00080060, 'CS', 'MR'),
      element(0x0008103e, 'LO', 'Knee of Jane'),
      element(0x00100010, 'PN', 'Doe^Jane=x'),
      element(0x00100020, 'LO', '4711'),
      element(0x00180015, 'CS', 'KNEE'),
      ds(0x00180050, '3'),
      ds(0x00180081, '90'),
    ]);
    assert.deepEqual(technical, ['MR  KNEE', 'Thickness 3 mm', 'TE 90 ms']);
    assert.deepEqual(identity, ['Doe, Jane', '4711', '2026-01-31', 'Knee of Jane']);
  });
});
