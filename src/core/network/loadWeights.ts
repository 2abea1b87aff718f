import type { Graph, GraphLayer, Slot } from './buildGraph';
import type { Weights } from './inferenceModel';
import type { OpName } from './layer';
import { shapeText } from './layer';
import type { NumberArray, Safetensors } from './safetensors';

/** What became of a weights file, by the arrays' names in torchvision. */
export type WeightReport = {
  readonly taken: readonly string[];
  /** First convolutions of several channels, summed to one. */
  readonly summed: readonly string[];
  /** Arrays of the network that keep their random start: the head, where it does not fit, and what the file lacks. */
  readonly fresh: readonly string[];
  /** Arrays of the file that the network has no place for. */
  readonly unused: readonly string[];
};

/** An array of the network with the name that torchvision gives it. */
type Place = { readonly name: string; readonly slot: Slot; readonly part: 'weights' | 'state'; readonly node: GraphLayer };

/**
 * Puts the arrays of a file with torchvision's names into a network, in place of its random start. Throws an Error whose message is the
 * reason when the file is of another network: nothing of it fits, or an array before the head has another shape.
 */
export function loadWeights(graph: Graph, start: Weights, file: Safetensors): { readonly weights: Weights; readonly report: WeightReport } {
  // torchvision's norms count their batches, which only matters to its own training.
  const entries = file.entries.filter(({ name }) => !name.endsWith('.num_batches_tracked'));
  const stored = new Map(entries.map((entry) => [plainName(entry.name), entry]));
  const places = placesOf(graph);
  const fits = ({ name, slot, node }: Place) => stored.has(name) && fitOf(stored.get(name)?.shape ?? [], slot, node) !== null;
  const head = places.filter(({ node }) => node.shape.length === 1);
  // Half an old head would be worse than a new one.
  const found = places.filter(({ name }) => stored.has(name)).filter((place) => !head.includes(place) || head.every(fits));
  if (!found.some((place) => !head.includes(place))) throw new Error("none of its arrays fits this network by torchvision's names");
  const weights = { weights: Float32Array.from(start.weights), state: Float32Array.from(start.state) };
  const summed: string[] = [];
  for (const { name, slot, part, node } of found) {
    const { shape, values } = file.read(stored.get(name)?.name ?? name);
    const fit = fitOf(shape, slot, node);
    if (fit === null)
      throw new Error(`its array ${name} is ${shapeText(shape)}, which does not fit ${shapeText(slot.shape)}: it is of another network`);
    if (fit === 'summed') summed.push(name);
    weights[part].set(arrangers[fit]({ shape, values }), slot.offset);
  }
  const taken = found.map(({ name }) => name);
  const fresh = places.map(({ name }) => name).filter((name) => !taken.includes(name));
  return { weights, report: { taken, summed, fresh, unused: [...stored.keys()].filter((name) => !taken.includes(name)) } };
}

/** The arrays of all layers that torchvision knows. */
function placesOf(graph: Graph): readonly Place[] {
  return graph.layers.flatMap((node) => {
    const place = (part: Place['part']) => (slot: Slot) => ({ name: torchName(node.layer.op, slot), slot, part, node });
    return [...node.parameters.map(place('weights')), ...node.state.map(place('state'))];
  });
}

const normNames: Readonly<Record<string, string>> = { scale: 'weight', shift: 'bias', mean: 'running_mean', variance: 'running_var' };

/** torchvision's name of an array; a layer that only adds a bias is called after it already: `fc.bias`. */
const torchName = (op: OpName, { layer, name }: Slot): string => (op === 'bias' ? layer : `${layer}.${normNames[name] ?? name}`);

/** A stored name as torchvision has it today; its oldest DenseNets and parallel training name some arrays otherwise. */
const plainName = (name: string): string => name.replace(/^module\./, '').replace(/(denselayer\d+\.(?:norm|conv))\.([12]\.)/, '$1$2');

/** How a stored array becomes one of the network's: as it is, turned, or summed over its input channels; null where it can't. */
function fitOf(stored: readonly number[], slot: Slot, { layer }: GraphLayer): keyof typeof arrangers | null {
  const [first = 0, second = 0] = stored;
  if (layer.op === 'dense' && slot.name === 'weight')
    return sameShape(slot.shape, [second, first]) && stored.length === 2 ? 'turned' : null;
  // A norm's or a bias's array has sides of 1 for rows and columns.
  if (layer.op !== 'conv') return stored.length === 1 && first === slot.size ? 'plain' : null;
  if (sameShape(stored, slot.shape)) return 'plain';
  const oneChannel = layer.from[0] === 'image' && slot.shape[1] === 1;
  return oneChannel && sameShape(stored.with(1, 1), slot.shape) ? 'summed' : null;
}

const arrangers = {
  plain: ({ values }: NumberArray): Float32Array => values,
  turned: ({ shape: [rows = 0, columns = 0], values }: NumberArray): Float32Array =>
    values.map((_, index) => values[(index % rows) * columns + Math.floor(index / rows)] ?? 0),
  summed: ({ shape: [filters = 0, channels = 0], values }: NumberArray): Float32Array => {
    const area = values.length / (filters * channels);
    const sum = new Float32Array(filters * area);
    for (const [index, value] of values.entries()) {
      const place = Math.floor(index / (channels * area)) * area + (index % area);
      sum[place] = (sum[place] ?? 0) + value;
    }
    return sum;
  },
};

const sameShape = (a: readonly number[], b: readonly number[]): boolean => a.length === b.length && a.every((side, at) => side === b[at]);
