import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { ImageError } from '../../../../src/node/images/imageError';
import { imageKind } from '../../../../src/node/images/imageKind';
import { makeThumbnail } from '../../../../src/node/thumbnails/makeThumbnail';
import { pictureOf } from '../../../../src/node/thumbnails/pictureOf';
import { bytes, element, part10, picture, words } from '../../../fixtures/dicomBytes';
import { sharedFiles } from '../../../fixtures/sharedData';

const explicit = '1.2.840.10008.1.2.1';
/** A window that leaves 0 to 255 as they are. */
const wholeRange = [element(0x00281050, 'DS', '128'), element(0x00281051, 'DS', '256')];
const greysOf = (rgba: Uint8ClampedArray): readonly number[] => [...rgba].filter((_, index) => index % 4 === 0);

describe('the picture of a thumbnail', () => {
  it("is windowed as the file says, MONOCHROME1's low values white", async () => {
    const more = [element(0x00281050, 'DS', '100'), element(0x00281051, 'DS', '101')];
    const plain = await pictureOf(part10(explicit, picture(words([0, 75, 100, 4000]), { more })));
    assert.deepEqual([plain.rows, plain.columns], [2, 2]);
    const [black = -1, dark = -1, middle = -1, white = -1] = greysOf(plain.rgba);
    assert.deepEqual([black, white], [0, 255]);
    assert.ok(dark > 40 && dark < 80 && middle > 115 && middle < 140, `${dark} ${middle}`);
    const turned = await pictureOf(part10(explicit, picture(words([0, 75, 100, 4000]), { more, photometric: 'MONOCHROME1' })));
    assert.deepEqual([greysOf(turned.rgba)[0], greysOf(turned.rgba)[3]], [255, 0]);
  });

  it('spreads the greys where the file has no window', async () => {
    const greys = greysOf((await pictureOf(part10(explicit, picture(words([1000, 1001, 1002, 1003]))))).rgba);
    assert.deepEqual([greys[0], greys[3]], [0, 255]);
  });

  it('keeps colour', async () => {
    const options = { photometric: 'RGB', samples: 3, planar: 0, allocated: 8, pixelVr: 'OB' };
    const { rgba } = await pictureOf(part10(explicit, picture(bytes('ff0000 00ff00 0000ff ffffff'), options)));
    assert.deepEqual([...rgba.subarray(0, 8)], [255, 0, 0, 255, 0, 255, 0, 255]);
  });

  it('is the middle frame of several', async () => {
    const frames = [10, 20, 30].flatMap((first) => [first, 0, 0, 255]);
    const file = part10(explicit, picture(words(frames), { more: [element(0x00280008, 'IS', '3'), ...wholeRange] }));
    const greys = greysOf((await pictureOf(file)).rgba);
    assert.equal(greys[0], 20);
  });

  it('of a slice in every transfer syntax is there', async function () {
    const files = sharedFiles('dicom/cornerstone').filter((file) => /CT.*\.dcm$/i.test(file));
    if (files.length === 0) return this.skip();
    this.timeout(60_000);
    for (const file of files) assert.ok((await makeThumbnail(file)).length > 1000, file);
  });

  it('of the odd files that others test with is there, or a sentence says why not', async function () {
    const files = sharedFiles('dicom/pydicom').filter((file) => statSync(file).size < 500_000);
    if (files.length === 0) return this.skip();
    this.timeout(60_000);
    let [made, refused] = [0, 0];
    for (const file of files) {
      if (imageKind(await readFile(file)) !== 'dicom') continue;
      try {
        assert.ok((await makeThumbnail(file)).length > 30, file);
        made += 1;
      } catch (error) {
        assert.ok(error instanceof ImageError, `${file}: ${error instanceof Error ? error.stack : error}`);
        refused += 1;
      }
    }
    assert.ok(made > 60 && made > refused, `${made} made, ${refused} refused`);
  });
});
