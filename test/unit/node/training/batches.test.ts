import assert from 'node:assert/strict';
import { experimentDefaults } from '../../../../src/core/experiment/experimentDefaults';
import { mulberry32 } from '../../../../src/core/statistics/random';
import { drawChange, mixSeeds, placeImage, unchanged } from '../../../../src/node/training/augment';
import { chunks, type Example, epochOrder, makeBatch } from '../../../../src/node/training/batches';

const pixels = Uint16Array.from({ length: 6 }, (_, index) => index * 13107);
const placed = (change: typeof unchanged): number[] => {
  const into = new Float32Array(7);
  placeImage(pixels, [2, 3], change, into, 1);
  assert.equal(into[0], 0);
  return Array.from(into.subarray(1), (value) => Math.round(value * 5));
};

describe('batches', () => {
  it('orders an epoch by seed and epoch, each image once', () => {
    const order = epochOrder(20, 7, 1);
    assert.deepEqual(
      [...order].sort((a, b) => a - b),
      Array.from({ length: 20 }, (_, index) => index),
    );
    assert.deepEqual(order, epochOrder(20, 7, 1));
    assert.notDeepEqual(order, epochOrder(20, 7, 2));
    assert.notDeepEqual(order, epochOrder(20, 8, 1));
  });

  it('leaves what does not fill a batch to a last, smaller one', () => {
    assert.deepEqual(chunks([1, 2, 3, 4, 5], 2), [[1, 2], [3, 4], [5]]);
    assert.deepEqual(chunks([], 2), []);
  });

  it('scales pixels to 0..1 and weighs each example by its share of the batch', () => {
    const cache = { has: () => true, read: () => pixels, close: async () => {} };
    const example: Example = { image: 'i', patient: 'p', sha256: 's', inputs: [0.5], target: 3, expected: [0, 1], weight: 2 };
    const { size, inputs } = makeBatch([example, example], cache, [2, 3]);
    assert.equal(size, 2);
    assert.deepEqual(inputs.image?.dims, [2, 1, 2, 3]);
    assert.equal(inputs.image?.data[5], 1);
    assert.deepEqual(inputs.target, { data: Float32Array.of(0, 1, 0, 1), dims: [2, 2] });
    assert.deepEqual(inputs.weight, { data: Float32Array.of(1, 1), dims: [2, 1] });
    assert.deepEqual(inputs.scalars, { data: Float32Array.of(0.5, 0.5), dims: [2, 1] });
  });
});

describe('targets of marks', () => {
  const cache = { has: () => true, read: () => new Uint16Array(16 * 24), close: async () => {} };
  const size = { rows: 32, columns: 48 };
  const box = { id: 'b', kind: 'box', name: 'n', from: [4, 8], to: [20, 24] } as const;
  const example: Example = { image: 'i', patient: 'p', sha256: 's', inputs: [], target: 1, expected: [], weight: 1, size, marks: [box] };
  const plan = { task: 'detection', image: { size: [16, 24], fit: 'pad' }, shape: [5, 4, 6] } as const;
  const peaks = (changes: readonly (typeof unchanged)[]) => {
    const { target } = makeBatch([example, example], cache, [16, 24], changes, plan).inputs;
    assert.deepEqual(target?.dims, [2, 5, 4, 6]);
    return [0, 120].map((first) => target?.data.subarray(first, first + 24).indexOf(1));
  };

  it('are drawn where the fit brings them, and go along with flips and shifts', () => {
    // The centre (12, 16) lies at (6, 8) of the network's pixels: column 1 and row 2 of the grid.
    assert.deepEqual(peaks([]), [2 * 6 + 1, 2 * 6 + 1]);
    assert.deepEqual(
      peaks([
        { ...unchanged, flip: true },
        { flip: false, rows: -4, columns: 8 },
      ]),
      [2 * 6 + 4, 6 + 3],
    );
    assert.deepEqual(peaks([{ flip: true, rows: 4, columns: -8 }, unchanged]), [3 * 6 + 2, 2 * 6 + 1]);
  });
});

describe('augmentation', () => {
  it('flips and shifts, repeating the border', () => {
    assert.deepEqual(placed(unchanged), [0, 1, 2, 3, 4, 5]);
    assert.deepEqual(placed({ ...unchanged, flip: true }), [2, 1, 0, 5, 4, 3]);
    assert.deepEqual(placed({ ...unchanged, columns: 1 }), [0, 0, 1, 3, 3, 4]);
    assert.deepEqual(placed({ ...unchanged, rows: -1 }), [3, 4, 5, 3, 4, 5]);
  });

  it('draws shifts up to the share, both ways, and flips only when asked to', () => {
    const draws = Array.from({ length: 200 }, (_, index) =>
      drawChange({ ...experimentDefaults.augment, shift: 0.1 }, [50, 20], mulberry32(mixSeeds(1, index))),
    );
    assert.ok(draws.every((draw) => !draw.flip && Math.abs(draw.rows) <= 5 && Math.abs(draw.columns) <= 2));
    assert.deepEqual([Math.max(...draws.map((draw) => draw.rows)), Math.min(...draws.map((draw) => draw.rows))], [5, -5]);
    assert.deepEqual(
      drawChange({ ...experimentDefaults.augment, flip: true }, [50, 20], () => 0.1),
      { flip: true, rows: 0, columns: 0 },
    );
  });
});
