import { createHash } from 'node:crypto';
import { readFile, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { writeBeside } from '../files/writeBeside';
import { makeRoom } from '../training/makeRoom';

/** What a thumbnail is made from: a file's content hash where it is known, else where it lies, its size and when it was last changed. */
export type ThumbnailSource = { readonly sha256: string } | { readonly path: string; readonly bytes: number; readonly modifiedMs: number };

/** Thumbnails of a project on the disk, by what they were made from. */
export type ThumbnailCache = {
  /** The file of a thumbnail relative to the folder, with forward slashes; null where there is none or it is damaged. */
  readonly find: (source: ThumbnailSource) => Promise<string | null>;
  readonly put: (source: ThumbnailSource, thumbnail: Uint8Array) => Promise<string>;
  readonly remove: (source: ThumbnailSource) => Promise<void>;
  /** Removes those that were not used for longest where there are more bytes than the limit. */
  readonly trim: () => Promise<void>;
};

/** Changes with what thumbnails look like. */
const version = 1;

/** Bytes that all thumbnails of a project may take: some 50,000 of them. */
export const usualThumbnailBytes = 5e8;

/** How old the last use may seem before it is noted anew, in milliseconds. */
const noteUseAfter = 3_600_000;

/** Opens the thumbnails in a folder, which need not exist. */
export function thumbnailCache(folder: string, limit = usualThumbnailBytes): ThumbnailCache {
  return {
    find: async (source) => {
      const name = nameOf(source);
      return (await isWhole(join(folder, name))) ? name : null;
    },
    put: async (source, thumbnail) => {
      const name = nameOf(source);
      // What a power failure damages is made anew, so that nothing waits for the disk.
      await writeBeside(join(folder, name), thumbnail, { flush: false });
      return name;
    },
    remove: (source) => rm(join(folder, nameOf(source)), { force: true }),
    trim: async () => {
      await makeRoom(folder, 0, limit, new Set(), '.webp');
    },
  };
}

function nameOf(source: ThumbnailSource): string {
  const text = 'sha256' in source ? source.sha256 : `${source.path}\n${source.bytes}\n${source.modifiedMs}`;
  const hash = createHash('sha256').update(`thumbnail ${version}\n${text}`).digest('hex').slice(0, 32);
  return `${hash.slice(0, 2)}/${hash}.webp`;
}

/** Whether a file is there and as long as its head says (RIFF: "RIFF", the length of the rest in 4 bytes, "WEBP"); notes the use. */
async function isWhole(file: string): Promise<boolean> {
  const bytes = await readFile(file).catch(() => null);
  if (bytes === null) return false;
  const isWebp = bytes.length > 12 && bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP';
  if (!isWebp || bytes.readUInt32LE(4) + 8 !== bytes.length) return false;
  const now = Date.now();
  const info = await stat(file).catch(() => null);
  if (info !== null && now - info.mtimeMs > noteUseAfter) await utimes(file, now / 1000, now / 1000).catch(() => {});
  return true;
}
