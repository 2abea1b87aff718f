import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { deflateRawSync } from 'node:zlib';
import { DicomError } from '../../../../src/core/dicom/dicomError';
import { readDicom } from '../../../../src/core/dicom/readDicom';
import type { CodecName } from '../../../../src/core/image/codecs';
import { decodeFrame } from '../../../../src/core/image/decodeFrame';
import { openPixels } from '../../../../src/core/image/pixelSource';
import { mulberry32 } from '../../../../src/core/statistics/random';
import { nodeCodecs } from '../../../../src/node/images/nodeCodecs';
import { bytes, element, type PictureOptions, picture, words } from '../../../fixtures/dicomBytes';
import { type Coded, compressedFile, encode, encodeRle } from '../../../fixtures/encodedFrames';

const [rows, columns] = [24, 40];
const count = rows * columns;
const wave = (i: number, size: number): number => Math.floor((size / 2) * (1 + Math.sin(i / 9) * Math.cos(i / 70)));

const decode = (file: Uint8Array, frame = 0) => decodeFrame(openPixels(readDicom(file)), frame, nodeCodecs);
const values = async (file: Uint8Array, frame = 0) => [...(await decode(file, frame)).values];

const codecs: readonly (readonly [CodecName, string])[] = [
  ['charls', '4.80'],
  ['openjpeg', '4.90'],
  ['openjph', '4.201'],
];

