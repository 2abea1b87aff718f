import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { pixelHash } from '../../../../src/node/images/pixelHash';

const image = (rows: number, columns: number, pixels: Float32Array) => ({ rows, columns, pixels, bits: 8, window: null });

describe('pixelHash', () => {
  const pixels = Float32Array.of(0, 1, 2, 3);

  it('is the SHA-256 of size and little endian pixels', () => {
    const expected = createHash('sha256').update('2 2\n').update(Buffer.from('000000000000803f0000004000004040', 'hex')).digest('hex');
    assert.equal(pixelHash(image(2, 2, pixels)), expected);
  });

  it('is equal for equal pixels, whatever the depth, window and memory behind', () => {
    const view = Float32Array.of(9, 0, 1, 2, 3).subarray(1);
    assert.equal(pixelHash({ ...image(2, 2, view), bits: 12, window: { center: 1, width: 2 } }), pixelHash(image(2, 2, pixels)));
  });

  it('differs by shape and by any pixel', () => {
    const hashes = [image(2, 2, pixels), image(1, 4, pixels), image(4, 1, pixels), image(2, 2, Float32Array.of(0, 1, 2, 4))].map(pixelHash);
    assert.equal(new Set(hashes).size, 4);
  });
});
