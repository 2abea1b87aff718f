import assert from 'node:assert/strict';
import type * as TensorFlow from '@tensorflow/tfjs-core';
import { buildGraph, type Graph } from '../../../../src/core/network/buildGraph';
import { dropoutMasks, maskInputs } from '../../../../src/core/network/dropoutMasks';
import { makeEmitter } from '../../../../src/core/network/emitter';
import { forwardPass, outputOf } from '../../../../src/core/network/forwardPass';
import type { Layer, LayerOf, OpName, Shape } from '../../../../src/core/network/layer';
import { encodeOnnx } from '../../../../src/core/network/onnx';
import { opOf } from '../../../../src/core/network/ops';
import { channelsFirst, channelsLast } from '../../../../src/core/network/tensorOp';
import { tensorOpOf } from '../../../../src/core/network/tensorOps';
import { mulberry32 } from '../../../../src/core/statistics/random';
import { openSession, type Values } from '../../../../src/node/training/session';
import { layerOf, type OpCase } from './opCase';
import { type Plain, plainOps, product } from './plainOps';

const usualBatch = 3;
const mostPlaces = 24;
/** Differences between 32-bit and double precision, as a share of 1 + the number. */
const tolerance = { values: 1e-5, derivatives: 5e-5 } as const;

/** A layer as the only one of a network, with numbers for all that it reads. */
type Trial = {
  readonly graph: Graph;
  readonly batch: number;
  /** Inputs, then parameters, with their sides. */
  readonly names: readonly string[];
  readonly arrays: readonly (readonly number[])[];
  readonly dims: readonly (readonly number[])[];
  readonly masks: Readonly<Record<string, Values>>;
  /** The derivative of the loss by the output, which is the loss's whole meaning. */
  readonly projection: readonly number[];
};

/** Runs one layer by ONNX Runtime and compares shape, output (training and inference) and all derivatives with plain double precision and its central differences, and with TensorFlow.js. */
export async function checkOp<K extends OpName>(tf: typeof TensorFlow, op: K, entry: Omit<OpCase<K>, 'title'>): Promise<Shape> {
  const layer = layerOf(op, entry.settings);
  const trial = trialOf(layer as unknown as Layer, entry);
  const { graph, names, arrays, dims, projection } = trial;
  const expected = plainly(trial, layer, arrays, true);
  assert.deepEqual(graph.outputShape, expected.shape, 'shape');
  const found = await runTraining(trial);
  close(found.y, expected.values, tolerance.values, 'output');
  if (op !== 'batchNorm') close(await runInference(trial), plainly(trial, layer, arrays, false).values, tolerance.values, 'inference');
  for (const [index, name] of names.entries()) {
    const derivative = found[`d_${name}`] ?? [];
    assert.equal(derivative.length, arrays[index]?.length, `derivative by ${name}: count`);
    const places = spread(derivative.length, mostPlaces);
    const ours = places.map((place) => derivative[place] ?? Number.NaN);
    close(
      ours,
      differences((moved) => plainly(trial, layer, moved, true).values, arrays, index, projection, places),
      tolerance.derivatives,
      `derivative by ${name}`,
    );
  }
  const theirs = byTensorFlow(tf, layer, trial);
  assert.deepEqual(theirs.shape, [trial.batch, ...graph.outputShape], "TensorFlow.js's shape");
  close(found.y, theirs.values, tolerance.values, "TensorFlow.js's output");
  for (const [index, name] of names.entries())
    close(
      found[`d_${name}`] ?? [],
      theirs.derivatives[index] ?? [],
      tolerance.derivatives,
      `TensorFlow.js's derivative by ${name} ${dims[index]}`,
    );
  return graph.outputShape;
}

function trialOf(layer: Layer, { shapes, batch = usualBatch, span = 1 }: Omit<OpCase<OpName>, 'title' | 'settings'>): Trial {
  const inputs = shapes.map((_, index) => `in${index}`);
  const named = Object.fromEntries(shapes.map((shape, index) => [`in${index}`, shape]));
  const graph = buildGraph({ inputs: named, layers: [{ ...layer, from: inputs }], output: layer.name });
  const random = mulberry32(7);
  const dims = [...shapes.map((shape) => [batch, ...shape]), ...graph.parameters.map((slot) => [...slot.shape])];
  const arrays = dims.map((sides, index) => distinct(product(sides), random).map((value) => value * (index < shapes.length ? span : 1)));
  return {
    graph,
    batch,
    names: [...inputs, ...graph.parameters.map((_, index) => `p${index}`)],
    arrays,
    dims,
    masks: dropoutMasks(graph, batch, 5, 1),
    projection: Array.from({ length: batch * product(graph.outputShape) }, () => random() * 2 - 1),
  };
}

/** The layer in double precision; in inference nothing is dropped. */
function plainly<K extends OpName>(trial: Trial, layer: LayerOf<K>, arrays: readonly (readonly number[])[], training: boolean): Plain {
  const { graph, batch, masks } = trial;
  const shapes = Object.values(graph.network.inputs);
  const [mask] = Object.values(masks);
  const given = { inputs: arrays.slice(0, shapes.length), parameters: arrays.slice(shapes.length), shapes, batch };
  return plainOps[layer.op]({ ...given, layer, mask: training ? [...(mask?.data ?? [])] : (arrays[0] ?? []).map(() => 1) });
}

