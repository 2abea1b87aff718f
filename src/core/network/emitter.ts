import type { OnnxAttribute, OnnxConstant, OnnxModel, OnnxNode, OnnxValue } from './onnx';

export type NodeOptions = { readonly attributes?: Readonly<Record<string, OnnxAttribute>>; readonly domain?: string };

/** What a graph is for: the processor, with all operators that ONNX Runtime has there, or any device, with plain ONNX operators alone. */
export type Target = 'cpu' | 'device';

/** Takes the nodes and constants of one graph; every call returns the name of the value that it made. */
export type Emitter = {
  readonly target: Target;
  /** A node with one output. */
  node(type: string, inputs: readonly string[], options?: NodeOptions): string;
  /** A node with `count` outputs. */
  nodes(type: string, inputs: readonly string[], count: number, options?: NodeOptions): readonly string[];
  /** A constant tensor of floats; no dims for a scalar. */
  floats(values: Float32Array | readonly number[], dims?: readonly number[]): string;
  /** A constant list of whole numbers (shapes, axes, starts). */
  ints(values: readonly number[]): string;
  /** The value, of `rank` dimensions, worked out after another value; only an order, where the emitter was asked for one. */
  after(value: string, rank: number, other: string): string;
  /** Gives a value the name under which the graph returns it. */
  output(value: string, name: string): void;
};

/** Collects what it takes as an ONNX graph. */
export type GraphEmitter = Emitter & {
  /** The graph, without nodes and constants that no output needs. */
  finish(name: string, inputs: readonly OnnxValue[], outputs: readonly OnnxValue[], metadata?: Readonly<Record<string, string>>): OnnxModel;
};

/**
 * An emitter for a new, empty graph. `ordered`: `after` is heeded. ONNX knows no order but that of values, and ONNX Runtime leaves what only an output
 * needs to the end, with everything that it reads in memory until then.
 */
export function makeEmitter({
  target = 'cpu',
  ordered = false,
}: {
  readonly target?: Target;
  readonly ordered?: boolean;
} = {}): GraphEmitter {
  const list: OnnxNode[] = [];
  const constants = new Map<string, OnnxConstant>();
  const renamed = new Map<string, string>();
  let count = 0;

  const constant = (data: Float32Array | BigInt64Array, dims: readonly number[]): string => {
    const key = data.length <= 16 ? `${data instanceof Float32Array ? 'f' : 'i'}_${dims.join('x')}_${data.join('_')}` : `c${count++}`;
    if (!constants.has(key)) constants.set(key, { name: key, dims, data });
    return key;
  };
  const nodes = (type: string, inputs: readonly string[], outputs: number, options: NodeOptions = {}): readonly string[] => {
    const names = Array.from({ length: outputs }, () => `${type}_${count++}`);
    list.push({ type, inputs, outputs: names, attributes: options.attributes ?? {}, domain: options.domain ?? '' });
    return names;
  };

  const ints = (values: readonly number[]): string => constant(BigInt64Array.from(values.map(BigInt)), [values.length]);
  const node = (type: string, inputs: readonly string[], options?: NodeOptions): string => nodes(type, inputs, 1, options)[0] ?? '';
  const after = (value: string, rank: number, other: string): string => {
    if (!ordered) return value;
    const some = node('Slice', [node('Reshape', [other, ints([-1])]), ints([0]), ints([1]), ints([0])]);
    // The place of the largest of one number is 0, and a side of 0 means the side as it is.
    const zero = node('ArgMax', [some], { attributes: { axis: { int: 0 }, keepdims: { int: 1 } } });
    const zeros = node('Expand', [zero, ints([rank])]);
    return node('Reshape', [value, zeros]);
  };

  return {
    target,
    nodes,
    node,
    after,
    floats: (values, dims = []) => constant(Float32Array.from(values), dims),
    ints,
    output: (value, name) => {
      // A value that a node makes takes the name itself; a node of its own would copy it where others read it too.
      if (!renamed.has(value) && list.some(({ outputs }) => outputs.includes(value))) renamed.set(value, name);
      else list.push({ type: 'Identity', inputs: [value], outputs: [name], attributes: {}, domain: '' });
    },
    finish: (name, inputs, outputs, metadata = {}) => {
      const nameOf = (value: string): string => renamed.get(value) ?? value;
      const all = list.map((entry) => ({ ...entry, inputs: entry.inputs.map(nameOf), outputs: entry.outputs.map(nameOf) }));
      const { needed, kept } = prune(all, outputs);
      return { name, inputs, outputs, nodes: kept, constants: [...constants.values()].filter((entry) => needed.has(entry.name)), metadata };
    },
  };
}

/** The nodes that the outputs depend on, in their order, and the names of all values that those nodes read. */
function prune(nodes: readonly OnnxNode[], outputs: readonly OnnxValue[]): { needed: ReadonlySet<string>; kept: readonly OnnxNode[] } {
  const needed = new Set(outputs.map((output) => output.name));
  const kept: OnnxNode[] = [];
  for (const node of nodes.toReversed()) {
    if (!node.outputs.some((output) => needed.has(output))) continue;
    kept.push(node);
    for (const input of node.inputs) needed.add(input);
  }
  return { needed, kept: kept.reverse() };
}
