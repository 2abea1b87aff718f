import assert from 'node:assert/strict';
import { type NetworkChoice, namedNetwork } from '../../../../src/core/network/architectures/namedNetwork';
import { buildGraph, type Graph } from '../../../../src/core/network/buildGraph';
import { inferenceModel, type Weights } from '../../../../src/core/network/inferenceModel';
import { initialise } from '../../../../src/core/network/initialise';
import type { Layer } from '../../../../src/core/network/layer';
import { layersModel, type NetworkModel } from '../../../../src/core/network/layersModel';
import { encodeOnnx } from '../../../../src/core/network/onnx';
import type { TensorFlow } from '../../../../src/core/network/tensorFlow';
import { mulberry32 } from '../../../../src/core/statistics/random';
import { openSession, type Values } from '../../../../src/node/training/session';
import { plainTensorFlow } from '../../../fixtures/plainTensorFlow';

const random = mulberry32(3);
const numbers = (count: number): Float32Array => Float32Array.from({ length: count }, () => random() * 2 - 1);
const product = (sides: readonly number[]): number => sides.reduce((all, side) => all * side, 1);

/** Numbers that a training could have left: no array is all zeros or ones, and variances are above zero. */
function trained(graph: Graph): Weights {
  const { weights, state } = initialise(graph, 2);
  return { weights: weights.map((value) => value + 0.2 * (random() - 0.5)), state: state.map((value) => Math.abs(value + 0.5 * random())) };
}

const choice = { filters: [3], width: 0.05, depth: 2, trunk: 'resnet-18', dropout: 0.5 } as const;
const task = { size: [32, 32], scalars: 0, outputs: 2 } as const;
const named = (name: NetworkChoice['name']): Graph => buildGraph(namedNetwork({ ...choice, name }, task));

describe('a network as a tf.LayersModel', () => {
  let tf: TensorFlow;
  before(async () => {
    tf = await plainTensorFlow();
  });

  function put(network: NetworkModel, graph: Graph, { weights, state }: Weights): void {
    for (const [slots, variables, flat] of [
      [graph.parameters, network.parameters, weights],
      [graph.state, network.state, state],
    ] as const)
      for (const [index, { offset, size, shape }] of slots.entries())
        tf.tidy(() => variables[index]?.assign(tf.tensor(flat.slice(offset, offset + size), [...shape])));
  }

  for (const name of ['resnet-18', 'mobilenet-v2', 'centre-point'] as const) {
    it(`${name}: says in inference what plain ONNX says with the same weights`, async () => {
      const graph = named(name);
      const weights = trained(graph);
      const network = layersModel(tf, graph);
      put(network, graph, weights);
      const image: Values = { data: numbers(2 * 32 * 32), dims: [2, 1, 32, 32] };
      const session = await openSession(encodeOnnx(inferenceModel(graph, weights, { kind: 'number', mean: 0, sd: 1 }, {})), 1);
      const { output: expected = [] } = await session.run({ image });
      await session.close();
      const output = tf.tidy(() => network.run({ image: tf.tensor(image.data, [...image.dims]) }, false));
      assert.deepEqual(output.shape, [2, ...graph.outputShape]);
      const found = output.dataSync();
      const largest = Math.max(...Array.from(expected, Math.abs));
      assert.equal(found.length, expected.length);
      assert.ok(largest > 0.01, 'the output is not all zeros');
      for (const [index, value] of expected.entries())
        assert.ok(Math.abs(value - (found[index] ?? Number.NaN)) < 1e-4 * largest, `${index}: ${found[index]} instead of ${value}`);
      assert.equal(network.model.countParams(), graph.parameterCount + graph.stateCount);
      network.model.dispose();
    });
  }

  it('takes names that TensorFlow.js refuses, layers that lead nowhere, and inputs that no layer reads', () => {
    const layers: readonly Layer[] = [
      { op: 'flatten', name: 'Bild als Vektor: ü/1', from: ['image'] },
      { op: 'flatten', name: 'Bild als Vektor: u/1', from: ['image'] },
      { op: 'add', name: '#', from: ['Bild als Vektor: ü/1', 'Bild als Vektor: u/1'] },
      { op: 'dense', name: 'aside', from: ['#'], units: 3 },
      { op: 'dropout', name: 'aside, dropped', from: ['aside'], rate: 0.5 },
    ];
    const graph = buildGraph({ inputs: { image: [1, 2, 2], scalars: [2] }, layers, output: '#' });
    const network = layersModel(tf, graph);
    const output = network.run({ image: tf.tensor([1, 2, 3, 4], [1, 1, 2, 2]), scalars: tf.tensor([0, 1], [1, 2]) }, true);
    assert.deepEqual([...output.dataSync()], [2, 4, 6, 8]);
    assert.deepEqual(
      network.parameters.map(({ shape }) => shape),
      [[4, 3]],
    );
  });

  it('keeps two models apart and frees all that it took', () => {
    const before = tf.memory().numTensors;
    const graph = named('compact-cnn');
    const [one, other] = [layersModel(tf, graph), layersModel(tf, graph)];
    put(one, graph, trained(graph));
    const sum = (network: NetworkModel): number =>
      network.parameters.reduce((all, variable) => all + Math.abs(tf.tidy(() => tf.sum(variable).dataSync()[0] ?? 0)), 0);
    assert.ok(sum(one) > 0.1);
    assert.equal(sum(other), 0);
    assert.equal(product(one.model.outputs[0]?.shape.slice(1).map(Number) ?? []), product(graph.outputShape));
    for (const { model } of [one, other]) model.dispose();
    assert.equal(tf.memory().numTensors, before);
  });
});
