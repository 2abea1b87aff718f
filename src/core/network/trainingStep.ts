import type { Graph } from './buildGraph';
import { maskInputs } from './dropoutMasks';
import { type Emitter, makeEmitter, type Target } from './emitter';
import { type Arrays, forwardPass, outputOf, pack, unpack } from './forwardPass';
import { gradientGraph } from './gradient';
import { emitLoss, type LossSpec, type PlainLossName } from './loss';
import type { OnnxModel, OnnxValue } from './onnx';
import { emitUpdate, updateInputs, updateOutputs, type WeightUpdate } from './weightUpdate';

/** What a forward and a backward pass leave, as names of ONNX values. */
export type StepValues = {
  /** The loss's derivative by every learnt array, in the graph's order; its numbers are in the array's order, its shape may be another. */
  readonly gradients: readonly string[];
  /** The renewed running statistics, in the graph's order. */
  readonly state: readonly string[];
  readonly loss: string;
};

/** Emits the forward and the backward pass; `target` and `weight` are read by their names. */
export function stepValues(emit: Emitter, graph: Graph, loss: LossSpec | PlainLossName, arrays: Arrays): StepValues {
  const passes = forwardPass(emit, graph, arrays, true);
  const output = outputOf(graph, passes);
  const value = emitLoss(emit, loss, { output, target: 'target', weight: 'weight', shape: graph.outputShape });
  const gradients = gradientGraph(emit, passes, graph.network.output, value.gradient);
  return {
    gradients: graph.parameters.map((slot) => gradients.get(slot) ?? emit.floats(new Float32Array(slot.size), [slot.size])),
    state: passes.flatMap((pass) => pass.forward.state ?? []),
    loss: weightedSum(emit, value.each),
  };
}

/**
 * One training step as an ONNX graph. Inputs: the network's own, `target` [n, ...], `weight` [n, 1] (each example's share of the loss), the masks of its
 * dropout layers, the flat vectors `weights`, `state` and those of the update, and one number each for `rate` and the update's scalars.
 * Outputs: every flat vector again, renewed, as `new_...`, and `loss`.
 */
export function trainingStep(
  graph: Graph,
  loss: LossSpec | PlainLossName,
  update: WeightUpdate,
  options: { readonly target?: Target } = {},
): OnnxModel {
  const emit = makeEmitter(options);
  const arrays = { parameters: unpack(emit, 'weights', graph.parameters), state: unpack(emit, 'state', graph.state) };
  const values = stepValues(emit, graph, loss, arrays);
  const state = graph.stateCount > 0 ? pack(emit, values.state) : null;
  emitUpdate(emit, graph, update, { gradient: pack(emit, values.gradients), parameters: arrays.parameters, state });
  emit.output(values.loss, 'loss');
  const inputs = [...stepInputs(graph), ...updateInputs(graph, update)];
  return emit.finish('training-step', inputs, [...updateOutputs(graph, update), { name: 'loss', dims: [] }]);
}

const weightedSum = (emit: Emitter, each: string): string =>
  emit.node('ReduceSum', [emit.node('Mul', [each, 'weight'])], { attributes: { keepdims: { int: 0 } } });

/** The network's inputs as ONNX values with a free batch dimension. */
export const networkInputs = (graph: Graph): readonly OnnxValue[] =>
  Object.entries(graph.network.inputs).map(([name, shape]) => ({ name, dims: ['n', ...shape] }));

/** What every step is given: the network's inputs, `target` [n, ...], `weight` [n, 1] and the masks of dropout layers. */
export const stepInputs = (graph: Graph): readonly OnnxValue[] => [
  ...networkInputs(graph),
  { name: 'target', dims: ['n', ...graph.outputShape] },
  { name: 'weight', dims: ['n', 1] },
  ...maskInputs(graph),
];
