import type { OnnxNode } from './onnx';
import { fieldsOf, unpackVarints } from './readProtobuf';

/** A constant of 32-bit floats of an ONNX file. */
export type StoredFloats = { readonly dims: readonly number[]; readonly values: Float32Array };

/** What an ONNX file computes: its nodes in their order, and its constants of 32-bit floats by name. */
export type StoredGraph = {
  readonly nodes: readonly Pick<OnnxNode, 'type' | 'inputs' | 'outputs'>[];
  readonly floats: ReadonlyMap<string, StoredFloats>;
};

/** Field numbers of onnx.proto. */
const graphField = 7;
const inGraph = { node: 1, constant: 5 } as const;
const inNode = { input: 1, output: 2, type: 4 } as const;
const inConstant = { dims: 1, name: 8, raw: 9 } as const;

/** Reads nodes and constants of an ONNX file that `encodeOnnx` wrote; without any where it is another file. */
export function readOnnxGraph(bytes: Uint8Array): StoredGraph {
  const graph = [...fieldsOf(bytes)].find(({ number }) => number === graphField);
  const fields = graph === undefined ? [] : [...fieldsOf(graph.bytes)];
  const all = (number: number) => fields.filter((field) => field.number === number).map((field) => field.bytes);
  return { nodes: all(inGraph.node).map(readNode), floats: new Map(all(inGraph.constant).flatMap(readFloats)) };
}

function readNode(bytes: Uint8Array): StoredGraph['nodes'][number] {
  const fields = [...fieldsOf(bytes)];
  const texts = (number: number) => fields.filter((field) => field.number === number).map((field) => textOf(field.bytes));
  return { type: texts(inNode.type)[0] ?? '', inputs: texts(inNode.input), outputs: texts(inNode.output) };
}

/** Nothing for a constant of another kind, whose bytes are no floats of these dimensions. */
function readFloats(bytes: Uint8Array): readonly (readonly [string, StoredFloats])[] {
  const fields = new Map([...fieldsOf(bytes)].map((field) => [field.number, field.bytes]));
  const dims = unpackVarints(fields.get(inConstant.dims) ?? new Uint8Array());
  const raw = fields.get(inConstant.raw) ?? new Uint8Array();
  const count = dims.reduce((product, side) => product * side, 1);
  if (raw.length !== 4 * count) return [];
  // A copy, because the bytes in the file need not lie on a multiple of four.
  return [[textOf(fields.get(inConstant.name) ?? new Uint8Array()), { dims, values: new Float32Array(Uint8Array.from(raw).buffer) }]];
}

const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
