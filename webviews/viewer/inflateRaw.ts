/** Inflates raw deflate data to at most `limit` bytes; throws where they are damaged or longer. A padding byte after their end does no harm. */
export const inflateRaw = (bytes: Uint8Array, limit: number): Promise<Uint8Array<ArrayBuffer>> => inflate('deflate-raw', bytes, limit);

/** As `inflateRaw`, for a zlib stream. */
export const inflateZlib = (bytes: Uint8Array, limit: number): Promise<Uint8Array<ArrayBuffer>> => inflate('deflate', bytes, limit);

async function inflate(format: CompressionFormat, bytes: Uint8Array, limit: number): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new DecompressionStream(format);
  const writer = stream.writable.getWriter();
  const written = writer.write(new Uint8Array(bytes)).then(() => writer.close());
  written.catch(() => undefined);
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = stream.readable.getReader();
  for (;;) {
    const { value, done } = await reader.read().catch((error: unknown) => endOfData(error, size));
    if (done || value === undefined) break;
    chunks.push(value);
    size += value.byteLength;
    if (size > limit) throw new Error('The deflated data are longer than they may be.');
  }
  return joined(chunks, size);
}

/** Chromium reports bytes after the end of the data as an error, though all of them have come. */
function endOfData(error: unknown, size: number): { readonly value: undefined; readonly done: true } {
  if (size > 0 && error instanceof TypeError && /after end|trailing|junk/i.test(error.message)) return { value: undefined, done: true };
  throw error;
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
