import type { OnnxConstant, OnnxModel, OnnxNode } from './onnx';

/** A node as plain ONNX, with the constants that it needs. */
type Plain = { readonly nodes: readonly OnnxNode[]; readonly constants?: readonly OnnxConstant[] };

/**
 * The same graph in the operators that the providers of graphics cards have: `Sign` as two comparisons, `FusedMatMul` as `Transpose` and
 * `MatMul`, because with those ONNX Runtime would take the values back to the processor in the middle of a step; and `Split` as one `Slice` an
 * output, because WebGPU lets one operator write to a few arrays only (8 on some cards). Throws an Error where a shape that it needs is not in the graph.
 */
export function portableGraph(model: OnnxModel): OnnxModel {
  const madeBy = new Map(model.nodes.flatMap((node) => node.outputs.map((output) => [output, node] as const)));
  const constants = new Map(model.constants.map((constant) => [constant.name, constant]));
  const plain = model.nodes.map((node): Plain => {
    if (node.type === 'Sign') return signNodes(node);
    if (node.type === 'Split') return slices(node, constants.get(node.inputs[1] ?? ''));
    if (node.type === 'FusedMatMul') return product(node, (value) => rankOf(value, madeBy, constants));
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

const indexOf = (index: number): OnnxConstant => ({ name: `portable_${index}`, dims: [1], data: BigInt64Array.of(BigInt(index)) });

function product({ inputs, outputs: [output = ''], attributes }: OnnxNode, rank: (value: string) => number): Plain {
  const turned = inputs.map((value, index) => {
    const name = index === 0 ? 'transA' : 'transB';
    const flag = attributes[name];
    if (flag === undefined || !('int' in flag) || flag.int === 0) return { value, nodes: [] };
    const axes = Array.from({ length: rank(value) }, (_, axis) => axis);
    const perm = [...axes.slice(0, -2), ...axes.slice(-2).reverse()];
    return { value: `${output}_${name}`, nodes: [node('Transpose', [value], `${output}_${name}`, { perm: { ints: perm } })] };
  });
  const values = turned.map(({ value }) => value);
  return { nodes: [...turned.flatMap(({ nodes }) => nodes), node('MatMul', values, output)] };
}

/** Dimensions of a value that a `Reshape` made, perhaps joined with others. */
function rankOf(value: string, madeBy: ReadonlyMap<string, OnnxNode>, constants: ReadonlyMap<string, OnnxConstant>): number {
  const maker = madeBy.get(value);
  const [first = '', shape = ''] = maker?.inputs ?? [];
  if (maker?.type === 'Concat') return rankOf(first, madeBy, constants);
  const rank = maker?.type === 'Reshape' ? constants.get(shape)?.data.length : undefined;
  if (rank === undefined) throw new Error(`The dimensions of ${value} are not in the graph.`);
  return rank;
}
