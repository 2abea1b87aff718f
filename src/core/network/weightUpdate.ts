import { arithmetic } from './arithmetic';
import type { Graph, Slot } from './buildGraph';
import type { Emitter } from './emitter';
import { pack } from './forwardPass';
import type { OnnxValue } from './onnx';
import { adam, type Optimizer } from './optimizer';

/** What one step makes of the gradient. */
export type WeightUpdate = {
  readonly optimizer: Optimizer;
  /** Largest length of the whole gradient, which is shortened to it; 0 leaves it as it is. */
  readonly clip: number;
  /** Share of the moving average that stays at each step, such as 0.999; 0 keeps no average. */
  readonly movingAverage: number;
};

/** Adam and nothing else. */
export const plainAdam: WeightUpdate = { optimizer: adam(0), clip: 0, movingAverage: 0 };

/** A flat vector that lasts from step to step. `copyOf` names the vector that it begins as; without, it begins at zero or as the graph says. */
export type KeptVector = { readonly name: string; readonly length: number; readonly copyOf?: string };

/** The flat vectors that a graph and its update keep. */
export function keptVectors({ parameterCount, stateCount }: Graph, { optimizer, movingAverage }: WeightUpdate): readonly KeptVector[] {
  const learnt = { name: 'weights', length: parameterCount };
  const memory = optimizer.memory.map((name) => ({ name, length: parameterCount }));
  const state = stateCount > 0 ? [{ name: 'state', length: stateCount }] : [];
  const average =
    movingAverage > 0 ? [learnt, ...state].map(({ name, length }) => ({ name: `average_${name}`, length, copyOf: name })) : [];
  return [learnt, ...memory, ...state, ...average];
}

/** The numbers that an update needs at a step (the first is 1) beside the rate, by name. */
export function updateScalars({ optimizer, movingAverage }: WeightUpdate, step: number): Readonly<Record<string, number>> {
  // A short memory at first, so that the average soon leaves the weights of the start.
  const keep = Math.min(movingAverage, (1 + step) / (10 + step));
  return { ...optimizer.scalars(step), ...(movingAverage > 0 && { average_keep: keep }) };
}

/** Inputs of a graph that holds an update: every kept vector, the rate and the scalars. */
export const updateInputs = (graph: Graph, update: WeightUpdate): readonly OnnxValue[] => [
  ...keptVectors(graph, update).map(({ name, length }) => ({ name, dims: [length] })),
  ...['rate', ...Object.keys(updateScalars(update, 1))].map((name) => ({ name, dims: [1] })),
];

/** Outputs of a graph that holds an update: every kept vector, renewed, as `new_...`. */
export const updateOutputs = (graph: Graph, update: WeightUpdate): readonly OnnxValue[] =>
  keptVectors(graph, update).map(({ name, length }) => ({ name: `new_${name}`, dims: [length] }));

/** The values that an update starts from: the flat gradient, the learnt arrays in the graph's order, and the renewed running statistics. */
export type UpdateValues = { readonly gradient: string; readonly parameters: readonly string[]; readonly state: string | null };

/** Emits the update and its outputs; it reads the kept vectors and scalars by their names. */
export function emitUpdate(emit: Emitter, graph: Graph, update: WeightUpdate, { gradient, parameters, state }: UpdateValues): void {
  const { optimizer, clip, movingAverage } = update;
  const next = optimizer.onnx(emit, {
    weights: 'weights',
    gradient: clip > 0 ? clipped(emit, gradient, clip) : gradient,
    rate: 'rate',
    memory: optimizer.memory,
    scalar: (name) => name,
    decaying: pack(
      emit,
      graph.parameters.map((slot, index) => (decays(slot) ? (parameters[index] ?? '') : zeros(emit, slot))),
    ),
  });
  emit.output(next.weights, 'new_weights');
  for (const [index, name] of optimizer.memory.entries()) emit.output(next.memory[index] ?? '', `new_${name}`);
  if (state !== null) emit.output(state, 'new_state');
  if (movingAverage === 0) return;
  emit.output(average(emit, 'average_weights', next.weights), 'new_average_weights');
  if (state !== null) emit.output(average(emit, 'average_state', state), 'new_average_state');
}

/** True for what weight decay draws to zero: the weights of convolutions and dense layers, not biases, scales and shifts. */
export const decays = ({ name }: Slot): boolean => name === 'weight';

const zeros = (emit: Emitter, { size }: Slot): string => emit.floats(new Float32Array(size), [size]);

/** Shortens the gradient to a length of `most`, as PyTorch's clip_grad_norm_. */
function clipped(emit: Emitter, gradient: string, most: number): string {
  const { mul, div, plus } = arithmetic(emit);
  const length = emit.node('ReduceL2', [gradient], { attributes: { keepdims: { int: 0 } } });
  const factor = emit.node('Min', [div(emit.floats([most]), plus(length, 1e-6)), emit.floats([1])]);
  return mul(gradient, factor);
}

/** fresh + keep (old - fresh). */
function average(emit: Emitter, old: string, fresh: string): string {
  const { add, sub, mul } = arithmetic(emit);
  return add(fresh, mul(sub(old, fresh), 'average_keep'));
}
