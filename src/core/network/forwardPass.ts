import type { Graph, GraphLayer, Slot } from './buildGraph';
import type { Emitter } from './emitter';
import type { OpName } from './layer';
import type { Forward, Lowering } from './op';
import { opOf } from './ops';

/** Names of the ONNX values that hold each learnt array and running statistic, in the graph's order. */
export type Arrays = { readonly parameters: readonly string[]; readonly state: readonly string[] };

/** One layer after its forward pass. */
export type Pass = { readonly node: GraphLayer; readonly lowering: Lowering<OpName>; readonly forward: Forward };

/** Emits all layers in order; the graph's inputs keep their own names. */
export function forwardPass(emit: Emitter, graph: Graph, arrays: Arrays, training: boolean): readonly Pass[] {
  const values = new Map(Object.keys(graph.network.inputs).map((name) => [name, name]));
  const parameterOf = new Map(graph.parameters.map((slot, index) => [slot, arrays.parameters[index] ?? '']));
  const stateOf = new Map(graph.state.map((slot, index) => [slot, arrays.state[index] ?? '']));
  return graph.layers.map((node) => {
    const lowering: Lowering<OpName> = {
      layer: node.layer,
      emit,
      training,
      inputs: node.layer.from.map((name) => values.get(name) ?? name),
      inputShapes: node.inputShapes,
      shape: node.shape,
      parameters: node.parameters.map((slot) => parameterOf.get(slot) ?? ''),
      state: node.state.map((slot) => stateOf.get(slot) ?? ''),
    };
    const forward = opOf(node.layer).onnx(lowering);
    values.set(node.layer.name, forward.output);
    return { node, lowering, forward };
  });
}

/** The value of the layer that is the network's output. */
export const outputOf = (graph: Graph, passes: readonly Pass[]): string =>
  passes.find((pass) => pass.node.layer.name === graph.network.output)?.forward.output ?? graph.network.output;

/** Cuts a flat vector into the arrays of its slots. */
export function unpack(emit: Emitter, flat: string, slots: readonly Slot[]): readonly string[] {
  if (slots.length === 0) return [];
  const pieces =
    slots.length === 1 ? [flat] : emit.nodes('Split', [flat, emit.ints(slots.map((slot) => slot.size))], slots.length, onFirstAxis);
  return slots.map((slot, index) => emit.node('Reshape', [pieces[index] ?? flat, emit.ints(slot.shape)]));
}

/** Joins arrays into one flat vector, in their order. */
export function pack(emit: Emitter, arrays: readonly string[]): string {
  const flat = arrays.map((array) => emit.node('Reshape', [array, emit.ints([-1])]));
  return emit.node('Concat', flat, onFirstAxis);
}

const onFirstAxis = { attributes: { axis: { int: 0 } } };
