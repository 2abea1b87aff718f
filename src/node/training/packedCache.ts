import { join } from 'node:path';
import type { Experiment } from '../../core/experiment/experiment';
import type { ImageToPrepare, PreparedImage } from './imagePreparer';
import { makeRoom, usualCacheBytes } from './makeRoom';
import { closeHome, openHome, type PackHome, writePack } from './packHome';
import { type PackPlace, type PackReader, packReader } from './packReader';
import { type PrepareRule, prepareImages, usualPrepareRule } from './prepareImages';
import { preparationName } from './preparePixels';

/** The prepared images of a run, read from the cache's files when asked for. */
export type PackedImages = PackReader & {
  /** True when the image of this sha256 could be prepared. */
  has(sha256: string): boolean;
  /** Where each image lies, as long as the cache is open. */
  readonly places: ReadonlyMap<string, PackPlace>;
  close(): Promise<void>;
};

/** What the cache tells while it works. */
export type CacheReport = {
  readonly progress: (done: number, total: number) => void;
  readonly warn: (message: string) => void;
};

/** How much the cache may hold, in bytes, and when it takes threads to help. */
export type CacheOptions = { readonly limit?: number; readonly rule?: PrepareRule };

const packBytes = 32 * 2 ** 20;
/** Checksum and sha256 of an image in a pack. */
const entryBytes = 36;

/**
 * Prepares every image that the cache does not hold yet (decode, window, fit) and opens the cache; what can't be prepared is warned of and left
 * out. Before that, what has not been used for longest is removed where the limit asks for it, but nothing that these images need.
 */
export async function openPackedCache(
  folder: string,
  images: readonly ImageToPrepare[],
  settings: Experiment['image'],
  report: CacheReport,
  signal: AbortSignal,
  { limit = usualCacheBytes, rule = usualPrepareRule }: CacheOptions = {},
): Promise<PackedImages> {
  const values = settings.size[0] * settings.size[1];
  const home = await openHome(join(folder, preparationName(settings)), values);
  try {
    if (home.damaged > 0) report.warn('A part of the image cache was damaged; its images are prepared again.');
    const missing = images.filter((image) => !home.places.has(image.sha256));
    report.progress(images.length - missing.length, images.length);
    const used = await touchUsed(home, images);
    const fits = await makeRoom(folder, missing.length * (2 * values + entryBytes), limit, used);
    if (!fits) report.warn(noRoom(images.length * 2 * values, limit));
    const counted = { ...report, progress: (done: number) => report.progress(images.length - missing.length + done, images.length) };
    await prepareMissing(home, missing, settings, counted, signal, rule);
    return opened(home);
  } catch (error) {
    await closeHome(home);
    throw error;
  }
}

const opened = (home: PackHome): PackedImages => ({
  ...packReader(home.places, home.values),
  has: (sha256) => home.places.has(sha256),
  places: home.places,
  close: () => closeHome(home),
});

/** Marks the packs that hold these images as used now; gives their paths. */
async function touchUsed({ folder, packs, places }: PackHome, images: readonly ImageToPrepare[]): Promise<ReadonlySet<string>> {
  const files = new Set(images.map(({ sha256 }) => places.get(sha256)?.fd));
  const used = [...packs].filter(([, { fd }]) => files.has(fd));
  // A cache that may be read only does without.
  for (const [, file] of used) await file.utimes(new Date(), new Date()).catch(() => {});
  return new Set(used.map(([name]) => join(folder, name)));
}

const gigabytes = (bytes: number): string => (bytes / 1e9).toPrecision(2);

const noRoom = (need: number, limit: number): string =>
  `The images of this run need ${gigabytes(need)} GB in the image cache, more than its limit of ${gigabytes(limit)} GB leaves; they are kept all the same (cacheGB in .radsteps/local.yaml sets the limit).`;

/** Writes a pack each time that enough images have gathered, so that little is lost when it is killed. */
async function prepareMissing(
  home: PackHome,
  images: readonly ImageToPrepare[],
  settings: Experiment['image'],
  report: { readonly progress: (done: number) => void; readonly warn: (message: string) => void },
  signal: AbortSignal,
  rule: PrepareRule,
): Promise<void> {
  const perPack = Math.max(1, Math.floor(packBytes / (2 * home.values)));
  const ready: { readonly sha256: string; readonly pixels: Uint16Array }[] = [];
  let done = 0;
  const flush = async () => {
    if (ready.length > 0) await writePack(home, ready.splice(0));
  };
  const take = async ({ sha256 }: ImageToPrepare, prepared: PreparedImage) => {
    if ('pixels' in prepared) ready.push({ sha256, pixels: prepared.pixels });
    else report.warn(prepared.problem);
    report.progress(++done);
    if (ready.length >= perPack) await flush();
  };
  await prepareImages(images, settings, take, signal, rule);
  await flush();
}
