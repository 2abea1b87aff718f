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

/** The length-delimited fields of a Protocol Buffers message; others are passed over, and it ends where the bytes make no sense. */
function* fieldsOf(bytes: Uint8Array): Generator<{ readonly number: number; readonly bytes: Uint8Array }> {
  const cursor = { at: 0 };
  while (cursor.at < bytes.length) {
    const tag = readVarint(bytes, cursor);
    const wire = tag % 8;
    if (wire === 0) readVarint(bytes, cursor);
    else if (wire === 1) cursor.at += 8;
    else if (wire === 5) cursor.at += 4;
    else if (wire === 2) {
      const length = readVarint(bytes, cursor);
      yield { number: Math.floor(tag / 8), bytes: bytes.subarray(cursor.at, cursor.at + length) };
      cursor.at += length;
    } else return;
  }
}

function readVarint(bytes: Uint8Array, cursor: { at: number }): number {
  let value = 0;
  for (let scale = 1; cursor.at < bytes.length; scale *= 128) {
    const byte = bytes[cursor.at++] ?? 0;
    value += (byte % 128) * scale;
    if (byte < 128) break;
  }
  return value;
}
