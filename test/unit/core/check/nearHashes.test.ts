import assert from 'node:assert/strict';
import { bitCount, bitsApart, eachNearPair } from '../../../../src/core/check/nearHashes';
import { areaResize, correlation, hashSide, lowFrequencies, perceptualHash } from '../../../../src/core/check/perceptualHash';
import { mulberry32 } from '../../../../src/core/statistics/random';

const noise = (seed: number, count: number): Float64Array => {
  const random = mulberry32(seed);
  return Float64Array.from({ length: count }, () => 100 * random());
};

/** A picture of soft spots, as films are. */
function soft(seed: number, rows: number, columns: number): Float64Array {
  const random = mulberry32(seed);
  const spots = Array.from({ length: 6 }, () => [random(), random(), 0.1 + 0.2 * random(), random()] as const);
  return Float64Array.from({ length: rows * columns }, (_, at) => {
    const [y, x] = [Math.floor(at / columns) / rows, (at % columns) / columns];
    return spots.reduce(
      (sum, [row, column, width, height]) => sum + height * Math.exp(-((y - row) ** 2 + (x - column) ** 2) / width ** 2),
      0,
    );
  });
}

describe('the perceptual hash', () => {
  it('shrinks by area', () => {
    assert.deepEqual([...areaResize([1, 3, 5, 7], 2, 2, 1)], [4]);
    assert.deepEqual(
      [...areaResize([0, 3, 6], 1, 3, 2)].map((value) => Math.round(1000 * value)),
      [1000, 5000, 1000, 5000],
    );
    const large = noise(1, 70 * 90);
    const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;
    assert.ok(Math.abs(mean(areaResize(large, 70, 90)) - mean(large)) < 1e-9);
  });

  it('has the frequencies of the DCT-II as its definition has them', () => {
    const small = noise(2, hashSide * hashSide);
    const found = lowFrequencies(small);
    for (const [v, u] of [
      [0, 0],
      [0, 3],
      [5, 2],
      [7, 7],
    ] as const) {
      let sum = 0;
      for (let y = 0; y < 32; y += 1)
        for (let x = 0; x < 32; x += 1)
          sum += (small[y * 32 + x] ?? 0) * Math.cos(((2 * x + 1) * u * Math.PI) / 64) * Math.cos(((2 * y + 1) * v * Math.PI) / 64);
      assert.ok(Math.abs((found[v * 8 + u] ?? 0) - sum) < 1e-6);
    }
  });

  it('is the same after a change of brightness and contrast, and near after noise and another size', () => {
    for (let seed = 1; seed <= 20; seed += 1) {
      const picture = soft(seed, 300, 200);
      const hash = perceptualHash(areaResize(picture, 300, 200));
      assert.ok(hash !== null);
      assert.deepEqual(
        perceptualHash(
          areaResize(
            picture.map((value) => 37 * value + 1200),
            300,
            200,
          ),
        ),
        hash,
      );
      const noisy = picture.map((value, index) => value + 0.01 * Math.sin(index * 12.9898));
      const again = perceptualHash(areaResize(noisy, 300, 200));
      assert.ok(again !== null && bitCount(again[0] ^ hash[0]) + bitCount(again[1] ^ hash[1]) <= 4);
    }
  });

  it('has 31 bits of 63, and none for one grey', () => {
    const [high, low] = perceptualHash(noise(3, 1024)) ?? [0, 0];
    assert.equal(bitCount(high) + bitCount(low), 31);
    assert.equal(perceptualHash(new Float64Array(1024).fill(812.25)), null);
    assert.equal(correlation([1, 2, 3], [5, 7, 9]), 1);
    assert.equal(correlation([1, 1, 1], [5, 7, 9]), 0);
  });
});

describe('eachNearPair', () => {
  it('finds exactly the pairs that looking at all of them finds', () => {
    const random = mulberry32(7);
    const hashes = Uint32Array.from({ length: 1200 }, () => Math.floor(random() * 2 ** 32));
    // Neighbours of known distance, over all chunks.
    for (let place = 300; place < 600; place += 1) {
      hashes[2 * place] = hashes[2 * (place - 300)] ?? 0;
      hashes[2 * place + 1] = hashes[2 * (place - 300) + 1] ?? 0;
      for (let bit = 0; bit < place % 9; bit += 1) {
        const turned = Math.floor(random() * 64);
        const at = 2 * place + (turned >> 5);
        hashes[at] = ((hashes[at] ?? 0) ^ (1 << (turned & 31))) >>> 0;
      }
    }
    for (const distance of [0, 4, 6, 7]) {
      const expected: string[] = [];
      for (let a = 0; a < 600; a += 1)
        for (let b = a + 1; b < 600; b += 1) if (bitsApart(hashes, a, b) <= distance) expected.push(`${a} ${b}`);
      const found: string[] = [];
      eachNearPair(hashes, distance, (a, b) => found.push(`${a} ${b}`));
      assert.deepEqual(found.sort(), expected.sort());
      assert.ok(expected.length > 20);
    }
    assert.throws(() => eachNearPair(hashes, 8, () => undefined), RangeError);
  });
});
