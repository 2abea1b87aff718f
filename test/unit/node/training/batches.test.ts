import assert from 'node:assert/strict';
import { chunks, type Example, epochOrder, makeBatch } from '../../../../src/node/training/batches';

const pixels = Uint16Array.from({ length: 6 }, (_, index) => index * 13107);

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
    const cache = { read: () => pixels };
    const example: Example = { image: 'i', patient: 'p', sha256: 's', inputs: [0.5], target: 3, expected: [0, 1], weight: 2, group: 0 };
    const { size, inputs } = makeBatch([example, example], cache, [2, 3]);
    assert.equal(size, 2);
    assert.deepEqual(inputs.image?.dims, [2, 1, 2, 3]);
    assert.equal(inputs.image?.data[5], 1);
    assert.deepEqual(inputs.target, { data: Float32Array.of(0, 1, 0, 1), dims: [2, 2] });
    assert.deepEqual(inputs.weight, { data: Float32Array.of(1, 1), dims: [2, 1] });
    assert.deepEqual(inputs.scalars, { data: Float32Array.of(0.5, 0.5), dims: [2, 1] });
  });
});
