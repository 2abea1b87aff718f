import assert from 'node:assert/strict';
import { DicomError } from '../../../../src/core/dicom/dicomError';
import { readDicom } from '../../../../src/core/dicom/readDicom';
import { experimentDefaults } from '../../../../src/core/experiment/experimentDefaults';
import { codeRanks } from '../../../../src/core/image/codeRanks';
import { dicomCodedImage, dicomGreyImage } from '../../../../src/core/image/dicomPixels';
import type { Fit } from '../../../../src/core/image/fitAffine';
import { fitCodedImage } from '../../../../src/core/image/fitCodedImage';
import { fitPixels, type Size } from '../../../../src/core/image/resize';
import { type WindowSettings, windowPixels } from '../../../../src/core/image/windowPixels';
import { mulberry32 } from '../../../../src/core/statistics/random';
import { nodeCodecs } from '../../../../src/node/images/nodeCodecs';
import { bytes, element, type PictureOptions, picture, words } from '../../../fixtures/dicomBytes';

const ds = (tag: number, value: string): Uint8Array => element(tag, 'DS', value);
const item = (content: Uint8Array): Uint8Array => element(0xfffee000, '', content);
const table = item(bytes(element(0x00283002, 'US', words([3, 20000, 16])), element(0x00283006, 'OW', words([100, 900, 300]))));
const window = [ds(0x00281050, '30000'), ds(0x00281051, '20000')];
const rescale = [ds(0x00281052, '-1024'), ds(0x00281053, '2.5')];

const random = mulberry32(9);
const [rows, columns] = [31, 23];
const cells = Array.from({ length: rows * columns }, () => Math.floor(65536 * random()));
const cases: Readonly<Record<string, PictureOptions>> = {
  'plain 16 bits': {},
  'big endian': { littleEndian: false },
  'implicit VR': { explicitVr: false },
  'a rescale and a window': { more: [...window, ...rescale] },
  MONOCHROME1: { photometric: 'MONOCHROME1', more: window },
  'signed values': { signed: true, more: rescale },
  '12 bits at the top': { stored: 12, highBit: 15 },
  'signed 12 bits below an overlay': { stored: 12, highBit: 11, signed: true, photometric: 'MONOCHROME1' },
  'a look-up table that falls and rises': { more: [element(0x00283000, 'SQ', table)] },
  '8 bits': { allocated: 8 },
  '8 bits, signed': { allocated: 8, signed: true, photometric: 'MONOCHROME1' },
};
const fits: readonly (readonly [Fit, Size])[] = [
  ['pad', { rows: 9, columns: 11 }],
  ['crop', { rows: 13, columns: 5 }],
  ['stretch', { rows: 31, columns: 40 }],
  ['stretch', { rows: 40, columns: 8 }],
];
const fileOf = (options: PictureOptions) => {
  const content = options.allocated === 8 ? Uint8Array.from(cells, (cell) => cell & 0xff) : words(cells, options.littleEndian ?? true);
  return readDicom(picture(content, { rows, columns, ...options }));
};

describe('a picture in codes', () => {
  for (const [title, options] of Object.entries(cases)) {
    it(`is the same as in grey values: ${title}`, async () => {
      const file = fileOf(options);
      const grey = await dicomGreyImage(file, nodeCodecs);
      const coded = await dicomCodedImage(file, nodeCodecs);
      assert.ok('codes' in coded);
      assert.deepEqual(
        Float32Array.from(coded.codes, (code) => coded.greys[code] ?? Number.NaN),
        grey.pixels,
      );
      assert.deepEqual([coded.rows, coded.columns, coded.window], [rows, columns, grey.window]);
      for (const name of ['percentile', 'dicom', 'fixed', 'full'] as const) {
        const settings: WindowSettings = { ...experimentDefaults.image, window: name, percentiles: [3, 90] };
        const pixels = windowPixels(grey, settings);
        for (const [fit, to] of fits) {
          const expected = fitPixels(pixels, grey, to, fit);
          const found = fitCodedImage(coded, settings, to, fit);
          const worst = Math.max(...expected.map((value, index) => Math.abs(value - (found[index] ?? Number.NaN))));
          assert.ok(found.length === expected.length && worst < 1e-6, `${name}, ${fit}, ${to.rows} x ${to.columns}: ${worst}`);
        }
      }
    });
  }

  it('takes the frame that it is told', async () => {
    const options = { rows: 2, columns: 2, more: [element(0x00280008, 'IS', '2')] };
    const file = readDicom(picture(words([1, 2, 3, 4, 5, 6, 7, 8]), options));
    const coded = await dicomCodedImage(file, nodeCodecs, 1);
    assert.deepEqual('codes' in coded && [...coded.codes], [5, 6, 7, 8]);
  });

  it('is made of 8 bits in swapped words too, and not of other layouts', async () => {
    const read = async (content: Uint8Array, options: PictureOptions) => dicomCodedImage(readDicom(picture(content, options)), nodeCodecs);
    const swapped = await read(bytes('02 01 ff 03'), { allocated: 8, littleEndian: false });
    assert.deepEqual('codes' in swapped && [...swapped.codes], [1, 2, 3, 255]);
    const colour = await read(bytes('ff 00 00 4d 4d 4d ff ff ff 00 00 00'), { samples: 3, allocated: 8, photometric: 'RGB' });
    assert.deepEqual('pixels' in colour && [...colour.pixels], [Math.fround(76.245), 77, 255, 0]);
    const wide = await read(words([1, 0, 2, 0, 3, 0, 4, 0]), { allocated: 32 });
    assert.deepEqual('pixels' in wide && [...wide.pixels], [1, 2, 3, 4]);
  });

  it('refuses what is cut off', async () => {
    await assert.rejects(dicomCodedImage(readDicom(picture(words([1, 2, 3]))), nodeCodecs), DicomError);
  });
});

describe('codeRanks', () => {
  it('passes over greys that are no numbers, and has none where there is nothing', () => {
    const greys = Float32Array.of(Number.NaN, 5, Number.POSITIVE_INFINITY, -2);
    assert.deepEqual(codeRanks(Uint32Array.of(1, 2, 1, 1), greys, [0, 0.5, 1]), [-2, 5, 5]);
    assert.deepEqual(codeRanks(Uint32Array.of(1, 0, 1, 0), greys, [0.5]), []);
  });
});
