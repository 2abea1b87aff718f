import { mulberry32 } from '../statistics/random';
import type { Graph, Slot } from './buildGraph';
import type { Weights } from './inferenceModel';

/** Weights before training: the same for the same graph and seed on every machine. */
export function initialise(graph: Graph, seed: number): Weights {
  const normal = normalNumbers(mulberry32(seed));
  return { weights: filled(graph.parameters, graph.parameterCount, normal), state: filled(graph.state, graph.stateCount, normal) };
}

function filled(slots: readonly Slot[], length: number, normal: () => number): Float32Array {
  const flat = new Float32Array(length);
  for (const slot of slots) {
    const values = flat.subarray(slot.offset, slot.offset + slot.size);
    if (slot.initial === 'ones') values.fill(1);
    if (typeof slot.initial === 'number') values.fill(slot.initial);
    // He et al. 2015: keeps the variance through a ReLU.
    const deviation = Math.sqrt(2 / (slot.fanIn ?? 1));
    if (slot.initial === 'he') for (let i = 0; i < values.length; i++) values[i] = normal() * deviation;
  }
  return flat;
}

/** Standard normal numbers by Box and Muller's transform. */
function normalNumbers(random: () => number): () => number {
  return () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
