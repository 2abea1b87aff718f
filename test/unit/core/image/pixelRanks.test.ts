import assert from 'node:assert/strict';
import { pixelRanks } from '../../../../src/core/image/pixelRanks';

describe('pixelRanks', () => {
  it('agrees with sorting', () => {
    const pixels = Float32Array.from({ length: 5000 }, (_, i) => ((i * 7919) % 5003) / 7 - 300);
    const sorted = pixels.slice().sort();
    const shares = [0, 0.005, 0.1234, 0.5, 0.995, 1];
    assert.deepEqual(
      pixelRanks(pixels, shares),
      shares.map((share) => sorted[Math.round(share * 4999)]),
    );
  });

  it('is exact where nearly all values share one bin', () => {
    const pixels = Float32Array.from({ length: 1000 }, (_, i) => (i === 0 ? 1e9 : (i % 10) / 10));
    assert.deepEqual(pixelRanks(pixels, [0.5, 1]), [Math.fround(0.5), 1e9]);
  });

  it('leaves out what is no finite number', () => {
    assert.deepEqual(pixelRanks(Float32Array.of(Number.NaN, 3, Number.POSITIVE_INFINITY, 1), [0, 1]), [1, 3]);
    assert.deepEqual(pixelRanks(Float32Array.of(Number.NaN), [0, 1]), []);
    assert.deepEqual(pixelRanks(new Float32Array(), [0.5]), []);
  });

  it('gives the one value of a constant picture', () => {
    assert.deepEqual(pixelRanks(new Float32Array(9).fill(-4), [0, 0.5, 1]), [-4, -4, -4]);
  });
});
