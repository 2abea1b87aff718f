import { mulberry32 } from '../statistics/random';
import type { Graph, GraphLayer } from './buildGraph';
import type { LayerOf } from './layer';
import type { OnnxValue } from './onnx';
import { maskName } from './ops/dropout';

/** The masks that a training step is given, one for each dropout layer. */
export const maskInputs = (graph: Graph): readonly OnnxValue[] =>
  dropoutsOf(graph).map(({ layer, shape }) => ({ name: maskName(layer.name), dims: ['n', ...shape] }));

/** Masks of a batch of `count` examples: the same for the same network, seed and step (from 1) on every machine; empty without dropout layers. */
export function dropoutMasks(
  graph: Graph,
  count: number,
  seed: number,
  step: number,
): Readonly<Record<string, { readonly data: Float32Array; readonly dims: readonly number[] }>> {
  // mulberry32 goes on by a fixed number, so that seeds near each other are far apart only after this mixing.
  const random = mulberry32(Math.floor(mulberry32(seed)() * 2 ** 32) ^ Math.imul(step, 0x9e3779b1));
  return Object.fromEntries(
    dropoutsOf(graph).map(({ layer, shape }) => {
      const dims = [count, ...shape];
      const kept = 1 / (1 - layer.rate);
      const data = new Float32Array(dims.reduce((product, side) => product * side, 1));
      return [maskName(layer.name), { data: data.map(() => (random() < layer.rate ? 0 : kept)), dims }];
    }),
  );
}

type DropoutLayer = GraphLayer & { readonly layer: LayerOf<'dropout'> };

const dropoutsOf = (graph: Graph): readonly DropoutLayer[] =>
  graph.layers.filter((node): node is DropoutLayer => node.layer.op === 'dropout');
