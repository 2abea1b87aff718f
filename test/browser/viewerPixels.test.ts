import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import sharp from 'sharp';
import { bytes, element, number, part10, picture, words } from '../fixtures/dicomBytes';
import { niftiBytes } from '../fixtures/niftiBytes';
import { sharedFiles } from '../fixtures/sharedData';
import { type OpenedViewer, openViewer, settled, type ViewerOptions } from './harness/openViewer';

/** A lossless JPEG 2000 codestream of the numbers 0 to 255 in 16 rows, as opj_compress writes it. */
const rampOfJpeg2000 =
  '/0//UQApAAAAAAAQAAAAEAAAAAAAAAAAAAAAEAAAABAAAAAAAAAAAAABBwEB/1IADAAAAAEAAQQEAAH/XAAHQEBISFD/ZAAlAAFDcmVhdGVkIGJ5IE9wZW5KUEVHIHZlcnNpb24gMi41LjD/kAAKAAAAAABPAAH/k9+BiBIrAwsLE+S5L4U/OFCLF3Xs/uu7v5kK41dJijMPeCQK4ToLNdAH+QBsNhZNMmPHcJ/AEUHzhQA2oT2mNGB//9k=';

const explicit = '1.2.840.10008.1.2.1';
const size = { rows: 16, columns: 16 } as const;
const ramp = Array.from({ length: 256 }, (_, at) => at);
const ds = (tag: number, text: string) => element(tag, 'DS', text);
const window = (center: number, width: number) => [ds(0x00281050, String(center)), ds(0x00281051, String(width))];

/** PS3.3 C.11.2.1.2.1, written down from the standard. */
function linear(value: number, center: number, width: number): number {
  if (value <= center - 0.5 - (width - 1) / 2) return 0;
  if (value > center - 0.5 + (width - 1) / 2) return 255;
  return ((value - (center - 0.5)) / (width - 1) + 0.5) * 255;
}

/** Encapsulated pixel data: an empty offset table, then one fragment. */
function fragments(data: Uint8Array): Uint8Array {
  const even = data.length % 2 === 0 ? data : bytes(data, 0);
  const content = bytes('feff00e0', number(0, 4), 'feff00e0', number(even.length, 4), even, 'feffdde0', number(0, 4));
  return element(0x7fe00010, 'OB', content, { length: 0xffffffff });
}

/** The elements of a picture, with its pixel data last taken away. */
const withoutPixels = (options: Parameters<typeof picture>[1]) => {
  const whole = picture(new Uint8Array(0), options);
  return whole.subarray(0, whole.length - element(0x7fe00010, options?.pixelVr ?? 'OW', new Uint8Array(0)).length);
};

