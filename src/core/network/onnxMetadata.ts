import { fieldsOf } from './readProtobuf';

/** The metadata of an ONNX file (`metadata_props` of its ModelProto); empty where there is none or it is no ONNX file. */
export function readOnnxMetadata(bytes: Uint8Array): Readonly<Record<string, string>> {
  const entries: Record<string, string> = {};
  for (const field of fieldsOf(bytes)) {
    if (field.number !== 14) continue;
    const [key, value] = [1, 2].map((wanted) => [...fieldsOf(field.bytes)].find((inner) => inner.number === wanted)?.bytes);
    if (key !== undefined) entries[new TextDecoder().decode(key)] = new TextDecoder().decode(value ?? new Uint8Array());
  }
  return entries;
}
