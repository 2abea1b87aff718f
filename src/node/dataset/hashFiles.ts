import { hashFile } from './hashFile';
import { mapBounded } from './mapBounded';
import { mapInThreads } from './mapInThreads';

/** A file to hash, and about how many bytes it has. */
export type FileToHash = { readonly file: string; readonly bytes: number };

/** So few files are hashed before a thread has started. */
const few = 50;

/** SHA-256 (hex) of every file's bytes, in threads where there are many; `took` receives them as they come, null for a file that can't be read. */
export async function hashFiles<Item extends FileToHash>(
  items: readonly Item[],
  took: (hashed: readonly (readonly [Item, string | null])[]) => void,
  signal: AbortSignal,
): Promise<void> {
  if (items.length >= few)
    return mapInThreads<Item, string | null>({
      work: { kind: 'hashes' },
      items,
      bytesOf: ({ bytes }) => bytes,
      faulty: () => null,
      took,
      signal,
    });
  await mapBounded(items, async (item) => took([[item, await hashIfThere(item.file, signal)]]), signal);
}

async function hashIfThere(file: string, signal: AbortSignal): Promise<string | null> {
  try {
    return await hashFile(file, signal);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof Error && 'code' in error) return null;
    throw error;
  }
}
