import { open } from 'node:fs/promises';

/** What a growing file of lines has got since the last look; `next` is the byte offset to go on from. */
export type Appended = { readonly lines: readonly string[]; readonly next: number };

const isMissing = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT';

/** Reads the whole lines after byte `from`; a line still being written waits for the next look, and a file that shrank is read anew. */
export async function readAppended(path: string, from: number): Promise<Appended> {
  try {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      const start = size < from ? 0 : from;
      const { buffer, bytesRead } = await file.read(Buffer.alloc(size - start), 0, size - start, start);
      const end = buffer.subarray(0, bytesRead).lastIndexOf(10) + 1;
      const lines = buffer
        .toString('utf8', 0, end)
        .split('\n')
        .filter((line) => line !== '');
      return { lines, next: start + end };
    } finally {
      await file.close();
    }
  } catch (error) {
    if (isMissing(error)) return { lines: [], next: 0 };
    throw error;
  }
}
