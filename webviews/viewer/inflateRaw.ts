/** Inflates raw deflate data to at most `limit` bytes; throws where they are damaged or longer. A few bytes after their end do no harm. */
export const inflateRaw = (bytes: Uint8Array, limit: number): Promise<Uint8Array<ArrayBuffer>> => inflate('deflate-raw', bytes, limit);

/** As `inflateRaw`, for a zlib stream. */
export const inflateZlib = (bytes: Uint8Array, limit: number): Promise<Uint8Array<ArrayBuffer>> => inflate('deflate', bytes, limit);

/** Bytes at the end that are given one by one, since some writers add a padding byte or a checksum. */
const tail = 64;

async function inflate(format: CompressionFormat, bytes: Uint8Array, limit: number): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new DecompressionStream(format);
  const fed = feed(stream.writable.getWriter(), new Uint8Array(bytes));
  // The reading end reports what fails.
  fed.catch(() => undefined);
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = stream.readable.getReader();
  for (;;) {
    const { value, done } = await reader.read().catch(endOfData);
    if (done || value === undefined) return joined(chunks, size);
    chunks.push(value);
    size += value.byteLength;
    if (size > limit) throw new Error('The deflated data are longer than they may be.');
  }
}

/** Each piece waits until what the ones before gave was taken: a byte too many makes the browser drop what was not. */
async function feed(writer: WritableStreamDefaultWriter<BufferSource>, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  const start = Math.max(0, bytes.length - tail);
  await writer.write(bytes.subarray(0, start));
  for (let at = start; at < bytes.length; at++) await writer.write(bytes.subarray(at, at + 1));
  await writer.close();
}

/** All data have come when the browser only complains of bytes after their end. */
function endOfData(error: unknown): { readonly value: undefined; readonly done: true } {
  if (error instanceof TypeError && /junk/i.test(error.message)) return { value: undefined, done: true };
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
