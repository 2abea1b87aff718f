import assert from 'node:assert/strict';
import { readDicom } from '../../../../src/core/dicom/readDicom';
import type { FrameMeaning } from '../../../../src/core/image/frameMeaning';
import { pixelLayout } from '../../../../src/core/image/pixelLayout';
import { readFrameMeaning } from '../../../../src/core/image/readFrameMeaning';
import { bytes, element, number, type PictureOptions, picture, words } from '../../../fixtures/dicomBytes';

const text = (tag: number, vr: string, value: string): Uint8Array => element(tag, vr, value);
const us = (tag: number, value: number): Uint8Array => element(tag, 'US', number(value, 2));
const item = (...content: readonly Uint8Array[]): Uint8Array => element(0xfffee000, '', bytes(...content));
const rescale = (intercept: string, slope: string, type = ''): readonly Uint8Array[] => [
  text(0x00281052, 'DS', intercept),
  text(0x00281053, 'DS', slope),
  ...(type === '' ? [] : [text(0x00281054, 'LO', type)]),
];

function meaningOf(options: PictureOptions, front: readonly Uint8Array[] = [], frame = 0, pixels = words([0, 1, 2, 3])): FrameMeaning {
  const file = readDicom(bytes(text(0x00080005, 'CS', 'ISO_IR 100'), ...front, picture(pixels, options)));
  return readFrameMeaning(file, pixelLayout(file), frame);
}

