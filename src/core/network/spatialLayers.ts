import { isDrawnTask, type TaskName } from '../experiment/taskName';
import type { Graph, GraphLayer } from './buildGraph';
import { at } from './op';

/** The layers that the output depends on and that tell places apart (an image of more than one place), in the network's order. */
export function spatialLayers({ network, layers }: Graph): readonly GraphLayer[] {
  const needed = new Set([network.output]);
  for (const { layer } of layers.toReversed()) if (needed.has(layer.name)) for (const name of layer.from) needed.add(name);
  return layers.filter(({ layer, shape }) => needed.has(layer.name) && placesOf(shape) > 1);
}

/**
 * The layer whose features explain an answer: the last one that tells places apart; of a network for boxes or masks, whose last layers only repeat the
 * answer, the last of those with the fewest places (for a U-Net its bottleneck, as Vinogradova et al. 2020). Null where no layer tells places apart.
 */
export function explainingLayer(graph: Graph, task: TaskName): GraphLayer | null {
  const layers = spatialLayers(graph);
  if (!isDrawnTask(task)) return layers.at(-1) ?? null;
  const fewest = Math.min(...layers.map(({ shape }) => placesOf(shape)));
  return layers.findLast(({ shape }) => placesOf(shape) === fewest) ?? null;
}

const placesOf = (shape: readonly number[]): number => (shape.length === 3 ? at(shape, 1) * at(shape, 2) : 1);
