import assert from 'node:assert/strict';
import { buildGraph } from '../../../../src/core/network/buildGraph';
import { initialise } from '../../../../src/core/network/initialise';
import { loadWeights } from '../../../../src/core/network/loadWeights';
import { makeLayers } from '../../../../src/core/network/makeLayers';
import { readSafetensors } from '../../../../src/core/network/safetensors';
import { floats, safetensorsBytes, type TestTensor } from './safetensorsBytes';

const layers = makeLayers({ image: [1, 4, 4] });
const stem = layers.batchNorm(layers.conv(layers.image, { name: 'conv1', filters: 2, kernel: 1 }), { name: 'bn1' });
const features = layers.globalAveragePool(layers.conv(stem, { name: 'conv2', filters: 2, kernel: 1 }));
const graph = buildGraph(layers.network(layers.bias(layers.dense(features, { name: 'fc', units: 3 }), { name: 'fc.bias' })));
const start = initialise(graph, 1);

const whole: Readonly<Record<string, TestTensor>> = {
  'conv1.weight': floats([2, 3, 1, 1], [1, 2, 4, 8, 16, 32]),
  'bn1.weight': floats([2], [0.5, 0.25]),
  'bn1.bias': floats([2], [-1, -2]),
  'bn1.running_mean': floats([2], [5, 6]),
  'bn1.running_var': floats([2], [7, 9]),
  'bn1.num_batches_tracked': { dtype: 'I64', shape: [], bytes: new Uint8Array(8) },
  'conv2.weight': floats([2, 2, 1, 1], [1, 2, 3, 4]),
  'fc.weight': floats([3, 2], [1, 2, 3, 4, 5, 6]),
  'fc.bias': floats([3], [7, 8, 9]),
};
const load = (tensors: Readonly<Record<string, TestTensor>>) => loadWeights(graph, start, readSafetensors(safetensorsBytes(tensors)));

function arrayOf({ weights }: ReturnType<typeof load>, layer: string, name: string): readonly number[] {
  for (const [slots, flat] of [
    [graph.parameters, weights.weights],
    [graph.state, weights.state],
  ] as const) {
    const slot = slots.find((entry) => entry.layer === layer && entry.name === name);
    if (slot !== undefined) return [...flat.subarray(slot.offset, slot.offset + slot.size)];
  }
  return [];
}

describe('loading weights', () => {
  it("puts each array where torchvision's name says: first convolution summed, dense turned", () => {
    const loaded = load(whole);
    assert.deepEqual(arrayOf(loaded, 'conv1', 'weight'), [7, 56]);
    assert.deepEqual(arrayOf(loaded, 'bn1', 'scale'), [0.5, 0.25]);
    assert.deepEqual(arrayOf(loaded, 'bn1', 'shift'), [-1, -2]);
    assert.deepEqual(arrayOf(loaded, 'bn1', 'mean'), [5, 6]);
    assert.deepEqual(arrayOf(loaded, 'bn1', 'variance'), [7, 9]);
    assert.deepEqual(arrayOf(loaded, 'conv2', 'weight'), [1, 2, 3, 4]);
    assert.deepEqual(arrayOf(loaded, 'fc', 'weight'), [1, 3, 5, 2, 4, 6]);
    assert.deepEqual(arrayOf(loaded, 'fc.bias', 'bias'), [7, 8, 9]);
    const { taken, ...rest } = loaded.report;
    assert.equal(taken.length, 8);
    assert.deepEqual(rest, { summed: ['conv1.weight'], fresh: [], unused: [] });
    assert.notDeepEqual(start.weights, loaded.weights.weights);
  });

  it('keeps the whole head new where a part of it does not fit, and tells what is left over', () => {
    const loaded = load({ ...whole, 'fc.weight': floats([3, 5], Array(15).fill(1)), 'layer9.weight': floats([1], [1]) });
    assert.deepEqual(loaded.report.fresh, ['fc.weight', 'fc.bias']);
    assert.deepEqual(loaded.report.unused, ['fc.weight', 'fc.bias', 'layer9.weight']);
    assert.deepEqual(arrayOf(loaded, 'fc.bias', 'bias'), [0, 0, 0]);
    assert.deepEqual(arrayOf(loaded, 'conv1', 'weight'), [7, 56]);
  });

  it('tells what the file lacks', () => {
    const { 'bn1.running_mean': _, ...rest } = whole;
    assert.deepEqual(load(rest).report.fresh, ['bn1.running_mean']);
  });

  it('knows the names of parallel training', () => {
    const named = Object.fromEntries(Object.entries(whole).map(([name, tensor]) => [`module.${name}`, tensor]));
    assert.equal(load(named).report.taken.length, 8);
  });

  it("knows the names of torchvision's oldest DenseNet files", () => {
    const name = 'features.denseblock1.denselayer2.conv1';
    const old = makeLayers({ image: [1, 4, 4] });
    const small = buildGraph(old.network(old.conv(old.image, { name, filters: 1, kernel: 1 })));
    const stored = { 'features.denseblock1.denselayer2.conv.1.weight': floats([1, 1, 1, 1], [5]) };
    const { weights } = loadWeights(small, initialise(small, 1), readSafetensors(safetensorsBytes(stored)));
    assert.deepEqual([...weights.weights], [5]);
  });

  it('refuses weights of another network', () => {
    const second = { ...whole, 'conv2.weight': floats([2, 2, 3, 3], Array(36).fill(0)) };
    assert.throws(
      () => load(second),
      /its array conv2\.weight is 2 x 2 x 3 x 3, which does not fit 2 x 2 x 1 x 1: it is of another network/,
    );
    const more = { ...whole, 'conv2.weight': floats([2, 3, 1, 1], Array(6).fill(0)) };
    assert.throws(() => load(more), /conv2\.weight is 2 x 3 x 1 x 1/, 'only the first convolution is summed');
    assert.throws(() => load({ a: floats([1], [1]) }), /none of its arrays fits/);
    assert.throws(() => load({ 'fc.weight': whole['fc.weight'] as TestTensor }), /none of its arrays fits/);
  });
});
