/** One array of a hand-made safetensors file. */
export type TestTensor = { readonly dtype: string; readonly shape: readonly number[]; readonly bytes: Uint8Array };

/** The bytes of a safetensors file; `change` may spoil the header. */
export function safetensorsBytes(
  tensors: Readonly<Record<string, TestTensor>>,
  change: (header: Record<string, unknown>) => unknown = (header) => header,
): Uint8Array {
  const header: Record<string, unknown> = { __metadata__: { format: 'pt' } };
  let offset = 0;
  for (const [name, { dtype, shape, bytes }] of Object.entries(tensors)) {
    header[name] = { dtype, shape, data_offsets: [offset, offset + bytes.length] };
    offset += bytes.length;
  }
  const text = Buffer.from(JSON.stringify(change(header)));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([length, text, ...Object.values(tensors).map(({ bytes }) => bytes)]);
}

/** An array of 32-bit floats. */
export const floats = (shape: readonly number[], values: readonly number[]): TestTensor => ({
  dtype: 'F32',
  shape,
  bytes: new Uint8Array(Float32Array.from(values).buffer),
});
