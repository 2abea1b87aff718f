import { type Layer, type Network, NetworkError, type Shape, shapeText } from './layer';
import type { ArraySpec } from './op';
import { opOf } from './ops';

/** A learnt array or running statistic, and its place in the flat vector of all of them. */
export type Slot = ArraySpec & { readonly layer: string; readonly offset: number; readonly size: number };

/** A layer whose shapes are known. */
export type GraphLayer = {
  readonly layer: Layer;
  readonly inputShapes: readonly Shape[];
  readonly shape: Shape;
  readonly parameters: readonly Slot[];
  readonly state: readonly Slot[];
};

/** A checked network: every shape, and the places of all parameters and running statistics in two flat vectors. */
export type Graph = {
  readonly network: Network;
  readonly layers: readonly GraphLayer[];
  readonly parameters: readonly Slot[];
  readonly state: readonly Slot[];
  readonly parameterCount: number;
  readonly stateCount: number;
  readonly outputShape: Shape;
};

/** Checks a network and works out its shapes; throws NetworkError naming the layer and the shapes that don't fit. */
export function buildGraph(network: Network): Graph {
  const shapes = new Map<string, Shape>(Object.entries(network.inputs));
  const parameters: Slot[] = [];
  const state: Slot[] = [];
  const layers = network.layers.map((layer): GraphLayer => {
    if (shapes.has(layer.name)) throw new NetworkError(`Two layers or inputs are named ${layer.name}; each needs a name of its own.`);
    const inputShapes = layer.from.map((name) => shapeFrom(shapes, layer, name));
    const shape = layerShape(layer, inputShapes);
    shapes.set(layer.name, shape);
    return {
      layer,
      inputShapes,
      shape,
      parameters: append(parameters, layer.name, opOf(layer).parameters(layer, inputShapes)),
      state: append(state, layer.name, opOf(layer).state(layer, inputShapes)),
    };
  });
  const outputShape = shapes.get(network.output);
  if (outputShape === undefined) throw new NetworkError(`The network's output ${network.output} is none of its layers.`);
  return { network, layers, parameters, state, parameterCount: endOf(parameters), stateCount: endOf(state), outputShape };
}

function shapeFrom(shapes: ReadonlyMap<string, Shape>, layer: Layer, name: string): Shape {
  const shape = shapes.get(name);
  if (shape === undefined) throw new NetworkError(`Layer ${layer.name} (${layer.op}) reads ${name}, which is no input or earlier layer.`);
  return shape;
}

/** The shape that a layer makes of what it reads; throws NetworkError naming the layer and the shapes when they don't fit. */
export function layerShape(layer: Layer, inputShapes: readonly Shape[]): Shape {
  const given = inputShapes.map(shapeText).join(' and ') || 'nothing';
  try {
    const shape = opOf(layer).shape(layer, inputShapes);
    // Only a network of plain JavaScript, which no compiler has checked, comes this far.
    if (!shape.every((side) => Number.isSafeInteger(side) && side > 0)) throw new Error(`makes ${shapeText(shape)}; check its settings`);
    return shape;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new NetworkError(`Layer ${layer.name} (${layer.op}) ${reason}; it was given ${given}.`);
  }
}

function append(slots: Slot[], layer: string, specs: readonly ArraySpec[]): readonly Slot[] {
  const added = specs.map((spec): Slot => {
    const slot = { ...spec, layer, offset: endOf(slots), size: spec.shape.reduce((product, side) => product * side, 1) };
    slots.push(slot);
    return slot;
  });
  return added;
}

function endOf(slots: readonly Slot[]): number {
  const last = slots.at(-1);
  return last === undefined ? 0 : last.offset + last.size;
}
