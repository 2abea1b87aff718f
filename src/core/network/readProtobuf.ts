/** The length-delimited fields of a Protocol Buffers message; others are passed over, and it ends where the bytes make no sense. */
export function* fieldsOf(bytes: Uint8Array): Generator<{ readonly number: number; readonly bytes: Uint8Array }> {
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

/** A whole number from 0 where the cursor stands, which comes behind it. */
function readVarint(bytes: Uint8Array, cursor: { at: number }): number {
  let value = 0;
  for (let scale = 1; cursor.at < bytes.length; scale *= 128) {
    const byte = bytes[cursor.at++] ?? 0;
    value += (byte % 128) * scale;
    if (byte < 128) break;
  }
  return value;
}

/** The whole numbers of a packed field. */
export function unpackVarints(bytes: Uint8Array): readonly number[] {
  const cursor = { at: 0 };
  const values: number[] = [];
  while (cursor.at < bytes.length) values.push(readVarint(bytes, cursor));
  return values;
}