describe('readFrameMeaning', () => {
  it('gives Hounsfield units only where they are', () => {
    const unit = (modality: string, imageType: string, more: readonly Uint8Array[]) =>
      meaningOf({ more }, [text(0x00080008, 'CS', imageType), text(0x00080060, 'CS', modality)]).unit;
    assert.equal(unit('CT', 'ORIGINAL\\PRIMARY\\AXIAL', rescale('-1024', '1')), 'HU');
    assert.equal(unit('CT', 'DERIVED\\SECONDARY', rescale('-1024', '1', 'HU')), 'HU');
    assert.equal(unit('CT', 'DERIVED\\SECONDARY', rescale('-1024', '1')), '');
    assert.equal(unit('CT', 'ORIGINAL\\PRIMARY\\LOCALIZER', rescale('-1024', '1')), '');
    assert.equal(unit('CT', 'ORIGINAL\\PRIMARY', []), '');
    assert.equal(unit('CT', 'ORIGINAL\\PRIMARY', rescale('0', '1', 'US')), '');
    assert.equal(unit('MR', 'ORIGINAL\\PRIMARY', rescale('0', '1', 'HU')), '');
    assert.equal(unit('MR', 'ORIGINAL\\PRIMARY', rescale('0', '2', 'ms')), 'ms');
  });

  it('gives the units of PET', () => {
    const unit = (term: string) => meaningOf({}, [text(0x00080060, 'CS', 'PT'), text(0x00541001, 'CS', term)]).unit;
    // Units stands behind group 28, before the pixels; its place does not matter to the reader.
    assert.deepEqual([unit('BQML'), unit('GML'), unit('NONE')], ['Bq/ml', 'SUV', '']);
  });

  it('lists all windows with their explanations and leaves out impossible ones', () => {
    const more = [text(0x00281050, 'DS', '40\\400\\7'), text(0x00281051, 'DS', '80\\1800\\0'), text(0x00281055, 'LO', 'SOFT\\BONE')];
    assert.deepEqual(meaningOf({ more }).windows, [
      { center: 40, width: 80, shape: 'LINEAR', explanation: 'SOFT' },
      { center: 400, width: 1800, shape: 'LINEAR', explanation: 'BONE' },
    ]);
    const sigmoid = meaningOf({ more: [...more, text(0x00281056, 'CS', 'SIGMOID')] }).windows;
    assert.ok(sigmoid.length === 2 && sigmoid.every(({ shape }) => shape === 'SIGMOID'));
  });

  it('reads VOI tables of 16 and of 8 bits, with the sign of the values that they map', () => {
    const table = (data: Uint8Array, bits: number) =>
      item(element(0x00283002, 'US', words([3, 0xfff0, bits])), text(0x00283003, 'LO', 'CHEST'), element(0x00283006, 'OW', data));
    const more = [...rescale('-1024', '1'), element(0x00283010, 'SQ', bytes(table(words([1, 2, 4095]), 12), table(bytes('01020300'), 8)))];
    const { tables } = meaningOf({ more });
    assert.deepEqual(
      tables.map(({ first, values, bits, explanation }) => [first, [...values], bits, explanation]),
      [
        [-16, [1, 2, 4095], 12, 'CHEST'],
        [-16, [1, 2, 3], 8, 'CHEST'],
      ],
    );
  });

  it('reads padding with the pixels’ sign, its limit on either side', () => {
    const padding = (options: PictureOptions, ...values: readonly number[]) =>
      meaningOf({ ...options, more: values.map((value, i) => us(0x00280120 + i, value)) }).padding;
    assert.deepEqual(padding({}, 0xf830), [0xf830, 0xf830]);
    assert.deepEqual(padding({ signed: true }, 0xf830), [-2000, -2000]);
    assert.deepEqual(padding({}, 100, 4), [4, 100]);
    assert.equal(padding({}), null);
  });

  it('turns MONOCHROME1 and the presentation shape INVERSE, and shows colour as it is', () => {
    const inverse = [text(0x20500020, 'CS', 'INVERSE')];
    assert.equal(meaningOf({}).isInverted, false);
    assert.equal(meaningOf({ photometric: 'MONOCHROME1' }).isInverted, true);
    assert.equal(meaningOf({ more: inverse }).isInverted, true);
    const colour = { rows: 1, columns: 1, samples: 3, allocated: 8, photometric: 'RGB', planar: 0 };
    const more = [text(0x00281050, 'DS', '40'), text(0x00281051, 'DS', '80'), ...inverse];
    const { windows, isInverted, highest } = meaningOf({ ...colour, more }, [], 0, bytes('010203'));
    assert.deepEqual([windows, isInverted, highest], [[], false, 255]);
  });

  it('takes a frame’s own functional groups before the shared ones', () => {
    const own = item(element(0x00289145, 'SQ', item(...rescale('5', '1', 'HU'))));
    const shared = item(
      element(0x00289132, 'SQ', item(text(0x00281050, 'DS', '7'), text(0x00281051, 'DS', '8'))),
      element(0x00289145, 'SQ', item(...rescale('9', '1'))),
    );
    const more = [element(0x52009229, 'SQ', shared), element(0x52009230, 'SQ', bytes(item(), own))];
    const front = [text(0x00080060, 'CS', 'CT'), text(0x00280008, 'IS', '2 ')];
    const [first, second] = [0, 1].map((frame) => meaningOf({ rows: 1, columns: 2, more }, front, frame));
    assert.deepEqual(first?.modality, { kind: 'linear', slope: 1, intercept: 9 });
    assert.deepEqual([second?.modality, second?.unit], [{ kind: 'linear', slope: 1, intercept: 5 }, 'HU']);
    assert.equal(second?.windows[0]?.center, 7);
  });

  it('reads overlays of their own, of frames, and in unused bits of the pixels', () => {
    const plane = (group: number, more: readonly Uint8Array[]) => [us(group + 0x10, 2), us(group + 0x11, 2), ...more];
    const more = [
      ...plane(0x60000000, [
        element(0x60000015, 'IS', '2 '),
        element(0x60000050, 'SS', words([2, -1])),
        element(0x60001500, 'LO', 'marks '),
        element(0x60003000, 'OW', bytes('960f')),
      ]),
      ...plane(0x60020000, [us(0x60020100, 16), us(0x60020102, 12)]),
      ...plane(0x60040000, [element(0x60043000, 'OW', bytes('01'))]).slice(0, 2),
    ];
    const { overlays } = meaningOf({ stored: 12, more }, [], 0, words([0x1000, 5, 0x1fff, 0x0fff]));
    assert.deepEqual(
      overlays.map((overlay) => ({ ...overlay, bits: [...overlay.bits] })),
      [
        { rows: 2, columns: 2, row: 1, column: -2, label: 'marks', bits: [0, 1, 1, 0] },
        { rows: 2, columns: 2, row: 0, column: 0, label: '', bits: [1, 0, 1, 0] },
      ],
    );
  });
});
