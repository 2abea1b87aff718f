import type { Graph, Slot } from './buildGraph';
import { makeEmitter } from './emitter';
import { type Arrays, forwardPass, outputOf } from './forwardPass';
import { type Head, readOut, type Weights } from './inferenceModel';
import type { OnnxNode } from './onnx';
import { readOnnxGraph, type StoredFloats, type StoredGraph } from './readOnnx';
import { networkInputs } from './trainingStep';

/**
 * The learnt numbers in the bytes of a file that `inferenceModel` made for the same graph. Its constants have no names of layers, so the network is
 * lowered once more and both are walked side by side; null where they differ, because the file is of another network or of another version of this code.
 */
export function exportedWeights(graph: Graph, head: Head['kind'], bytes: Uint8Array): Weights | null {
  const arrays = {
    parameters: graph.parameters.map((_, index) => `parameter_${index}`),
    state: graph.state.map((_, index) => `state_${index}`),
  };
  const stored = readOnnxGraph(bytes);
  const nodes = loweredNodes(graph, head, arrays);
  const found = sideBySide(nodes, stored);
  const read = new Set(nodes.flatMap(({ inputs }) => inputs));
  if ([...arrays.parameters, ...arrays.state].some((name) => read.has(name) && !found?.has(name))) return null;
  const weights = found && flat(graph.parameters, arrays.parameters, graph.parameterCount, found);
  const state = found && flat(graph.state, arrays.state, graph.stateCount, found);
  return weights && state && { weights, state };
}

/** The nodes of the exported network, with names in place of its learnt arrays. */
function loweredNodes(graph: Graph, head: Head['kind'], arrays: Arrays): readonly OnnxNode[] {
  const emit = makeEmitter();
  const raw = outputOf(graph, forwardPass(emit, graph, arrays, false));
  emit.output(readOut(emit, raw, head === 'number' ? { kind: head, mean: 0, sd: 1 } : { kind: head }), 'output');
  return emit.finish('radsteps', networkInputs(graph), [{ name: 'output', dims: [] }]).nodes;
}

/** The constants of a stored graph by the names that stand in their places in ours; null where their nodes differ. */
function sideBySide(nodes: readonly OnnxNode[], stored: StoredGraph): ReadonlyMap<string, StoredFloats> | null {
  const pairs = nodes.map((node, index) => [node, stored.nodes[index]] as const);
  const isSame = pairs.every(([node, other]) => node.type === other?.type && node.inputs.length === other.inputs.length);
  if (!isSame || stored.nodes.length !== nodes.length) return null;
  const entries = pairs.flatMap(([node, other]) =>
    node.inputs.flatMap((name, index) => {
      const constant = stored.floats.get(other?.inputs[index] ?? '');
      return constant === undefined ? [] : [[name, constant] as const];
    }),
  );
  return new Map(entries);
}

/** One vector of all slots; zeros for an array that no output needs, which no file has. Null where one has another shape. */
function flat(
  slots: readonly Slot[],
  names: readonly string[],
  length: number,
  found: ReadonlyMap<string, StoredFloats>,
): Float32Array | null {
  const vector = new Float32Array(length);
  for (const [index, slot] of slots.entries()) {
    const constant = found.get(names[index] ?? '');
    if (constant === undefined) continue;
    if (constant.dims.join() !== slot.shape.join()) return null;
    vector.set(constant.values, slot.offset);
  }
  return vector;
}
