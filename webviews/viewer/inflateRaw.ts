/** Inflates raw deflate data to at most `limit` bytes; throws where they are damaged or longer. A padding byte after their end does no harm. */
export const inflateRaw = (bytes: Uint8Array, limit: number): Promise<Uint8Array<ArrayBuffer>> => inflate('deflate-raw', bytes, limit);

/** As `inflateRaw`, for a zlib stream. */
export const inflateZlib = (bytes: Uint8Array, limit: number): Promise<Uint8Array<ArrayBuffer>> => inflate('deflate', bytes, limit);

async function inflate(format: CompressionFormat, bytes: Uint8Array, limit: number): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return await inflated(format, bytes, limit);
  } catch (error) {
    // The browser takes a byte after the end for damage, and what it had inflated is lost.
    if (bytes.at(-1) !== 0) throw error;
    return inflated(format, bytes.subarray(0, -1), limit);
  }
}

async function inflated(format: CompressionFormat, bytes: Uint8Array, limit: number): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new DecompressionStream(format);
  const writer = stream.writable.getWriter();
  const written = writer.write(new Uint8Array(bytes)).then(() => writer.close());
  // The reading end reports what fails.
  written.catch(() => undefined);
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = stream.readable.getReader();
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return joined(chunks, size);
    chunks.push(value);
    size += value.byteLength;
    if (size > limit) throw new Error('The deflated data are longer than they may be.');
  }
}

function joined(chunks: readonly Uint8Array[], size: number): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.byteLength;
  }
  return whole;
}
