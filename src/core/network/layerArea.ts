import type { Graph, GraphLayer } from './buildGraph';
import type { Layer } from './layer';
import { windowOf } from './ops/conv';
import { edgesOf } from './ops/edgesOf';
import { poolWindow } from './ops/poolWindow';
import { windowOf as transposedWindow } from './ops/transposedConv';
import type { Pair, Window } from './ops/window';

/** A rectangle in continuous pixels, column then row. */
export type Area = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

/** Where a grid's places lie along rows and along columns of the network's input: the middle of the first one, and how far apart they are, in pixels. */
type Places = { readonly first: Pair; readonly step: Pair };

/**
 * Where the outer edges of a layer's grid of places lie in the network's image: each place is drawn around the middle of what it sees. That need not be the
 * image's own edges: a strided convolution with a padded border puts its first place onto the image's first pixel. Null for a layer that tells no places apart.
 */
export function layerArea(graph: Graph, layer: GraphLayer): Area | null {
  const places = new Map<string, Places>([['image', { first: [0.5, 0.5], step: [1, 1] }]]);
  for (const node of graph.layers) {
    const from = node.layer.from.map((name) => places.get(name)).find((found) => found !== undefined);
    if (from !== undefined && node.shape.length === 3) places.set(node.layer.name, movedPlaces(node.layer, from));
  }
  const found = places.get(layer.layer.name);
  if (found === undefined) return null;
  const [, rows = 0, columns = 0] = layer.shape;
  const { first, step } = found;
  return { x: first[1] - step[1] / 2, y: first[0] - step[0] / 2, width: columns * step[1], height: rows * step[0] };
}

/** Where the places of a layer's output lie, from those of its input; as they were for all that works place by place. */
function movedPlaces(layer: Layer, from: Places): Places {
  if (layer.op === 'conv') return windowed(from, windowOf(layer));
  if (layer.op === 'maxPool' || layer.op === 'averagePool') return windowed(from, poolWindow(layer));
  if (layer.op === 'transposedConv') return spread(from, transposedWindow(layer));
  if (layer.op === 'upsample') return both(from, (_, step) => [(0.5 / layer.scale - 0.5) * step, step / layer.scale]);
  if (layer.op !== 'pad' && layer.op !== 'crop') return from;
  const { top, left } = edgesOf(layer);
  const sign = layer.op === 'pad' ? -1 : 1;
  return both(from, (side, step) => [sign * (side === 0 ? top : left) * step, step]);
}

const windowed = (from: Places, { kernel, stride, padding, dilation }: Window): Places =>
  both(from, (side, step) => [((dilation[side] * (kernel[side] - 1)) / 2 - padding[side]) * step, stride[side] * step]);

/** A transposed convolution's output looks at its input as a convolution's input looks at its output. */
const spread = (from: Places, { kernel, stride, padding, dilation }: Window): Places =>
  both(from, (side, step) => {
    const next = step / stride[side];
    return [(padding[side] - (dilation[side] * (kernel[side] - 1)) / 2) * next, next];
  });

/** For rows (0) and columns (1): how far the first place moves, and the new step. */
function both({ first, step }: Places, move: (side: 0 | 1, step: number) => readonly [moved: number, step: number]): Places {
  const [rows, columns] = [move(0, step[0]), move(1, step[1])];
  return { first: [first[0] + rows[0], first[1] + columns[0]], step: [rows[1], columns[1]] };
}