describe('pictures on the screen', () => {
  let opened: OpenedViewer | undefined;
  afterEach(async () => {
    await opened?.close();
    opened = undefined;
  });

  /** Opens a file one to one and reads the whole picture back from the canvas. */
  async function shown(
    file: Uint8Array,
    { rows, columns }: { readonly rows: number; readonly columns: number },
    options: ViewerOptions & { readonly keys?: readonly string[]; readonly frames?: number } = {},
  ): Promise<readonly (readonly [number, number, number])[]> {
    opened = await openViewer([{ name: 'picture.dcm', bytes: file, frames: options.frames ?? 1 }], options);
    for (const key of ['1', ...(options.keys ?? [])]) await opened.page.keyboard.press(key);
    await settled(opened);
    assert.deepEqual(opened.problems, []);
    assert.equal(await opened.page.locator('.message').textContent(), '');
    return opened.readPicture({ rows, columns });
  }

  function compare(found: readonly (readonly number[])[], wanted: readonly (number | readonly number[])[], tolerance = 0): void {
    assert.equal(found.length, wanted.length);
    const parts = wanted.map((pixel) => (typeof pixel === 'number' ? [pixel, pixel, pixel] : pixel));
    const off = found.findIndex((pixel, at) =>
      pixel.some((value, part) => Math.abs(value - (parts[at]?.[part] ?? Number.NaN)) > tolerance + 0.5),
    );
    assert.equal(off, -1, `pixel ${off} is ${found[off]}, not ${parts[off]}`);
  }

  it('8 bit grey with its window', async () => {
    const file = part10(explicit, picture(Uint8Array.from(ramp), { ...size, allocated: 8, pixelVr: 'OB', more: window(128, 256) }));
    compare(await shown(file, size), ramp);
  });

  it('12 bit grey without a window: the brightest and darkest pixels span the greys', async () => {
    const values = ramp.map((at) => 1000 + 8 * at);
    const found = await shown(part10(explicit, picture(words(values), { ...size, stored: 12 })), size);
    compare(found, ramp, 3);
  });

  it('signed CT in Hounsfield units, with the window of the file and a preset', async () => {
    const ct = [element(0x00080060, 'CS', 'CT')];
    const stored = ramp.map((at) => 8 * (at - 128));
    const more = [...window(40, 400), ds(0x00281052, '-24'), ds(0x00281053, '1'), element(0x00281054, 'LO', 'HU')];
    const file = part10(explicit, ...ct, picture(words(stored), { ...size, signed: true, more }));
    compare(
      await shown(file, size),
      stored.map((value) => linear(value - 24, 40, 400)),
    );
    const { page } = opened as OpenedViewer;
    await page.getByRole('combobox', { name: 'Window' }).selectOption({ label: 'Lung' });
    await settled({ page });
    compare(
      await (opened as OpenedViewer).readPicture(size),
      stored.map((value) => linear(value - 24, -600, 1500)),
    );
    assert.match(await page.innerText('.corner.bottom.right'), /Window 1500, level -600 HU/);
  });

  it('MONOCHROME1, and inverted', async () => {
    const file = part10(
      explicit,
      picture(Uint8Array.from(ramp), { ...size, allocated: 8, photometric: 'MONOCHROME1', pixelVr: 'OB', more: window(128, 256) }),
    );
    compare(
      await shown(file, size),
      ramp.map((at) => 255 - at),
    );
    await opened?.page.keyboard.press('i');
    await settled(opened as OpenedViewer);
    compare(await (opened as OpenedViewer).readPicture(size), ramp);
  });

  it('RGB, by pixel and by plane', async () => {
    const colours = ramp.map((at) => [at, 255 - at, (at * 7) % 256] as const);
    const common = { ...size, allocated: 8, samples: 3, photometric: 'RGB', pixelVr: 'OB' };
    const byPixel = part10(explicit, picture(Uint8Array.from(colours.flat()), { ...common, planar: 0 }));
    compare(await shown(byPixel, size), colours);
    await opened?.close();
    const planes = Uint8Array.from([0, 1, 2].flatMap((part) => colours.map((colour) => colour[part] ?? 0)));
    compare(await shown(part10(explicit, picture(planes, { ...common, planar: 1 })), size), colours);
  });

  it('palette colour', async () => {
    const table = (tag: number, values: readonly number[]) => element(tag, 'OW', words(values));
    const descriptor = (tag: number) => element(tag, 'US', words([256, 0, 16]));
    const red = ramp.map((at) => at * 257);
    const green = ramp.map((at) => (255 - at) * 257);
    const blue = ramp.map(() => 128 * 257);
    const more = [
      descriptor(0x00281101),
      descriptor(0x00281102),
      descriptor(0x00281103),
      table(0x00281201, red),
      table(0x00281202, green),
      table(0x00281203, blue),
    ];
    const file = part10(
      explicit,
      picture(Uint8Array.from(ramp), { ...size, allocated: 8, photometric: 'PALETTE COLOR', pixelVr: 'OB', more }),
    );
    compare(
      await shown(file, size),
      ramp.map((at) => [at, 255 - at, 128]),
    );
  });

  it('JPEG baseline in YBR, within two levels of another decoder', async () => {
    const colours = Buffer.from(ramp.flatMap((at) => [at, 255 - at, 100]));
    const jpeg = await sharp(colours, { raw: { width: 16, height: 16, channels: 3 } })
      .jpeg({ quality: 95 })
      .toBuffer();
    const wanted = await sharp(jpeg).raw().toBuffer();
    const options = { ...size, allocated: 8, samples: 3, planar: 0, photometric: 'YBR_FULL_422', pixelVr: 'OB' };
    const file = part10('1.2.840.10008.1.2.4.50', withoutPixels(options), fragments(new Uint8Array(jpeg)));
    compare(
      await shown(file, size),
      ramp.map((at) => [...wanted.subarray(3 * at, 3 * at + 3)]),
      2,
    );
  });

  it('RLE', async () => {
    // Two literal runs of 128 bytes in one segment (PS3.5 G.3.1).
    const segment = bytes(127, Uint8Array.from(ramp.slice(0, 128)), 127, Uint8Array.from(ramp.slice(128)));
    const header = bytes(number(1, 4), number(64, 4), new Uint8Array(56));
    const options = { ...size, allocated: 8, pixelVr: 'OB', more: window(128, 256) };
    compare(await shown(part10('1.2.840.10008.1.2.5', withoutPixels(options), fragments(bytes(header, segment))), size), ramp);
  });

  it('JPEG 2000', async () => {
    const data = new Uint8Array(Buffer.from(rampOfJpeg2000, 'base64'));
    const options = { ...size, allocated: 8, pixelVr: 'OB', more: window(128, 256) };
    compare(await shown(part10('1.2.840.10008.1.2.4.90', withoutPixels(options), fragments(data)), size), ramp);
  });

  it('a deflated file, with and without a padding byte', async () => {
    const large = { rows: 300, columns: 300 };
    const values = Array.from({ length: 300 * 300 }, (_, at) => (at * 7) % 256);
    const dataset = picture(Uint8Array.from(values), { ...large, allocated: 8, pixelVr: 'OB', more: window(128, 256) });
    const deflated = new Uint8Array(deflateRawSync(dataset));
    for (const padding of [[], [0]]) {
      compare(await shown(part10('1.2.840.10008.1.2.1.99', deflated, Uint8Array.from(padding)), large), values);
      await opened?.close();
    }
  });

  it('an overlay over the picture, and without it', async () => {
    // Every bit of the second row of 16.
    const plane = Uint8Array.from({ length: 32 }, (_, at) => (at === 2 || at === 3 ? 255 : 0));
    const more = [
      ...window(128, 256),
      element(0x60000010, 'US', words([16])),
      element(0x60000011, 'US', words([16])),
      element(0x60000040, 'CS', 'G'),
      element(0x60000050, 'SS', words([1, 1])),
      element(0x60000100, 'US', words([1])),
      element(0x60000102, 'US', words([0])),
      element(0x60003000, 'OW', plane),
    ];
    const file = part10(explicit, picture(Uint8Array.from(ramp), { ...size, allocated: 8, pixelVr: 'OB', more }));
    const yellow = [255, 210, 77];
    compare(
      await shown(file, size),
      ramp.map((at) => (at >= 16 && at < 32 ? yellow : [at, at, at])),
    );
    await opened?.page.keyboard.press('o');
    await settled(opened as OpenedViewer);
    compare(await (opened as OpenedViewer).readPicture(size), ramp);
  });

  it('float pixels', async () => {
    const values = Float32Array.from(ramp, (at) => at / 255 - 0.5);
    const options = { ...size, allocated: 32, pixelVr: 'OB', more: [...window(0, 1), element(0x00281056, 'CS', 'LINEAR_EXACT')] };
    const file = part10(explicit, withoutPixels(options), element(0x7fe00008, 'OF', new Uint8Array(values.buffer)));
    compare(await shown(file, size), ramp, 1);
  });

  it('the frames of one file', async () => {
    const frames = [0, 100, 200].map((grey) => new Uint8Array(256).fill(grey));
    const more = [element(0x00280008, 'IS', '3'), ...window(128, 256)];
    const file = part10(explicit, picture(bytes(...frames), { ...size, allocated: 8, pixelVr: 'OB', more }));
    compare(
      await shown(file, size, { frames: 3, keys: ['End'] }),
      ramp.map(() => 200),
    );
    await opened?.page.keyboard.press('ArrowUp');
    await settled(opened as OpenedViewer);
    compare(
      await (opened as OpenedViewer).readPicture(size),
      ramp.map(() => 100),
    );
  });

  it('big endian', async () => {
    const big = { littleEndian: false };
    const values = ramp.map((at) => at * 16);
    const more = [element(0x00281050, 'DS', '2048', big), element(0x00281051, 'DS', '4096', big)];
    const file = part10('1.2.840.10008.1.2.2', picture(words(values, false), { ...size, ...big, stored: 12, more }));
    compare(
      await shown(file, size),
      values.map((value) => linear(value, 2048, 4096)),
    );
  });

  it('NIfTI, turned to radiological convention', async () => {
    // The first axis runs to the patient's right... in RAS: x grows to the right, y to the front; on the screen right is left and front is up.
    const values = Array.from({ length: 512 }, (_, at) => at % 256);
    const file = niftiBytes({ sizes: [16, 16, 2], values, shown: [0, 255] });
    const wanted = ramp.map((at) => 255 - at);
    compare(await shown(file, size, { frames: 2, session: { kind: 'nifti' } }), wanted);
  });

  it('PNG and JPEG', async () => {
    const raw = { width: 16, height: 16, channels: 1 } as const;
    const png = await sharp(Buffer.from(ramp), { raw }).png().toBuffer();
    compare(await shown(png, size, { session: { kind: 'picture' } }), ramp);
    await opened?.close();
    const colours = ramp.map((at) => [at, 255 - at, 7] as const);
    const colour = await sharp(Buffer.from(colours.flat()), { raw: { ...raw, channels: 3 } })
      .png()
      .toBuffer();
    compare(await shown(colour, size, { session: { kind: 'picture' } }), colours);
  });

  it('PNG of 16 bits, with all of them', async () => {
    const values = Uint16Array.from(ramp, (at) => 30_000 + at);
    const png = await sharp(values, { raw: { width: 16, height: 16, channels: 1 } })
      .toColourspace('grey16')
      .png({ adaptiveFiltering: true })
      .toBuffer();
    compare(await shown(png, size, { session: { kind: 'picture' } }), ramp, 3);
    await opened?.page.keyboard.press('c');
    await settled(opened as OpenedViewer);
    assert.match((await opened?.page.innerText('.corner.bottom.left')) ?? '', /^30136\ncolumn 8, row 8/);
  });

  it('a CT slice in fifteen transfer syntaxes alike', async function () {
    const files = sharedFiles('dicom/cornerstone').filter(
      // Process 1 has 8 bits, so that other values are in it.
      (path) => basename(path).startsWith('CTImage.dcm_') && !path.endsWith('4.50.dcm'),
    );
    if (files.length === 0) this.skip();
    this.timeout(120_000);
    const viewer = await openViewer(files.map((path) => ({ name: basename(path), bytes: new Uint8Array(readFileSync(path)) })));
    opened = viewer;
    const shownNow = async () => (await viewer.readPicture({ rows: 200, columns: 200 })).map(([red]) => red);
    const pictures = new Map<string, readonly number[]>();
    for (const [at, path] of files.entries()) {
      await viewer.page.locator('.corner', { hasText: `Image ${at + 1} /` }).waitFor();
      await viewer.page.waitForFunction(() => !document.querySelector('.corner.top.right')?.textContent?.includes('Loading'));
      await settled(viewer);
      assert.equal(await viewer.page.locator('.message').textContent(), '', basename(path));
      pictures.set(path, await shownNow());
      await viewer.page.keyboard.press('ArrowDown');
    }
    const wanted = pictures.get(files.find((path) => path.includes('LittleEndianExplicit')) ?? '') ?? [];
    assert.ok(new Set(wanted).size > 100, 'there is something to see');
    for (const [path, found] of pictures) {
      const mean = found.reduce((sum, value, at) => sum + Math.abs(value - (wanted[at] ?? 0)), 0) / found.length;
      const isLossy = /4\.(51|53|55|81|91)\.dcm$/.test(path);
      assert.ok(isLossy ? mean < 3 : mean === 0, `${basename(path)}: ${mean} grey levels off`);
    }
  });
});
