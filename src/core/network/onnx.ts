import { bytesField, concatBytes, floatField, packedVarints, textField, varintField } from './protobuf';

/** An attribute of an ONNX node, by the kind that ONNX wants. */
export type OnnxAttribute =
  | { readonly int: number }
  | { readonly float: number }
  | { readonly text: string }
  | { readonly ints: readonly number[] };

export type OnnxNode = {
  readonly type: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, OnnxAttribute>>;
  /** '' for ONNX itself, 'com.microsoft' for ONNX Runtime's own operators. */
  readonly domain: string;
};

/** A constant: 32-bit floats or 64-bit integers, row-major. */
export type OnnxConstant = { readonly name: string; readonly dims: readonly number[]; readonly data: Float32Array | BigInt64Array };

/** A float input or output; a text dimension is free (the batch). */
export type OnnxValue = { readonly name: string; readonly dims: readonly (number | string)[] };

export type OnnxModel = {
  readonly name: string;
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
  readonly nodes: readonly OnnxNode[];
  readonly constants: readonly OnnxConstant[];
  readonly metadata: Readonly<Record<string, string>>;
};

const irVersion = 9;
const operatorSet = 18;
const elementType = { float: 1, int64: 7 } as const;

/** The bytes of an ONNX file (ModelProto of onnx.proto, IR 9, operator set 18), readable by ONNX Runtime 1.14 and later. */
export function encodeOnnx(model: OnnxModel): Uint8Array {
  const metadata = Object.entries(model.metadata).map(([key, value]) =>
    bytesField(14, concatBytes([textField(1, key), textField(2, value)])),
  );
  const operatorSets = [
    { domain: '', version: operatorSet },
    { domain: 'com.microsoft', version: 1 },
  ].map(({ domain, version }) => bytesField(8, concatBytes([textField(1, domain), varintField(2, version)])));
  return concatBytes([
    varintField(1, irVersion),
    textField(2, 'RadSteps'),
    bytesField(7, encodeGraph(model)),
    ...operatorSets,
    ...metadata,
  ]);
}

function encodeGraph(model: OnnxModel): Uint8Array {
  return concatBytes([
    ...model.nodes.map((node) => bytesField(1, encodeNode(node))),
    textField(2, model.name),
    ...model.constants.map((constant) => bytesField(5, encodeConstant(constant))),
    ...model.inputs.map((value) => bytesField(11, encodeValue(value))),
    ...model.outputs.map((value) => bytesField(12, encodeValue(value))),
  ]);
}

function encodeNode(node: OnnxNode): Uint8Array {
  return concatBytes([
    ...node.inputs.map((name) => textField(1, name)),
    ...node.outputs.map((name) => textField(2, name)),
    textField(3, node.outputs[0] ?? ''),
    textField(4, node.type),
    ...Object.entries(node.attributes).map(([name, value]) => bytesField(5, encodeAttribute(name, value))),
    textField(7, node.domain),
  ]);
}

function encodeAttribute(name: string, value: OnnxAttribute): Uint8Array {
  const head = textField(1, name);
  if ('float' in value) return concatBytes([head, floatField(2, value.float), varintField(20, 1)]);
  if ('int' in value) return concatBytes([head, varintField(3, value.int), varintField(20, 2)]);
  if ('text' in value) return concatBytes([head, textField(4, value.text), varintField(20, 3)]);
  return concatBytes([head, ...value.ints.map((entry) => varintField(8, entry)), varintField(20, 7)]);
}

function encodeConstant(constant: OnnxConstant): Uint8Array {
  const type = constant.data instanceof Float32Array ? elementType.float : elementType.int64;
  const { buffer, byteOffset, byteLength } = constant.data;
  return concatBytes([
    packedVarints(1, constant.dims),
    varintField(2, type),
    textField(8, constant.name),
    bytesField(9, new Uint8Array(buffer, byteOffset, byteLength)),
  ]);
}

function encodeValue(value: OnnxValue): Uint8Array {
  const dims = value.dims.map((dim) => bytesField(1, typeof dim === 'number' ? varintField(1, dim) : textField(2, dim)));
  const tensor = concatBytes([varintField(1, elementType.float), bytesField(2, concatBytes(dims))]);
  return concatBytes([textField(1, value.name), bytesField(2, bytesField(1, tensor))]);
}
