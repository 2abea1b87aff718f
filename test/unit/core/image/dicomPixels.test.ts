import assert from 'node:assert/strict';
import { DicomError } from '../../../../src/core/dicom/dicomError';
import { readDicom } from '../../../../src/core/dicom/readDicom';
import { experimentDefaults } from '../../../../src/core/experiment/experimentDefaults';
import { dicomGreyImage } from '../../../../src/core/image/dicomPixels';
import { windowPixels } from '../../../../src/core/image/windowPixels';
import { nodeCodecs } from '../../../../src/node/images/nodeCodecs';
import { bytes, element, number, type PictureOptions, part10, picture, words } from '../../../fixtures/dicomBytes';

const explicitUid = '1.2.840.10008.1.2.1\0';
const grey = async (pixels: Uint8Array, options: PictureOptions = {}, frame = 0) =>
  dicomGreyImage(readDicom(picture(pixels, options)), nodeCodecs, frame);
const values = async (pixels: Uint8Array, options: PictureOptions = {}, frame = 0) => [...(await grey(pixels, options, frame)).pixels];
const ds = (tag: number, value: string): Uint8Array => element(tag, 'DS', value);
const rescale = (intercept: string, slope: string): readonly Uint8Array[] => [ds(0x00281052, intercept), ds(0x00281053, slope)];
const window = (center: string, width: string): readonly Uint8Array[] => [ds(0x00281050, center), ds(0x00281051, width)];
const item = (content: Uint8Array): Uint8Array => element(0xfffee000, '', content);
const fails = (kind: DicomError['kind']) => (error: unknown) => error instanceof DicomError && error.kind === kind;

