import type { Graph, Slot } from './buildGraph';
import { makeEmitter } from './emitter';
import type { LossSpec, PlainLossName } from './loss';
import type { OnnxModel } from './onnx';
import { at } from './op';
import { stepInputs, stepValues } from './trainingStep';

/** Names in a gradient step, by a slot's place in the graph's list. */
export const gradientNames = {
  parameter: (index: number): string => `parameter_${index}`,
  gradient: (index: number): string => `gradient_${index}`,
  state: (index: number): string => `state_${index}`,
  newState: (index: number): string => `new_state_${index}`,
};

/**
 * A forward and a backward pass as an ONNX graph that leaves the weights alone. Inputs: those of a training step, and every learnt array and running
 * statistic by itself, so that none is copied. Outputs: the loss's derivative by each learnt array and the renewed running statistics, as matrices, and `loss`.
 */
export function gradientStep(graph: Graph, loss: LossSpec | PlainLossName): OnnxModel {
  const emit = makeEmitter({ ordered: true });
  const { parameter, gradient, state, newState } = gradientNames;
  const arrays = {
    parameters: graph.parameters.map((_, index) => parameter(index)),
    state: graph.state.map((_, index) => state(index)),
  };
  const values = stepValues(emit, graph, loss, arrays);
  const asMatrix = (value: string, slot: Slot) => (isMatrix(slot) ? value : emit.node('Reshape', [value, emit.ints(matrixOf(slot))]));
  for (const [index, slot] of graph.parameters.entries()) emit.output(asMatrix(at(values.gradients, index), slot), gradient(index));
  for (const [index, slot] of graph.state.entries()) emit.output(asMatrix(at(values.state, index), slot), newState(index));
  emit.output(values.loss, 'loss');
  const inputs = [
    ...graph.parameters.map(({ shape }, index) => ({ name: parameter(index), dims: shape })),
    ...graph.state.map(({ shape }, index) => ({ name: state(index), dims: shape })),
  ];
  const outputs = [
    ...graph.parameters.map((slot, index) => ({ name: gradient(index), dims: matrixOf(slot) })),
    ...graph.state.map((slot, index) => ({ name: newState(index), dims: matrixOf(slot) })),
  ];
  return emit.finish('gradient-step', [...stepInputs(graph), ...inputs], [...outputs, { name: 'loss', dims: [] }]);
}

/** [first side, all others], as a gradient step gives an array. */
export const matrixOf = ({ shape: [first = 1], size }: Slot): readonly number[] => [first, size / first];

/** Weights come as a matrix from the product that makes them; what else there is are sums over a batch, small and of any shape. */
const isMatrix = ({ name }: Slot): boolean => name === 'weight';