async function runTraining({ graph, names, arrays, dims, masks, batch, projection }: Trial): Promise<Record<string, readonly number[]>> {
  const emit = makeEmitter();
  const state = graph.state.map((slot) => emit.floats(new Float32Array(slot.size), slot.shape));
  const [pass] = forwardPass(emit, graph, { parameters: names.slice(Object.keys(graph.network.inputs).length), state }, true);
  assert.ok(pass);
  const backward = opOf(pass.node.layer).gradient(pass.lowering, pass.forward, 'projection');
  emit.output(pass.forward.output, 'y');
  for (const [index, name] of [...backward.inputs, ...backward.parameters].entries())
    emit.output(emit.node('Reshape', [name, emit.ints([-1])]), `d_${names[index]}`);
  const outputDims = [batch, ...graph.outputShape];
  const given = names.map((name, index) => ({ name, dims: dims[index] ?? [] }));
  const outputs = given.map(({ name, dims: sides }) => ({ name: `d_${name}`, dims: [product(sides)] }));
  const inputs = [...given, ...maskInputs(graph), { name: 'projection', dims: outputDims }];
  const model = emit.finish('op', inputs, [{ name: 'y', dims: outputDims }, ...outputs]);
  const feeds = { ...feedsOf(names, arrays, dims), ...masks, projection: { data: Float32Array.from(projection), dims: outputDims } };
  return run(encodeOnnx(model), feeds);
}

async function runInference({ graph, names, arrays, dims, batch }: Trial): Promise<readonly number[]> {
  const emit = makeEmitter();
  const passes = forwardPass(emit, graph, { parameters: names.slice(Object.keys(graph.network.inputs).length), state: [] }, false);
  emit.output(outputOf(graph, passes), 'y');
  const given = names.map((name, index) => ({ name, dims: dims[index] ?? [] }));
  const model = emit.finish('op', given, [{ name: 'y', dims: [batch, ...graph.outputShape] }]);
  return (await run(encodeOnnx(model), feedsOf(names, arrays, dims))).y ?? [];
}

const feedsOf = (names: readonly string[], arrays: Trial['arrays'], dims: Trial['dims']): Record<string, Values> =>
  Object.fromEntries(names.map((name, index) => [name, { data: Float32Array.from(arrays[index] ?? []), dims: dims[index] ?? [] }]));

async function run(model: Uint8Array, feeds: Readonly<Record<string, Values>>): Promise<Record<string, readonly number[]>> {
  const session = await openSession(model, 1);
  const result = await session.run(feeds);
  await session.close();
  return Object.fromEntries(Object.entries(result).map(([name, values]) => [name, Array.from(values)]));
}

function byTensorFlow<K extends OpName>(
  tf: typeof TensorFlow,
  layer: LayerOf<K>,
  { graph, batch, arrays, dims, masks, projection }: Trial,
) {
  return tf.tidy(() => {
    const count = Object.keys(graph.network.inputs).length;
    const [drop] = Object.values(masks);
    const dropMasks = drop === undefined ? [] : [tf.tensor(drop.data, [...drop.dims])];
    const state = graph.state.map((slot) => tf.zeros([...slot.shape]));
    const output = (...all: TensorFlow.Tensor[]) => {
      const inputs = [...all.slice(0, count), ...dropMasks].map((x) => channelsLast(tf, x));
      const given = { tf, layer, inputs, parameters: all.slice(count), state, training: true, keep: () => {} };
      return channelsFirst(tf, tensorOpOf(layer.op)(given));
    };
    const tensors = arrays.map((array, index) => tf.tensor([...array], [...(dims[index] ?? [])]));
    const weights = tf.tensor([...projection], [batch, ...graph.outputShape]);
    const y = output(...tensors);
    const gradients = tf.grads((...all) => tf.sum(tf.mul(output(...all), weights)))(tensors);
    return { shape: y.shape, values: [...y.dataSync()], derivatives: gradients.map((gradient) => [...gradient.dataSync()]) };
  });
}

/** Numbers from -1 to 1 in random order, evenly apart and none zero: in the small arrays of pooling no step of a difference changes which is the largest. */
function distinct(count: number, random: () => number): number[] {
  const list = Array.from({ length: count }, (_, index) => ((index - count / 2 + 0.25) * 2) / count);
  return list
    .map((value) => ({ value, key: random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ value }) => value);
}

/** Central differences of the projected output by some places of one array. */
function differences(
  values: (arrays: Trial['arrays']) => readonly number[],
  arrays: Trial['arrays'],
  which: number,
  projection: readonly number[],
  places: readonly number[],
): number[] {
  const step = 1e-4;
  const array = arrays[which] ?? [];
  const total = (place: number, value: number): number =>
    values(arrays.with(which, array.with(place, value))).reduce((sum, entry, index) => sum + entry * (projection[index] ?? 0), 0);
  return places.map((place) => (total(place, (array[place] ?? 0) + step) - total(place, (array[place] ?? 0) - step)) / (2 * step));
}

/** Up to `most` places, spread over an array. */
function spread(length: number, most: number): number[] {
  const count = Math.min(length, most);
  return Array.from({ length: count }, (_, index) => Math.floor((index * length) / count));
}

/** Fails unless the numbers are equal up to a share of 1 + their size. */
export function close(found: readonly number[] | undefined, expected: readonly number[], most: number, what: string): void {
  assert.equal(found?.length, expected.length, `${what}: count`);
  for (const [index, value] of expected.entries()) {
    const off = Math.abs(value - (found?.[index] ?? Number.NaN));
    assert.ok(off <= most * (1 + Math.abs(value)), `${what} ${index}: ${found?.[index]} instead of ${value}`);
  }
}
