import type { Graph } from './buildGraph';
import { maskInputs } from './dropoutMasks';
import { type Emitter, makeEmitter, type Target } from './emitter';
import { forwardPass, outputOf, pack, unpack } from './forwardPass';
import { gradientGraph } from './gradient';
import { emitLoss, type LossSpec, type PlainLossName } from './loss';
import type { OnnxModel, OnnxValue } from './onnx';
import { emitUpdate, updateInputs, updateOutputs, type WeightUpdate } from './weightUpdate';

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
  const passes = forwardPass(emit, graph, arrays, true);
  const output = outputOf(graph, passes);
  const value = emitLoss(emit, loss, { output, target: 'target', weight: 'weight', shape: graph.outputShape });
  const gradients = gradientGraph(emit, passes, graph.network.output, value.gradient);
  const gradient = pack(
    emit,
    graph.parameters.map((slot) => gradients.get(slot) ?? emit.floats(new Float32Array(slot.size), [slot.size])),
  );
  const state = passes.flatMap((pass) => pass.forward.state ?? []);
  emitUpdate(emit, graph, update, { gradient, parameters: arrays.parameters, state: graph.stateCount > 0 ? pack(emit, state) : null });
  emit.output(weightedSum(emit, value.each), 'loss');
  const inputs = [...networkInputs(graph), ...exampleInputs(graph), ...maskInputs(graph), ...updateInputs(graph, update)];
  return emit.finish('training-step', inputs, [...updateOutputs(graph, update), { name: 'loss', dims: [] }]);
}

const weightedSum = (emit: Emitter, each: string): string =>
  emit.node('ReduceSum', [emit.node('Mul', [each, 'weight'])], { attributes: { keepdims: { int: 0 } } });

/** The network's inputs as ONNX values with a free batch dimension. */
export const networkInputs = (graph: Graph): readonly OnnxValue[] =>
  Object.entries(graph.network.inputs).map(([name, shape]) => ({ name, dims: ['n', ...shape] }));

const exampleInputs = (graph: Graph): readonly OnnxValue[] => [
  { name: 'target', dims: ['n', ...graph.outputShape] },
  { name: 'weight', dims: ['n', 1] },
];
