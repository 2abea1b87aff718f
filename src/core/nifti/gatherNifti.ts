import { UserError } from '../userError';
import { NiftiError } from './niftiError';
import { niftiHeaderBytes, readNiftiHeader } from './niftiHeader';
import { niftiFileBytes } from './readNifti';

/** Whether the bytes are a gzip stream (RFC 1952). */
export const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

/**
 * Gathers the inflated bytes of a NIfTI file from the pieces of a stream (`DecompressionStream`, Node's zlib), into memory of just the size that the header
 * asks for; what follows the values is left out. Throws `NiftiError` for a damaged stream, `UserError` where the file needs more than `limitBytes`.
 */
export async function gatherNifti(pieces: AsyncIterable<Uint8Array>, limitBytes: number): Promise<Uint8Array> {
  let head: Uint8Array = new Uint8Array(0);
  let whole: Uint8Array | null = null;
  let filled = 0;
  // Read to the end even when all values are there: only then has the stream's checksum been looked at.
  for await (const piece of inflated(pieces, () => filled || head.length)) {
    if (whole !== null) {
      const part = piece.subarray(0, whole.length - filled);
      whole.set(part, filled);
      filled += part.length;
      continue;
    }
    head = joined(head, piece);
    if (head.length < niftiHeaderBytes) continue;
    whole = roomFor(head, limitBytes);
    filled = Math.min(head.length, whole.length);
  }
  return whole?.subarray(0, filled) ?? head;
}

function roomFor(head: Uint8Array, limitBytes: number): Uint8Array {
  const needed = niftiFileBytes(readNiftiHeader(head));
  if (needed > limitBytes) throw new UserError(`The file needs ${megabytes(needed)} of memory, and ${megabytes(limitBytes)} are allowed.`);
  const whole = new Uint8Array(needed);
  whole.set(head.subarray(0, needed));
  return whole;
}

const megabytes = (bytes: number): string => `${Math.ceil(bytes / 1e6)} MB`;

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

async function* inflated(pieces: AsyncIterable<Uint8Array>, reached: () => number): AsyncIterable<Uint8Array> {
  try {
    yield* pieces;
  } catch {
    throw new NiftiError('The gzip stream is damaged or cut off', reached());
  }
}
