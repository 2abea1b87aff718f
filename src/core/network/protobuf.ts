/** Joins byte pieces into one array. */
export function concatBytes(pieces: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

/** A whole number as a Protocol Buffers varint; a negative one takes ten bytes (two's complement of 64 bits). */
export function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  while (rest > 0x7fn) {
    bytes.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  bytes.push(Number(rest));
  return Uint8Array.from(bytes);
}

const tag = (field: number, wire: number): Uint8Array => varint(field * 8 + wire);

/** A whole number under a field number (wire type 0). */
export const varintField = (field: number, value: number): Uint8Array => concatBytes([tag(field, 0), varint(value)]);

/** A 32-bit float under a field number (wire type 5). */
export function floatField(field: number, value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setFloat32(0, value, true);
  return concatBytes([tag(field, 5), bytes]);
}

/** A 64-bit float under a field number (wire type 1). */
export function doubleField(field: number, value: number): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setFloat64(0, value, true);
  return concatBytes([tag(field, 1), bytes]);
}

/** Bytes, or an encoded message, under a field number (wire type 2). */
export const bytesField = (field: number, bytes: Uint8Array): Uint8Array => concatBytes([tag(field, 2), varint(bytes.length), bytes]);

/** A text in UTF-8 under a field number (wire type 2). */
export const textField = (field: number, text: string): Uint8Array => bytesField(field, new TextEncoder().encode(text));

/** Whole numbers packed under one field number (wire type 2). */
export const packedVarints = (field: number, values: readonly number[]): Uint8Array => bytesField(field, concatBytes(values.map(varint)));