describe('dicomGreyImage', () => {
  it('reads 16-bit values in every uncompressed encoding', async () => {
    const stored = [0, 1, 4095, 65535];
    assert.deepEqual(await values(words(stored)), stored);
    assert.deepEqual(await values(words(stored), { explicitVr: false }), stored);
    assert.deepEqual(await values(words(stored, false), { littleEndian: false }), stored);
    const { rows, columns, bits, window: none } = await grey(words([1, 2, 3, 4, 5, 6]), { rows: 2, columns: 3, stored: 12 });
    assert.deepEqual([rows, columns, bits, none], [2, 3, 12, null]);
  });

  it('reads signed values', async () => {
    assert.deepEqual(await values(words([0, -1, -32768, 32767]), { signed: true }), [0, -1, -32768, 32767]);
    assert.deepEqual(await values(words([0x0fff, 0x0800, 0x07ff, 0]), { signed: true, stored: 12 }), [-1, -2048, 2047, 0]);
  });

  it('takes only the stored bits, wherever they lie', async () => {
    assert.deepEqual(await values(words([0xf123, 0xffff, 0x8000, 0x0fff]), { stored: 12 }), [0x123, 0xfff, 0, 0xfff]);
    assert.deepEqual(await values(words([0x1230, 0xfff0, 0x000f, 0x8000]), { stored: 12, highBit: 15 }), [0x123, 0xfff, 0, 0x800]);
  });

  it('reads 8 bits, also as swapped words of a big endian file', async () => {
    assert.deepEqual(await values(bytes('01 02 03 ff'), { allocated: 8 }), [1, 2, 3, 255]);
    assert.deepEqual(await values(bytes('02 01 ff 03'), { allocated: 8, littleEndian: false }), [1, 2, 3, 255]);
    assert.deepEqual(await values(bytes('01 02 03 ff'), { allocated: 8, littleEndian: false, pixelVr: 'OB' }), [1, 2, 3, 255]);
  });

  it('reads single bits from the lowest on, frames without a gap', async () => {
    const options = { allocated: 1, rows: 1, columns: 3, more: [element(0x00280008, 'IS', '2')] };
    assert.deepEqual(await values(bytes('2e 00'), options, 0), [0, 1, 1]); // 0b101110
    assert.deepEqual(await values(bytes('2e 00'), options, 1), [1, 0, 1]);
  });

  it('reads 32 bits', async () => {
    const content = bytes(number(0, 4), number(1, 4), number(2 ** 31, 4), number(2 ** 32 - 256, 4));
    assert.deepEqual(await values(content, { allocated: 32 }), [0, 1, 2 ** 31, 2 ** 32 - 256]);
    assert.deepEqual(await values(content, { allocated: 32, signed: true }), [0, 1, -(2 ** 31), -256]);
  });

  it('rescales to the modality’s unit', async () => {
    assert.deepEqual(await values(words([0, 1, 2, 3]), { more: rescale('-1024', '2.5') }), [-1024, -1021.5, -1019, -1016.5]);
    assert.deepEqual(await values(words([0, 1, 2, 3]), { more: rescale('', '0') }), [0, 1, 2, 3]);
  });

  it('maps by a modality look-up table, its ends for what lies outside', async () => {
    const table = item(bytes(element(0x00283002, 'US', words([3, 1, 16])), element(0x00283006, 'OW', words([100, 200, 300]))));
    assert.deepEqual(await values(words([0, 1, 2, 9]), { more: [element(0x00283000, 'SQ', table)] }), [100, 100, 200, 300]);
  });

  it('turns MONOCHROME1 within the range of its bits, and its window with it', async () => {
    const options = { photometric: 'MONOCHROME1', stored: 12, more: window('1000', '500') };
    const turned = await grey(words([0, 4095, 1000, 900]), options);
    assert.deepEqual([...turned.pixels], [4095, 0, 3095, 3195]);
    const plain = await grey(words([0, 4095, 1000, 900]), { ...options, photometric: 'MONOCHROME2' });
    assert.deepEqual(plain.window, { center: 1000, width: 500 });
    const black = windowPixels(turned, { ...experimentDefaults.image, window: 'dicom' });
    for (const [i, value] of windowPixels(plain, { ...experimentDefaults.image, window: 'dicom' }).entries())
      assert.ok(Math.abs((black[i] ?? 0) - (1 - value)) < 1e-6);
  });

  it('turns signed and rescaled MONOCHROME1 within its range', async () => {
    const options = { photometric: 'MONOCHROME1', stored: 8, signed: true, more: rescale('10', '2') };
    assert.deepEqual(await values(words([-128, 127, 0, 1]), options), [264, -246, 8, 6]);
  });

  it('keeps the first of several windows, and gives LINEAR_EXACT as LINEAR', async () => {
    const pixels = words([0, 1, 2, 3]);
    assert.deepEqual((await grey(pixels, { more: window('40\\400', '80\\900') })).window, { center: 40, width: 80 });
    const exact = await grey(pixels, { more: [...window('2', '4'), element(0x00281056, 'CS', 'LINEAR_EXACT')] });
    assert.deepEqual([...windowPixels(exact, { ...experimentDefaults.image, window: 'dicom' })], [0, 0.25, 0.5, 0.75]);
    assert.equal((await grey(pixels, { more: window('40', '0') })).window, null);
    assert.equal((await grey(pixels, { more: window('', '') })).window, null);
  });

  it('takes rescale and window of a frame’s functional groups', async () => {
    const group = (content: readonly Uint8Array[], tag: number) => element(tag, 'SQ', item(bytes(...content)));
    const own = item(group(rescale('100', '1'), 0x00289145));
    const shared = item(bytes(group(window('7', '8'), 0x00289132), group(rescale('5', '1'), 0x00289145)));
    const more = [
      element(0x00280008, 'IS', '2'),
      element(0x52009229, 'SQ', shared),
      element(0x52009230, 'SQ', bytes(item(new Uint8Array()), own)),
    ];
    const pixels = words([1, 2, 3, 4, 5, 6, 7, 8]);
    assert.deepEqual(await values(pixels, { more }, 0), [6, 7, 8, 9]);
    assert.deepEqual(await values(pixels, { more }, 1), [105, 106, 107, 108]);
    assert.deepEqual((await grey(pixels, { more }, 1)).window, { center: 7, width: 8 });
  });

  it('gives the luminance of RGB, by pixel and by plane', async () => {
    const options = { rows: 1, columns: 2, samples: 3, allocated: 8, photometric: 'RGB' };
    const expected = [Math.fround(0.299 * 255), 77];
    assert.deepEqual(await values(bytes('ff 00 00 4d 4d 4d'), { ...options, planar: 0 }), expected);
    assert.deepEqual(await values(bytes('ff 4d 00 4d 00 4d'), { ...options, planar: 1 }), expected);
  });

  it('takes the Y of YBR', async () => {
    const options = { rows: 1, columns: 2, samples: 3, allocated: 8, planar: 0 };
    assert.deepEqual(await values(bytes('0a 80 80 14 80 80'), { ...options, photometric: 'YBR_FULL' }), [10, 20]);
    assert.deepEqual(await values(bytes('0a 14 80 80'), { ...options, photometric: 'YBR_FULL_422' }), [10, 20]);
  });

  it('refuses pixels that are not all there, before it makes room for them', async () => {
    await assert.rejects(() => grey(words([1, 2, 3])), fails('truncated'));
    await assert.rejects(() => grey(words([1, 2, 3]), { rows: 65535, columns: 65535 }), fails('truncated'));
    const file = picture(words([1, 2, 3, 4]));
    await assert.rejects(() => dicomGreyImage(readDicom(file.subarray(0, file.length - 1)), nodeCodecs), fails('truncated'));
  });

  it('refuses a frame that is not there', async () => {
    await assert.rejects(() => grey(words([1, 2, 3, 4]), {}, 1), fails('no-image'));
    await assert.rejects(() => grey(words([1, 2, 3, 4]), {}, -1), fails('no-image'));
  });

  it('says which compression it can’t decode', async () => {
    const refuses = (uid: string, reason: RegExp) =>
      assert.rejects(
        () => dicomGreyImage(readDicom(part10(uid, picture(bytes(), {}))), nodeCodecs),
        (error) => fails('unsupported')(error) && reason.test(String((error as Error).message)),
      );
    await refuses('1.2.840.10008.1.2.4.102', /^This is a video \(MPEG-4\), which RadSteps can't show$/);
    await refuses('1.2.840.10008.1.2.4.110', /^The pixels are compressed as JPEG XL, which RadSteps can't decode$/);
    await refuses('1.2.3.4', /^The pixels are compressed in a way that RadSteps does not know$/);
  });

  it('refuses what it can’t take, with the reason', async () => {
    const pixels = words([1, 2, 3, 4]);
    await assert.rejects(() => grey(pixels, { allocated: 12 }), fails('unsupported'));
    await assert.rejects(() => grey(pixels, { stored: 17, highBit: 16 }), fails('unsupported'));
    await assert.rejects(() => grey(pixels, { stored: 12, highBit: 5 }), fails('unsupported'));
    await assert.rejects(() => grey(pixels, { samples: 2 }), fails('unsupported'));
    await assert.rejects(() => grey(pixels, { photometric: 'PALETTE COLOR' }), fails('malformed'));
    await assert.rejects(
      () => grey(pixels, { photometric: 'CMYK' }),
      (error) => fails('unsupported')(error) && /CMYK/.test(String(error)),
    );
  });

  it('refuses sizes that are no whole numbers, and passes over a broken look-up table', async () => {
    const broken = (entries: number) =>
      element(0x00283000, 'SQ', item(bytes(element(0x00283002, 'SS', words([entries, 0, 16])), element(0x00283006, 'OW', words([])))));
    assert.deepEqual(await values(words([1, 2, 3, 4]), { more: [broken(-5)] }), [1, 2, 3, 4]);
    const rows = bytes(
      picture(words([1, 2, 3, 4])).subarray(0, 10),
      element(0x00280010, 'DS', '2.5 '),
      element(0x7fe00010, 'OW', words([1])),
    );
    await assert.rejects(() => dicomGreyImage(readDicom(rows), nodeCodecs), fails('no-image'));
  });

  it('names an object without a picture', async () => {
    const report = part10(explicitUid, element(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.88.11'));
    await assert.rejects(
      () => dicomGreyImage(readDicom(report), nodeCodecs),
      (error) => fails('no-image')(error) && /^This is a structured report without a picture/.test(String((error as Error).message)),
    );
    await assert.rejects(() => grey(words([]), { rows: 0 }), fails('no-image'));
  });
});
