import assert from 'node:assert/strict';
import { type ImageFeatures, nearestFeatures } from '../../../../src/core/experiment/nearestFeatures';

const of = (image: string, ...features: readonly number[]): ImageFeatures => ({ image, features: Float32Array.from(features) });

describe('the nearest features', () => {
  it('of an image are its own, then those of the same direction', () => {
    const images = [of('c', 0, 1), of('b', 2, 2), of('a', 1, 0.9), of('opposite', -1, -1)];
    const found = nearestFeatures(Float32Array.of(1, 1), [...images, of('self', 1, 1)], 9);
    assert.deepEqual(
      found.map(({ image, similarity }) => [image, Number(similarity.toFixed(3))]),
      // Equally near ones by their names, whichever is longer.
      [
        ['b', 1],
        ['self', 1],
        ['a', 0.999],
        ['c', Number(Math.SQRT1_2.toFixed(3))],
        ['opposite', -1],
      ],
    );
    assert.deepEqual(nearestFeatures(Float32Array.of(1, 1), images, 1), [{ image: 'b', similarity: 1 }]);
  });

  it('are no number that is none where an image has no feature at all', () => {
    assert.deepEqual(nearestFeatures(Float32Array.of(0, 0), [of('a', 1, 1), of('b', 0, 0)], 5), [
      { image: 'a', similarity: 0 },
      { image: 'b', similarity: 0 },
    ]);
    assert.deepEqual(nearestFeatures(Float32Array.of(1), [], 5), []);
  });
});
