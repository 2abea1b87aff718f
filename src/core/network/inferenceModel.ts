import type { Graph } from './buildGraph';
import { type Emitter, makeEmitter, type Target } from './emitter';
import { type Arrays, forwardPass, outputOf, unpack } from './forwardPass';
import { emitLoss, type LossSpec, type PlainLossName } from './loss';
import type { OnnxModel } from './onnx';
import { boxChannels } from './outputShape';
import { networkInputs } from './trainingStep';

/**
 * What the network's last numbers mean: a standardised number (output = number * sd + mean), logits of classes (output = probabilities), logits of
 * every place (output = probabilities), or those of the first channel with sizes and offsets after it, which stay as they are.
 */
export type Head =
  | { readonly kind: 'number'; readonly mean: number; readonly sd: number }
  | { readonly kind: 'classes' | 'mask' | 'boxes' };

/** The learnt numbers of a graph: two flat vectors. */
export type Weights = { readonly weights: Float32Array; readonly state: Float32Array };

/** The trained network as a plain ONNX model: `image` (and `scalars`) to `output` in the target's unit, or as probabilities. */
export function inferenceModel(graph: Graph, trained: Weights, head: Head, metadata: Readonly<Record<string, string>>): OnnxModel {
  const emit = makeEmitter();
  const arrays = {
    parameters: graph.parameters.map(({ offset, size, shape }) => emit.floats(trained.weights.subarray(offset, offset + size), shape)),
    state: graph.state.map(({ offset, size, shape }) => emit.floats(trained.state.subarray(offset, offset + size), shape)),
  };
  emit.output(readOut(emit, rawOutput(emit, graph, arrays), head), 'output');
  return emit.finish('radsteps', networkInputs(graph), [{ name: 'output', dims: ['n', ...graph.outputShape] }], metadata);
}

/** Inference for use during training: the weights are inputs, and each example's `loss` [n, 1] against `target` is an output too. */
export function evaluationModel(
  graph: Graph,
  loss: LossSpec | PlainLossName,
  head: Head,
  options: { readonly target?: Target } = {},
): OnnxModel {
  const emit = makeEmitter(options);
  const arrays = { parameters: unpack(emit, 'weights', graph.parameters), state: unpack(emit, 'state', graph.state) };
  const raw = rawOutput(emit, graph, arrays);
  const { each } = emitLoss(emit, loss, { output: raw, target: 'target', weight: 'target', shape: graph.outputShape });
  emit.output(each, 'loss');
  emit.output(readOut(emit, raw, head), 'output');
  const vectors = [
    { name: 'weights', dims: [graph.parameterCount] },
    ...(graph.stateCount > 0 ? [{ name: 'state', dims: [graph.stateCount] }] : []),
  ];
  const target = { name: 'target', dims: ['n', ...graph.outputShape] };
  const outputs = [
    { name: 'output', dims: ['n', ...graph.outputShape] },
    { name: 'loss', dims: ['n', 1] },
  ];
  return emit.finish('evaluation', [...networkInputs(graph), target, ...vectors], outputs);
}

const rawOutput = (emit: Emitter, graph: Graph, arrays: Arrays): string => outputOf(graph, forwardPass(emit, graph, arrays, false));

/** Emits what a head makes of the network's last numbers. */
export function readOut(emit: Emitter, raw: string, head: Head): string {
  if (head.kind === 'number') return emit.node('Add', [emit.node('Mul', [raw, emit.floats([head.sd])]), emit.floats([head.mean])]);
  if (head.kind === 'classes') return emit.node('Softmax', [raw], { attributes: { axis: { int: 1 } } });
  if (head.kind === 'mask') return emit.node('Sigmoid', [raw]);
  const channels = (from: number, to: number) => emit.node('Slice', [raw, emit.ints([from]), emit.ints([to]), emit.ints([1])]);
  const heat = emit.node('Sigmoid', [channels(0, 1)]);
  return emit.node('Concat', [heat, channels(1, boxChannels)], { attributes: { axis: { int: 1 } } });
}
