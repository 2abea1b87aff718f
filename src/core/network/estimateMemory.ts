import type { Graph, GraphLayer } from './buildGraph';
import { goesPlaceByPlace } from './ops/weightGradient';

/** Bytes that a training step needs, by what they hold. */
export type MemoryEstimate = {
  /** Weights, running statistics, the optimizer's memory and gradients. */
  readonly vectors: number;
  /** What the layers give and keep for their derivatives, their largest passing need, and each worker's own. */
  readonly activations: number;
  readonly total: number;
};

const floatBytes = 4;
// ONNX Runtime's memory has gaps, and each worker its own; with these, seven networks measured from 80 to 1,120 MB
// needed from 0.7 to 1.05 times their estimates.
const gaps = 1.05;
const perWorker = 45 * 2 ** 20;

/**
 * Estimates the bytes of training on the processor with batches of `batch` examples by `workers` workers; `vectors` are the flat vectors that the
 * optimizer keeps beside the weights (Adam 2, SGD 1).
 */
export function estimateMemory(graph: Graph, batch: number, vectors: number, workers = 1): MemoryEstimate {
  // As they are and as they were when training began, a gradient, and, where several share the work, each one's weights and gradients and what they exchange.
  const copies = 2 * (1 + vectors) + (workers === 1 ? 1 : 2 * workers + 1);
  const ofVectors = floatBytes * copies * (graph.parameterCount + graph.stateCount);
  const kept = graph.layers.reduce((sum, node) => sum + sizeOf(node.shape) * (1 + keptCopies(node)), 0);
  const passing = Math.max(0, ...graph.layers.map(passingNeed));
  const activations = Math.round(gaps * floatBytes * batch * (kept + passing)) + workers * perWorker;
  return { vectors: ofVectors, activations, total: ofVectors + activations };
}

/** Copies of its output's size that a layer keeps for its derivative. */
const keptCopies = ({ layer }: GraphLayer): number => (layer.op === 'batchNorm' || layer.op === 'groupNorm' ? 1 : 0);

/** Numbers that are in memory only while the layer's derivative is worked out: gradients on both sides, and a convolution's moved copies of its image, one by one or all. */
function passingNeed({ layer, inputShapes, shape, parameters }: GraphLayer): number {
  const both = 2 * (sizeOf(shape) + inputShapes.reduce((sum, input) => sum + sizeOf(input), 0));
  if (layer.op !== 'conv') return both;
  const [weight] = parameters;
  const [channels = 0] = inputShapes[0] ?? [];
  const [filters = 1, ...places] = shape;
  const perPlace = (weight?.size ?? 0) / filters;
  const oneByOne = goesPlaceByPlace({ channels, filters, places: perPlace / channels });
  return both + 2 * (oneByOne ? channels : perPlace) * sizeOf(places);
}

const sizeOf = (sides: readonly number[]): number => sides.reduce((product, side) => product * side, 1);
