import assert from 'node:assert/strict';
import { inflateSync } from 'node:zlib';
import sharp, { type PngOptions } from 'sharp';
import { deepPngValues, readDeepPng } from '../../../../src/core/viewer/deepPng';

/** Waves, so that an encoder uses all its filters. */
const values = Uint16Array.from({ length: 40 * 30 * 3 }, (_, at) => 30_000 + 9_000 * Math.sin(at / 7) * Math.cos(at / 301));

async function decoded(channels: 1 | 3, options: PngOptions = {}): Promise<Uint16Array | null> {
  const raw = { width: 40, height: 30, channels };
  const space = channels === 1 ? 'grey16' : 'rgb16';
  const png = await sharp(values.slice(0, 40 * 30 * channels), { raw })
    .toColourspace(space)
    .png({ adaptiveFiltering: true, ...options })
    .toBuffer();
  const read = readDeepPng(png);
  return read === null ? null : deepPngValues(read, inflateSync(read.data));
}

describe('PNG of 16 bits', () => {
  it('keeps every value of grey and colour, whatever filters the rows have', async () => {
    assert.deepEqual(await decoded(1), values.slice(0, 40 * 30));
    assert.deepEqual(await decoded(3), values);
  });

  it('is left to others when it is interlaced, has 8 bits, or is no PNG', async () => {
    assert.equal(await decoded(1, { progressive: true }), null);
    const shallow = await sharp(Buffer.alloc(4), { raw: { width: 2, height: 2, channels: 1 } })
      .png()
      .toBuffer();
    assert.equal(readDeepPng(shallow), null);
    assert.equal(readDeepPng(new Uint8Array(100)), null);
  });

  it('has no values where it is cut off', () => {
    assert.equal(deepPngValues({ rows: 2, columns: 2, samples: 1, data: new Uint8Array(0) }, new Uint8Array(9)), null);
  });
});
