import type { Graph } from './buildGraph';
import { type Emitter, makeEmitter } from './emitter';
import { forwardPass, outputOf, pack, unpack } from './forwardPass';
import { gradientGraph } from './gradient';
import { type LossName, losses } from './loss';
import type { OnnxModel, OnnxValue } from './onnx';
import type { Optimizer } from './optimizer';

/**
 * One training step as an ONNX graph. Inputs: the network's own, `target` [n, k], `weight` [n, 1] (each example's share of the loss),
 * the flat vectors `weights`, `state` and the optimizer's, and one number each for `rate` and the optimizer's scalars.
 * Outputs: every flat vector again, renewed, as `new_...`, and `loss`.
 */
export function trainingStep(graph: Graph, loss: LossName, optimizer: Optimizer): OnnxModel {
  const emit = makeEmitter();
  const arrays = { parameters: unpack(emit, 'weights', graph.parameters), state: unpack(emit, 'state', graph.state) };
  const passes = forwardPass(emit, graph, arrays, true);
  const value = losses[loss](emit, outputOf(graph, passes), 'target', 'weight');
  const gradients = gradientGraph(emit, passes, graph.network.output, value.gradient);
  const gradient = pack(
    emit,
    graph.parameters.map((slot) => gradients.get(slot) ?? emit.floats(new Float32Array(slot.size), [slot.size])),
  );
  const { memory, scalar } = { memory: optimizer.memory, scalar: (name: string) => name };
  const next = optimizer.onnx(emit, { weights: 'weights', gradient, rate: 'rate', memory, scalar });
  emit.output(next.weights, 'new_weights');
  for (const [index, name] of optimizer.memory.entries()) emit.output(next.memory[index] ?? '', `new_${name}`);
  if (graph.stateCount > 0) {
    const state = passes.flatMap((pass) => pass.forward.state ?? []);
    emit.output(pack(emit, state), 'new_state');
  }
  emit.output(weightedSum(emit, value.each), 'loss');
  return emit.finish('training-step', inputsOf(graph, optimizer), outputsOf(graph, optimizer));
}

const weightedSum = (emit: Emitter, each: string): string =>
  emit.node('ReduceSum', [emit.node('Mul', [each, 'weight'])], { attributes: { keepdims: { int: 0 } } });

/** The network's inputs as ONNX values with a free batch dimension. */
export const networkInputs = (graph: Graph): readonly OnnxValue[] =>
  Object.entries(graph.network.inputs).map(([name, shape]) => ({ name, dims: ['n', ...shape] }));

/** The flat vectors that a graph and its optimizer keep, by name, with their lengths. */
export const vectorsOf = (graph: Graph, optimizer: Optimizer): readonly OnnxValue[] => [
  { name: 'weights', dims: [graph.parameterCount] },
  ...optimizer.memory.map((name) => ({ name, dims: [graph.parameterCount] })),
  ...(graph.stateCount > 0 ? [{ name: 'state', dims: [graph.stateCount] }] : []),
];

function inputsOf(graph: Graph, optimizer: Optimizer): readonly OnnxValue[] {
  const numbers = ['rate', ...Object.keys(optimizer.scalars(1))].map((name) => ({ name, dims: [1] }));
  return [
    ...networkInputs(graph),
    { name: 'target', dims: ['n', ...graph.outputShape] },
    { name: 'weight', dims: ['n', 1] },
    ...vectorsOf(graph, optimizer),
    ...numbers,
  ];
}

const outputsOf = (graph: Graph, optimizer: Optimizer): readonly OnnxValue[] => [
  ...vectorsOf(graph, optimizer).map(({ name, dims }) => ({ name: `new_${name}`, dims })),
  { name: 'loss', dims: [] },
];
