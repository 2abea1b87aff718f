import type { OnnxConstant, OnnxModel, OnnxNode } from './onnx';

/** A node as plain ONNX, with the constants that it needs. */
type Plain = { readonly nodes: readonly OnnxNode[]; readonly constants?: readonly OnnxConstant[] };

/** What a graph tells of its values. */
type Known = {
  readonly constants: ReadonlyMap<string, OnnxConstant>;
  readonly inputs: ReadonlyMap<string, readonly (number | string)[]>;
  readonly madeBy: ReadonlyMap<string, OnnxNode>;
};

/**
 * The same graph in the operators that the providers of graphics cards have: `Sign` as two comparisons, `FusedMatMul` as `Transpose` and
 * `MatMul`, because with those ONNX Runtime would take the values back to the processor in the middle of a step; and `Split` as one `Slice` an
 * output, because WebGPU lets one operator write to a few arrays only (8 on some cards). A `ConvTranspose` in groups of one output channel gets a
 * second, empty one, because ONNX Runtime 1.30 gives wrong numbers for one. Throws an Error where a shape that it needs is not in the graph.
 */
export function portableGraph(model: OnnxModel): OnnxModel {
  const constants = new Map(model.constants.map((constant) => [constant.name, constant]));
  const known: Known = {
    constants,
    inputs: new Map(model.inputs.map(({ name, dims }) => [name, dims])),
    madeBy: new Map(model.nodes.flatMap((node) => node.outputs.map((output) => [output, node]))),
  };
  const plain = model.nodes.map((node): Plain => {
    if (node.type === 'Sign') return signNodes(node);
    if (node.type === 'Split') return slices(node, constants.get(node.inputs[1] ?? ''));
    if (node.type === 'FusedMatMul') return product(node, known);
    if (node.type === 'ConvTranspose') return transposedConv(node, known);
    return { nodes: [node] };
  });
  const more = new Map(plain.flatMap((part) => part.constants ?? []).map((constant) => [constant.name, constant]));
  return { ...model, nodes: plain.flatMap(({ nodes }) => nodes), constants: [...model.constants, ...more.values()] };
}

const node = (type: string, inputs: readonly string[], output: string, attributes: OnnxNode['attributes'] = {}): OnnxNode => ({
  type,
  inputs,
  outputs: [output],
  attributes,
  domain: '',
});

/** sign(x) = (x > 0) - (x < 0). */
function signNodes({ inputs: [value = ''], outputs: [output = ''] }: OnnxNode): Plain {
  const zero = { name: 'portable_zero', dims: [], data: Float32Array.of(0) };
  const compared = ['Greater', 'Less'].flatMap((type) => [
    node(type, [value, zero.name], `${output}_${type}`),
    node('Cast', [`${output}_${type}`], `${output}_as_${type}`, { to: { int: 1 } }),
  ]);
  return { nodes: [...compared, node('Sub', [`${output}_as_Greater`, `${output}_as_Less`], output)], constants: [zero] };
}

function slices({ inputs: [value = ''], outputs, attributes: { axis } }: OnnxNode, lengths: OnnxConstant | undefined): Plain {
  if (lengths === undefined) throw new Error(`The lengths of the parts of ${value} are not in the graph.`);
  const along = indexOf(axis !== undefined && 'int' in axis ? axis.int : 0);
  let end = 0;
  const bounds = [0, ...[...lengths.data].map((length) => (end += Number(length)))].map(indexOf);
  const nodes = outputs.map((output, index) =>
    node('Slice', [value, bounds[index]?.name ?? '', bounds[index + 1]?.name ?? '', along.name], output),
  );
  return { nodes, constants: [along, ...bounds] };
}

const listOf = (values: readonly number[]): OnnxConstant => ({
  name: `portable_${values.join('_')}`,
  dims: [values.length],
  data: BigInt64Array.from(values.map(BigInt)),
});

const indexOf = (index: number): OnnxConstant => listOf([index]);

function product({ inputs, outputs: [output = ''], attributes }: OnnxNode, known: Known): Plain {
  const turned = inputs.map((value, index) => {
    const name = index === 0 ? 'transA' : 'transB';
    const flag = attributes[name];
    if (flag === undefined || !('int' in flag) || flag.int === 0) return { value, nodes: [] };
    const axes = Array.from({ length: rankOf(value, known) }, (_, axis) => axis);
    const perm = [...axes.slice(0, -2), ...axes.slice(-2).reverse()];
    return { value: `${output}_${name}`, nodes: [node('Transpose', [value], `${output}_${name}`, { perm: { ints: perm } })] };
  });
  const values = turned.map(({ value }) => value);
  return { nodes: [...turned.flatMap(({ nodes }) => nodes), node('MatMul', values, output)] };
}

/** Weights [channels, outputs of a group, rows, columns] of one output with a second one of zeros, whose results are left out. */
function transposedConv(made: OnnxNode, known: Known): Plain {
  const {
    inputs,
    outputs: [output = ''],
    attributes,
  } = made;
  const [image = '', weights = '', ...bias] = inputs;
  const { group } = attributes;
  if (group === undefined || !('int' in group) || group.int === 1) return { nodes: [made] };
  const [channels = 0, perGroup = 0] = shapeOf(weights, known);
  if (perGroup !== 1 || channels === group.int) return { nodes: [made] };
  if (bias.length > 0) throw new Error(`${output} has a bias, which its empty channels can't have.`);
  const [pads, start, end, axis, step] = [[0, 0, 0, 0, 0, 1, 0, 0], [0], [2 * group.int], [1], [2]].map(listOf);
  const names = [start, end, axis, step].map((constant) => constant?.name ?? '');
  const nodes = [
    node('Pad', [weights, pads?.name ?? ''], `${output}_two`),
    node('ConvTranspose', [image, `${output}_two`], `${output}_both`, attributes),
    node('Slice', [`${output}_both`, ...names], output),
  ];
  return { nodes, constants: [pads, start, end, axis, step].flatMap((constant) => constant ?? []) };
}

/** Sides of a constant, an input, or a value that a `Reshape` to known sides made. */
function shapeOf(value: string, { inputs, constants, madeBy }: Known): readonly (number | string)[] {
  const maker = madeBy.get(value);
  const sides = maker?.type === 'Reshape' ? constants.get(maker.inputs[1] ?? '')?.data : undefined;
  const shape = constants.get(value)?.dims ?? inputs.get(value) ?? (sides && [...sides].map(Number));
  if (shape === undefined) throw new Error(`The sides of ${value} are not in the graph.`);
  return shape;
}

/** The number of dimensions of a value whose sides are known, perhaps joined with others. */
function rankOf(value: string, known: Known): number {
  const maker = known.madeBy.get(value);
  return maker?.type === 'Concat' ? rankOf(maker.inputs[0] ?? '', known) : shapeOf(value, known).length;
}
