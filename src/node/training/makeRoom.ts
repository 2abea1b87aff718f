import { readdir, rm, rmdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Bytes that the image cache may take where this machine's settings don't say. */
export const usualCacheBytes = 20e9;

/** A file of the cache and when it was last used, in milliseconds since 1970. */
type CacheFile = { readonly path: string; readonly bytes: number; readonly used: number };

/** How old what a killed run left half written must be, in milliseconds, so that it is nobody's any more. */
const abandonedAfter = 3_600_000;

/**
 * Removes the packs (or the files of another ending) that have not been used for longest until `need` bytes more fit into a cache of at most `limit`; what `keep` (paths) names
 * stays. Packs are removed under runs that still read them, which is no harm, since they hold them open. True where there is room.
 */
export async function makeRoom(cache: string, need: number, limit: number, keep: ReadonlySet<string>, ending = '.pack'): Promise<boolean> {
  const files = await cacheFiles(cache);
  const isAbandoned = ({ path, used }: CacheFile) => path.endsWith('.tmp') && Date.now() - used > abandonedAfter;
  const abandoned = files.filter(isAbandoned);
  const packs = files.filter(({ path }) => path.endsWith(ending)).sort((a, b) => a.used - b.used);
  let total = packs.reduce((sum, { bytes }) => sum + bytes, 0);
  const unused = packs.filter(({ path }) => !keep.has(path));
  const removed = unused.filter(({ bytes }) => {
    if (total + need <= limit) return false;
    total -= bytes;
    return true;
  });
  for (const { path } of [...abandoned, ...removed]) {
    await rm(path, { force: true });
    // Its folder may still hold others.
    await rmdir(join(path, '..')).catch(() => {});
  }
  return total + need <= limit;
}

async function cacheFiles(cache: string): Promise<readonly CacheFile[]> {
  const entries = await readdir(cache, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const found = await Promise.all(
    files.map(async (path) => {
      // Another run may have removed it meanwhile.
      const info = await stat(path).catch(() => null);
      return info === null ? [] : [{ path, bytes: info.size, used: info.mtimeMs }];
    }),
  );
  return found.flat();
}
