import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import sharp from 'sharp';
import { ImageError } from '../../../../src/node/images/imageError';
import { decodeImage, readGreyImage } from '../../../../src/node/images/readImage';
import { bytes, element, part10, picture, words } from '../../../fixtures/dicomBytes';
import { compressedFile, encode, encodeRle } from '../../../fixtures/encodedFrames';
import { sharedFiles } from '../../../fixtures/sharedData';

describe('readGreyImage', () => {
  let folder = '';
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'radsteps-images-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const read = async (content: Uint8Array, name = 'file') => {
    const path = join(folder, name);
    await writeFile(path, content);
    return readGreyImage(path);
  };
  const refuses = (content: Uint8Array, reason: RegExp) =>
    assert.rejects(read(content, 'secret-name'), (error) => {
      assert.ok(error instanceof ImageError);
      assert.match(error.message, reason);
      assert.ok(!error.message.includes('secret') && !error.message.includes(folder));
      return true;
    });
  const raw = (values: readonly number[], channels: 1 | 3 | 4, columns = values.length / channels) =>
    sharp(Uint8Array.from(values), { raw: { width: columns, height: 1, channels } });

  it('reads DICOM whatever its name, with preamble and without', async () => {
    const dataset = picture(words([1, 2, 3, 4]));
    const expected = { rows: 2, columns: 2, pixels: Float32Array.of(1, 2, 3, 4), bits: 16, window: null };
    assert.deepEqual(await read(part10('1.2.840.10008.1.2.1\0', dataset), 'IM000001'), expected);
    assert.deepEqual(await read(bytes(element(0x00080060, 'CS', 'DX'), dataset), 'film.jpg'), expected);
  });

  it('inflates deflated DICOM', async () => {
    const image = await read(part10('1.2.840.10008.1.2.1.99', deflateRawSync(picture(words([1, 2, 3, 4])))));
    assert.deepEqual([...image.pixels], [1, 2, 3, 4]);
  });

  it('decodes compressed DICOM, colour as luminance, for grey values and for codes', async () => {
    const values = Uint16Array.from({ length: 960 }, (_, i) => (i * 7) % 4096);
    const frame = await encode('openjpeg', values, { rows: 24, columns: 40, bits: 12 });
    const grey = compressedFile('4.90', [frame], { rows: 24, columns: 40, stored: 12 });
    assert.deepEqual((await read(grey)).pixels, Float32Array.from(values));
    const coded = await decodeImage(grey);
    assert.deepEqual('codes' in coded && coded.codes, values);
    const colour = { rows: 1, columns: 2, samples: 3, allocated: 8, photometric: 'RGB', planar: 0 };
    const planes = [Uint8Array.of(255, 77), Uint8Array.of(0, 77), Uint8Array.of(0, 77)];
    assert.deepEqual([...(await read(compressedFile('5', [encodeRle(planes)], colour))).pixels], [Math.fround(76.245), 77]);
  });

  it('reads 16-bit PNG exactly', async () => {
    const values = Uint16Array.from({ length: 65536 }, (_, i) => i);
    const png = await sharp(values, { raw: { width: 256, height: 256, channels: 1 } })
      .toColourspace('grey16')
      .png()
      .toBuffer();
    const { pixels, bits } = await read(png);
    assert.equal(bits, 16);
    assert.deepEqual(pixels, Float32Array.from(values));
  });

  it('reads 16-bit RGB PNG as exact luminance', async () => {
    const values = Uint16Array.of(65535, 0, 0, 1234, 1234, 1234);
    const png = await sharp(values, { raw: { width: 2, height: 1, channels: 3 } })
      .toColourspace('rgb16')
      .png()
      .toBuffer();
    const { pixels, bits } = await read(png);
    assert.deepEqual([bits, ...pixels], [16, Math.fround(0.299 * 65535), 1234]);
  });

  it('reads 8-bit, palette, RGB and RGBA PNG', async () => {
    const grey = await raw([0, 7, 128, 255], 1).toColourspace('b-w').png().toBuffer();
    assert.deepEqual([...(await read(grey)).pixels], [0, 7, 128, 255]);
    const colour = [255, 0, 0, 77, 77, 77];
    const expected = [Math.fround(76.245), 77];
    assert.deepEqual([...(await read(await raw(colour, 3).png().toBuffer())).pixels], expected);
    assert.deepEqual([...(await read(await raw(colour, 3).png({ palette: true }).toBuffer())).pixels], expected);
    const transparent = await raw([255, 0, 0, 0, 77, 77, 77, 128], 4).png().toBuffer();
    assert.deepEqual([...(await read(transparent)).pixels], expected);
  });

  it('reads JPEG, pixels as stored whatever the orientation says', async () => {
    const picture = sharp(Uint8Array.from([...Array(64).fill(40), ...Array(64).fill(200)]), { raw: { width: 8, height: 16, channels: 1 } });
    const jpeg = await picture.jpeg({ quality: 100 }).withMetadata({ orientation: 6 }).toBuffer();
    const { rows, columns, pixels, bits } = await read(jpeg);
    assert.deepEqual([rows, columns, bits, pixels[0], pixels[127]], [16, 8, 8, 40, 200]);
  });

  it('finds a JPEG or PNG cut off anywhere', async () => {
    const noise = Uint8Array.from({ length: 4096 }, (_, i) => (i * 7919) % 251);
    const picture = sharp(noise, { raw: { width: 64, height: 64, channels: 1 } });
    for (const whole of [await picture.jpeg().toBuffer(), await picture.png().toBuffer()]) {
      for (const share of [0.02, 0.3, 0.6, 0.9])
        await refuses(whole.subarray(0, Math.floor(whole.length * share)), /^The picture is damaged or cut off\.$/);
    }
  });

  it('finds a PNG with damaged content', async () => {
    const noise = Uint8Array.from({ length: 4096 }, (_, i) => (i * 7919) % 251);
    const png = await sharp(noise, { raw: { width: 64, height: 64, channels: 1 } })
      .png()
      .toBuffer();
    png.fill(0, Math.floor(png.length / 2), Math.floor(png.length / 2) + 50);
    await refuses(png, /damaged/);
  });

  it('refuses the rest with a reason that names no file', async () => {
    await refuses(bytes(), /^The file is empty\.$/);
    await refuses(bytes("'file,age\nfilm,12\n"), /^This is no DICOM, PNG or JPEG file\.$/);
    await refuses(part10('1.2.840.10008.1.2.4.90', picture(bytes())), /^The pixel data hold no fragment\.$/);
    await refuses(part10('1.2.840.10008.1.2.4.102', picture(bytes())), /^This is a video \(MPEG-4\), which RadSteps can't show\.$/);
    await refuses(
      part10('1.2.840.10008.1.2.1\0', picture(words([1]))),
      /^The pixel data end too early at 0x[0-9A-F]+: expected 8 bytes, found 2\.$/,
    );
  });

  it('refuses folders and missing files', async () => {
    await assert.rejects(readGreyImage(folder), (error) => error instanceof ImageError && error.message === 'This is a folder.');
    await assert.rejects(readGreyImage(join(folder, 'none')), (error) => error instanceof ImageError && !error.message.includes('none'));
  });

  it('finds the two truncated films of FracAtlas, and only them', async function () {
    const films = sharedFiles('radiographs').filter((file) => /(IMG0004028|IMG0004076|IMG0000362|IMG0000379)\.jpg$/.test(file));
    if (films.length === 0) this.skip();
    const bad = await Promise.all(
      films.map((film) =>
        readGreyImage(film).then(
          () => '',
          () => film.slice(-11, -4),
        ),
      ),
    );
    assert.deepEqual(bad.filter((name) => name !== '').sort(), ['0004028', '0004076']);
  });
});
