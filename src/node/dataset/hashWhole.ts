import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';

const piece = new Uint8Array(2 ** 20);

/** SHA-256 of a file's bytes in hex, in this thread; `beat` is called after every mebibyte. */
export function hashWhole(file: string, beat: () => void = () => {}): string {
  const handle = openSync(file, 'r');
  try {
    const hash = createHash('sha256');
    for (let length = readSync(handle, piece); length > 0; length = readSync(handle, piece)) {
      hash.update(piece.subarray(0, length));
      beat();
    }
    return hash.digest('hex');
  } finally {
    closeSync(handle);
  }
}

/** As hashWhole; null where the file can't be read. */
export function hashIfReadable(file: string, beat: () => void): string | null {
  try {
    return hashWhole(file, beat);
  } catch (error) {
    if (error instanceof Error && 'code' in error) return null;
    throw error;
  }
}
