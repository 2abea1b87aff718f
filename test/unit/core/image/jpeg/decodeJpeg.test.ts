import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp, { type JpegOptions } from 'sharp';
import { DicomError } from '../../../../../src/core/dicom/dicomError';
import { readDicom } from '../../../../../src/core/dicom/readDicom';
import { decodeFrame } from '../../../../../src/core/image/decodeFrame';
import { decodeJpeg } from '../../../../../src/core/image/jpeg/decodeJpeg';
import { openPixels } from '../../../../../src/core/image/pixelSource';
import { nodeCodecs } from '../../../../../src/node/images/nodeCodecs';
import { type PictureOptions, part10, picture, words } from '../../../../fixtures/dicomBytes';
import { compressedFile } from '../../../../fixtures/encodedFrames';

const [rows, columns] = [37, 45];
/** Waves with some noise. */
const sample = (row: number, column: number, part: number): number =>
  Math.round(127 + 90 * Math.sin(row / (3 + part)) * Math.cos(column / 5) + ((row * 31 + column * 17 + part * 7) % 23));
const texture = (channels: 1 | 3): Uint8Array =>
  Uint8Array.from({ length: rows * columns * channels }, (_, i) => {
    const pixel = Math.floor(i / channels);
    return sample(Math.floor(pixel / columns), pixel % columns, i % channels);
  });

async function worstDifference(channels: 1 | 3, options: JpegOptions): Promise<number> {
  const input = sharp(texture(channels), { raw: { width: columns, height: rows, channels } });
  const jpeg = await (channels === 1 ? input.toColourspace('b-w') : input).jpeg({ quality: 90, ...options }).toBuffer();
  const theirs = await sharp(jpeg)
    .toColourspace(channels === 1 ? 'b-w' : 'srgb')
    .raw()
    .toBuffer();
  const layout: PictureOptions = {
    rows,
    columns,
    samples: channels,
    allocated: 8,
    photometric: channels === 1 ? 'MONOCHROME2' : 'YBR_FULL_422',
  };
  const file = readDicom(compressedFile('4.50', [jpeg], layout));
  const { values } = await decodeFrame(openPixels(file), 0, nodeCodecs);
  assert.equal(values.length, theirs.length);
  return theirs.reduce((worst, value, i) => Math.max(worst, Math.abs(value - (values[i] ?? 0))), 0);
}

describe('decodeJpeg', () => {
  it('gives the values of libjpeg: grey and colour, sequential and progressive, colour whole and halved', async () => {
    for (const progressive of [false, true]) {
      assert.equal(await worstDifference(1, { progressive }), 0);
      for (const chromaSubsampling of ['4:4:4', '4:2:0']) {
        // YBR becomes RGB by other roundings.
        const worst = await worstDifference(3, { progressive, chromaSubsampling });
        assert.ok(worst <= 1, `${chromaSubsampling}: ${worst}`);
      }
    }
    assert.equal(await worstDifference(1, { optimiseCoding: false, quality: 20 }), 0);
  });

  it('refuses data that are cut off anywhere, or of another size', async () => {
    const jpeg = await sharp(texture(1), { raw: { width: columns, height: rows, channels: 1 } })
      .toColourspace('b-w')
      .jpeg()
      .toBuffer();
    for (let length = 0; length < jpeg.length - 3; length += 7)
      assert.throws(() => decodeJpeg(jpeg.subarray(0, length), { rows, columns }), DicomError, `${length} of ${jpeg.length} bytes`);
    assert.throws(() => decodeJpeg(jpeg, { rows: rows + 1, columns }), /another size/);
  });

  it('makes no room for a size that the data can’t hold', async () => {
    const jpeg = Uint8Array.from(
      await sharp(texture(1), { raw: { width: columns, height: rows, channels: 1 } })
        .toColourspace('b-w')
        .jpeg()
        .toBuffer(),
    );
    const at = jpeg.findIndex((byte, i) => byte === 0xff && jpeg[i + 1] === 0xc0);
    jpeg.set([0xff, 0xff, 0xff, 0xff], at + 5);
    const before = process.memoryUsage().arrayBuffers;
    assert.throws(() => decodeJpeg(jpeg, { rows: 65535, columns: 65535 }), /end too early/);
    assert.ok(process.memoryUsage().arrayBuffers - before < 1e7);
  });
});

describe('JPEG as dcmtk writes it', function () {
  this.timeout(60_000);
  let folder = '';
  before(async function () {
    if (spawnSync('dcmcjpeg', ['--version']).status !== 0) this.skip();
    folder = await mkdtemp(join(tmpdir(), 'radsteps-jpeg-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  /** Compresses a picture by dcmcjpeg and gives our values and those of dcmdjpeg. */
  async function both(content: Uint8Array, options: PictureOptions, how: readonly string[]) {
    const [plain, coded, back] = ['plain', 'coded', 'back'].map((name) => join(folder, name)) as [string, string, string];
    writeFileSync(plain, part10('1.2.840.10008.1.2.1', identity, picture(content, { rows, columns, ...options })));
    const run = spawnSync('dcmcjpeg', [...how, plain, coded], { encoding: 'utf8' });
    assert.equal(run.status, 0, run.stderr);
    assert.equal(spawnSync('dcmdjpeg', [coded, back]).status, 0);
    const read = async (file: string) => [...(await decodeFrame(openPixels(readDicom(readFileSync(file))), 0, nodeCodecs)).values];
    return { ours: await read(coded), theirs: await read(back), original: await read(plain) };
  }

  const deep = (bits: number) =>
    words(Array.from({ length: rows * columns }, (_, i) => (sample(Math.floor(i / columns), i % columns, 0) * 257 + i * 13) % 2 ** bits));

  it('is exact without loss for every predictor, 8 to 16 bits', async () => {
    for (let predictor = 1; predictor <= 7; predictor += 1) {
      for (const stored of [12, 16]) {
        const { ours, original } = await both(deep(stored), { stored }, ['+el', '+sv', String(predictor)]);
        assert.deepEqual(ours, original, `predictor ${predictor}, ${stored} bits`);
      }
      const { ours, original } = await both(texture(1), { allocated: 8 }, ['+el', '+sv', String(predictor)]);
      assert.deepEqual(ours, original, `predictor ${predictor}, 8 bits`);
    }
    const colour = { allocated: 8, samples: 3, photometric: 'RGB', planar: 0 };
    const { ours, original } = await both(texture(3), colour, ['+e1']);
    assert.deepEqual(ours, original);
  });

  it('is the same as dcmdjpeg’s in 12 bits: extended, spectral selection, full progression', async () => {
    for (const how of ['+ee', '+es', '+ep']) {
      const { ours, theirs } = await both(deep(12), { stored: 12 }, [how, '+bt']);
      assert.deepEqual(ours, theirs, how);
    }
  });
});

const identity = Uint8Array.from([
  ...[0x08, 0, 0x16, 0, 0x55, 0x49, 26, 0, ...Buffer.from('1.2.840.10008.5.1.4.1.1.7\0')],
  ...[0x08, 0, 0x18, 0, 0x55, 0x49, 6, 0, ...Buffer.from('1.2.3\0')],
]);
