import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** A file while it is open; `modified` is the time of its last change, milliseconds since 1970. */
export type OpenFile = { readonly handle: number; readonly size: number; readonly modified: number };

/** Opens a file for as long as `use` takes, in this thread. */
export function withOpenFile<T>(file: string, use: (open: OpenFile) => T): T {
  const handle = openSync(file, 'r');
  try {
    const { size, mtimeMs } = fstatSync(handle);
    return use({ handle, size, modified: Math.round(mtimeMs) });
  } finally {
    closeSync(handle);
  }
}

/** The first `length` bytes of an open file, fewer where it is shorter; they lie in `into` where it is long enough. */
export function readBytes(handle: number, length: number, into?: Uint8Array): Uint8Array {
  const bytes = into !== undefined && into.length >= length ? into : new Uint8Array(length);
  let at = 0;
  while (at < length) {
    const read = readSync(handle, bytes, at, length - at, at);
    if (read === 0) break;
    at += read;
  }
  return bytes.subarray(0, at);
}
