import assert from 'node:assert/strict';
import { buildGraph } from '../../../../src/core/network/buildGraph';
import { estimateMemory } from '../../../../src/core/network/estimateMemory';
import { makeLayers } from '../../../../src/core/network/makeLayers';
import { summariseNetwork } from '../../../../src/core/network/summariseNetwork';

const layers = makeLayers({ image: [1, 40, 30], scalars: [2] });
const first = layers.batchNorm(layers.conv(layers.image, { filters: 8, kernel: 3 }));
const features = layers.concat([layers.globalAveragePool(first), layers.scalars ?? first]);
const graph = buildGraph(layers.network(layers.dense(features, { units: 5 })));

describe('the summary of a network', () => {
  it('names what each layer reads and gives, and counts', () => {
    const summary = summariseNetwork(graph);
    assert.deepEqual(summary.layers[0], { name: 'conv1', op: 'conv', from: ['image'], shape: [8, 40, 30], parameters: 72 });
    assert.deepEqual(summary.layers.at(-1), { name: 'dense1', op: 'dense', from: ['concat1'], shape: [5], parameters: 50 });
    assert.deepEqual([summary.inputs, summary.output], [{ image: [1, 40, 30], scalars: [2] }, [5]]);
    assert.deepEqual([summary.parameters, summary.statistics], [72 + 16 + 50, 16]);
  });
});

describe('the memory of a training step', () => {
  it('holds at least what must be there, and grows with the batch and with what the optimizer keeps', () => {
    const one = estimateMemory(graph, 1, 2);
    // Convolution, norm and its kept copy, and the convolution's nine shifted copies.
    assert.ok(one.activations >= 4 * 1200 * (8 + 8 + 8 + 9) && one.activations < 50 * 2 ** 20, String(one.activations));
    assert.ok(one.vectors >= 4 * graph.parameterCount * 7, String(one.vectors));
    assert.equal(one.total, one.vectors + one.activations);
    const [four, seven] = [4, 7].map((batch) => estimateMemory(graph, batch, 2).activations);
    // Each is rounded.
    assert.ok(Math.abs((seven ?? 0) - 2 * (four ?? 0) + one.activations) <= 2);
    const two = estimateMemory(graph, 4, 2, 2);
    assert.ok(two.vectors > one.vectors && two.activations > (four ?? 0), 'two workers need more than one');
    assert.ok(estimateMemory(graph, 1, 0).vectors < one.vectors);
  });
});