describe('decodeFrame', function () {
  this.timeout(30_000);

  for (const [name, syntax] of codecs) {
    it(`gives back what ${name} compressed without loss: 8 to 16 bits, signed, colour`, async () => {
      const check = async (
        samples: Uint8Array | Uint16Array | Int16Array,
        coded: Omit<Coded, 'rows' | 'columns'>,
        options: PictureOptions,
      ) => {
        const frame = await encode(name, samples, { rows, columns, ...coded });
        assert.deepEqual(
          await values(compressedFile(syntax, [frame], { rows, columns, ...options })),
          [...samples],
          JSON.stringify(options),
        );
      };
      await check(
        Uint8Array.from({ length: count }, (_, i) => wave(i, 255)),
        { bits: 8 },
        { allocated: 8 },
      );
      await check(
        Uint16Array.from({ length: count }, (_, i) => wave(i, 4095)),
        { bits: 12 },
        { stored: 12 },
      );
      await check(
        Uint16Array.from({ length: count }, (_, i) => wave(i, 65535)),
        { bits: 16 },
        {},
      );
      const rgb = Uint8Array.from({ length: 3 * count }, (_, i) => (wave(Math.floor(i / 3), 255) + 60 * (i % 3)) & 255);
      await check(
        rgb,
        { bits: 8, samples: 3 },
        { allocated: 8, samples: 3, photometric: name === 'charls' ? 'RGB' : 'YBR_RCT', planar: 0 },
      );
      if (name === 'charls') return;
      await check(
        Int16Array.from({ length: count }, (_, i) => wave(i, 4095) - 2048),
        { bits: 16, signed: true },
        { signed: true },
      );
    });
  }

  it('takes samples without sign for values with one where the file says so', async () => {
    const signed = Int16Array.from({ length: count }, (_, i) => wave(i, 4095) - 2048);
    const frame = await encode(
      'charls',
      Uint16Array.from(signed, (value) => value & 4095),
      { rows, columns, bits: 12 },
    );
    assert.deepEqual(await values(compressedFile('4.80', [frame], { rows, columns, stored: 12, signed: true })), [...signed]);
  });

  it('is within the error that near-lossless JPEG-LS allows, in every order of samples', async () => {
    const rgb = Uint8Array.from({ length: 3 * count }, (_, i) => wave(i, 255));
    for (const interleave of [1, 2]) {
      const frame = await encode('charls', rgb, { rows, columns, samples: 3, bits: 8, near: 2, interleave });
      const options = { rows, columns, allocated: 8, samples: 3, photometric: 'RGB', planar: 0 };
      const found = await values(compressedFile('4.81', [frame], options));
      assert.ok(found.every((value, i) => Math.abs(value - (rgb[i] ?? 0)) <= 2));
    }
  });

  it('puts RLE together from planes of bytes: 8, 16 and 32 bits, colour, several frames', async () => {
    const options = { rows: 1, columns: 3 };
    const plane = (...list: readonly number[]) => Uint8Array.from(list);
    const eight = encodeRle([plane(7, 7, 9)]);
    assert.deepEqual(await values(compressedFile('5', [eight], { ...options, allocated: 8 })), [7, 7, 9]);
    const deep = encodeRle([plane(1, 1, 255), plane(0, 2, 3)]);
    assert.deepEqual(await values(compressedFile('5', [deep], { ...options, signed: true })), [256, 258, -253]);
    const wide = encodeRle([plane(0x80, 0, 0), plane(0, 1, 0), plane(0, 0, 2), plane(1, 2, 3)]);
    assert.deepEqual(await values(compressedFile('5', [wide], { ...options, allocated: 32 })), [2 ** 31 + 1, 65538, 515]);
    const colour = encodeRle([plane(1, 2, 3), plane(4, 5, 6), plane(7, 8, 9)]);
    const rgb = { ...options, allocated: 8, samples: 3, photometric: 'RGB', planar: 0, more: [element(0x00280008, 'IS', '2 ')] };
    assert.deepEqual(await values(compressedFile('5', [colour, colour], rgb), 1), [1, 4, 7, 2, 5, 8, 3, 6, 9]);
  });

  it('reads frames that are encapsulated as they are, and deflated ones', async () => {
    const options = { rows: 1, columns: 4 };
    const plain = words([1, 2, 3, 65535]);
    assert.deepEqual(await values(compressedFile('1.98', [plain], options)), [1, 2, 3, 65535]);
    assert.deepEqual(await values(compressedFile('8.1', [deflateRawSync(plain)], options)), [1, 2, 3, 65535]);
    await assert.rejects(values(compressedFile('8.1', [deflateRawSync(words([1, 2, 3]))], options)), /A frame ends too early/);
    await assert.rejects(
      values(compressedFile('8.1', [deflateRawSync(new Uint8Array(1e6))], options)),
      /deflated data of a frame are damaged/,
    );
  });

  it('turns YBR and palettes into RGB', async () => {
    const colour = { rows: 1, columns: 2, samples: 3, allocated: 8 };
    const red = [254, 0, 0];
    assert.deepEqual(await values(picture(bytes('4c55ff 4c55ff'), { ...colour, photometric: 'YBR_FULL', planar: 0 })), [...red, ...red]);
    assert.deepEqual(await values(picture(bytes('4c4c 5555 ffff'), { ...colour, photometric: 'YBR_FULL', planar: 1 })), [...red, ...red]);
    assert.deepEqual(await values(picture(bytes('4c4c 55ff'), { ...colour, photometric: 'YBR_FULL_422', planar: 0 })), [...red, ...red]);
    assert.deepEqual(
      await values(picture(bytes('eb10 8080'), { ...colour, photometric: 'YBR_PARTIAL_422', planar: 0 })),
      [255, 255, 255, 0, 0, 0],
    );
    const table = [0x00281101, 0x00281102, 0x00281103].map((tag) => element(tag, 'US', words([3, 10, 8])));
    const data = ['01020300', '04050600', '07080900'].map((part, i) => element(0x00281201 + i, 'OW', bytes(part)));
    const palette = { rows: 1, columns: 4, allocated: 8, photometric: 'PALETTE COLOR', more: [...table, ...data] };
    assert.deepEqual(await values(picture(bytes('000a0bff'), palette)), [1, 4, 7, 1, 4, 7, 2, 5, 8, 3, 6, 9]);
  });

  it('expands segmented palettes', async () => {
    const table = [0x00281101, 0x00281102, 0x00281103].map((tag) => element(tag, 'US', words([8, 0, 16])));
    // Two values, a line of three up to 400, then the first segment and a line of one again.
    const segments = words([0, 2, 100, 200, 1, 3, 500, 2, 1, 0, 0, 1, 1, 300]);
    const data = [0, 1, 2].map((i) => element(0x00281221 + i, 'OW', segments));
    const palette = { rows: 1, columns: 8, allocated: 8, photometric: 'PALETTE COLOR', more: [...table, ...data] };
    const { values: found, bits } = await decode(picture(bytes('0001020304050607'), palette));
    assert.equal(bits, 16);
    assert.deepEqual(
      [...found].filter((_, i) => i % 3 === 0),
      [100, 200, 300, 400, 500, 100, 200, 300],
    );
    const endless = [0, 1, 2].map((i) => element(0x00281221 + i, 'OW', words([2, 1, 0, 0])));
    assert.throws(() => openPixels(readDicom(picture(bytes('00'), { ...palette, columns: 1, more: [...table, ...endless] }))), DicomError);
  });

  it('refuses what is damaged, and decodes the next frame all the same', async () => {
    for (const [name, syntax] of codecs) {
      const good = await encode(
        name,
        Uint16Array.from({ length: count }, (_, i) => wave(i, 4095)),
        { rows, columns, bits: 12 },
      );
      const options = { rows, columns, stored: 12, more: [element(0x00280008, 'IS', '2 ')] };
      const file = compressedFile(syntax, [good.subarray(0, good.length / 2), good], options);
      await assert.rejects(decode(file, 0), DicomError, name);
      assert.equal((await decode(file, 1)).values.length, count, name);
    }
  });

  it('makes no room for sizes that only the file or the data claim', async () => {
    const good = await encode(
      'openjpeg',
      Uint8Array.from({ length: count }, (_, i) => wave(i, 255)),
      { rows, columns, bits: 8 },
    );
    const huge = { rows: 65535, columns: 65535, allocated: 8 };
    for (const syntax of ['4.50', '4.80', '4.90', '5', '8.1'])
      assert.throws(() => openPixels(readDicom(compressedFile(syntax, [good], huge))), /too large to be shown/);
    const large = { rows: 8000, columns: 8000, allocated: 8 };
    await assert.rejects(decode(compressedFile('4.90', [good], large)), /another size than the file says: expected 8000 x 8000/);
    await assert.rejects(decode(compressedFile('5', [encodeRle([Uint8Array.of(1)])], large)), /RLE data of a frame end too early/);
    const frames = element(0x00280008, 'IS', '2000000000');
    const source = openPixels(
      readDicom(compressedFile('5', [encodeRle([Uint8Array.of(1)])], { rows: 1, columns: 1, allocated: 8, more: [frames] })),
    );
    assert.throws(() => source.spans(1_999_999_999), /end before frame 2000000000/);
  });

  it('throws only DicomError whatever happens to the compressed bytes', async () => {
    const random = mulberry32(41);
    const grey = Uint8Array.from({ length: count }, (_, i) => wave(i, 255));
    const kinds: readonly (readonly [string, Uint8Array])[] = [
      ['4.80', await encode('charls', grey, { rows, columns, bits: 8 })],
      ['4.90', await encode('openjpeg', grey, { rows, columns, bits: 8 })],
      ['4.201', await encode('openjph', grey, { rows, columns, bits: 8 })],
      ['5', encodeRle([grey])],
      ['8.1', deflateRawSync(grey)],
    ];
    for (const [syntax, frame] of kinds) {
      for (let round = 0; round < 60; round += 1) {
        const damaged = Uint8Array.from(frame);
        for (let i = 0; i < 3; i += 1) damaged[Math.floor(random() * damaged.length)] = Math.floor(random() * 256);
        const result = await decode(compressedFile(syntax, [damaged], { rows, columns, allocated: 8 })).catch((error) => error);
        assert.ok(result instanceof DicomError || result.values?.length === count, `${syntax}, round ${round}: ${result}`);
      }
    }
  });

  it('needs no code that the pages’ policy forbids', () => {
    const { resolve } = createRequire(__filename);
    for (const name of ['codec-charls/decodewasmjs', 'codec-openjpeg/decodewasmjs', 'codec-openjph/wasmjs'])
      assert.doesNotMatch(readFileSync(resolve(`@cornerstonejs/${name}`), 'utf8'), /\beval\s*\(|new Function\b/, name);
  });
});
