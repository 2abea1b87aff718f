import type { OnnxAttribute, OnnxConstant, OnnxModel, OnnxNode, OnnxValue } from './onnx';

export type NodeOptions = { readonly attributes?: Readonly<Record<string, OnnxAttribute>>; readonly domain?: string };

/** What a graph is for: the processor, with all operators that ONNX Runtime has there, or any device, with plain ONNX operators alone. */
export type Target = 'cpu' | 'device';

/** Collects the nodes and constants of one ONNX graph; every call returns the name of the value that it made. */
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
  /** Gives a value the name under which the graph returns it. */
  output(value: string, name: string): void;
  /** The graph, without nodes and constants that no output needs. */
  finish(name: string, inputs: readonly OnnxValue[], outputs: readonly OnnxValue[], metadata?: Readonly<Record<string, string>>): OnnxModel;
};

/** An emitter for a new, empty graph. */
export function makeEmitter({ target = 'cpu' }: { readonly target?: Target } = {}): Emitter {
  const list: OnnxNode[] = [];
  const constants = new Map<string, OnnxConstant>();
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

  return {
    target,
    nodes,
    node: (type, inputs, options) => nodes(type, inputs, 1, options)[0] ?? '',
    floats: (values, dims = []) => constant(Float32Array.from(values), dims),
    ints: (values) => constant(BigInt64Array.from(values.map(BigInt)), [values.length]),
    output: (value, name) => {
      list.push({ type: 'Identity', inputs: [value], outputs: [name], attributes: {}, domain: '' });
    },
    finish: (name, inputs, outputs, metadata = {}) => {
      const { needed, kept } = prune(list, outputs);
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
