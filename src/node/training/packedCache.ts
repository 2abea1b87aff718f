import { createHash } from 'node:crypto';
import { type FileHandle, mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Experiment } from '../../core/experiment/experiment';
import type { TrainerImage } from '../../core/experiment/trainerJob';
import { writeBeside } from '../files/writeBeside';
import { encodePack, openPack, packName } from './packFile';
import { type PackPlace, type PackReader, packReader } from './packReader';
import { preparationName, preparePixels, reasonOf } from './preparePixels';

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

const packBytes = 32 * 2 ** 20;
const mostDecoders = 4;

/** Prepares every image that the cache does not hold yet (decode, window, fit) and opens the cache; what can't be prepared is warned of and left out. */
export async function openPackedCache(
  folder: string,
  images: readonly Pick<TrainerImage, 'image' | 'sha256' | 'file'>[],
  settings: Experiment['image'],
  report: CacheReport,
  signal: AbortSignal,
): Promise<PackedImages> {
  const home = join(folder, preparationName(settings));
  const values = settings.size[0] * settings.size[1];
  await mkdir(home, { recursive: true });
  const found = await openHome(home, values);
  if (found.damaged > 0) report.warn('A part of the image cache was damaged; its images are prepared again.');
  const missing = images.filter((image) => !found.places.has(image.sha256));
  report.progress(images.length - missing.length, images.length);
  if (missing.length === 0) return opened(found, values);
  await closeAll(found.files);
  const counted = { progress: (done: number) => report.progress(images.length - missing.length + done, images.length), warn: report.warn };
  await prepareMissing(home, missing, settings, counted, signal);
  return opened(await openHome(home, values), values);
}

type Home = { readonly files: readonly FileHandle[]; readonly places: ReadonlyMap<string, PackPlace>; readonly damaged: number };

/** Opens all packs; damaged ones are removed, so that their images are made again. */
async function openHome(home: string, values: number): Promise<Home> {
  const files: FileHandle[] = [];
  const places = new Map<string, PackPlace>();
  let damaged = 0;
  for (const name of (await readdir(home)).filter((entry) => entry.endsWith('.pack')).sort()) {
    const pack = await openPack(join(home, name), values);
    if (pack === null) {
      damaged++;
      await rm(join(home, name), { force: true });
      continue;
    }
    files.push(pack.file);
    for (const { sha256, offset } of pack.entries) places.set(sha256, { fd: pack.file.fd, offset });
  }
  return { files, places, damaged };
}

const closeAll = (files: readonly FileHandle[]): Promise<unknown> => Promise.all(files.map((file) => file.close()));

const opened = ({ files, places }: Home, values: number): PackedImages => ({
  ...packReader(places, values),
  has: (sha256) => places.has(sha256),
  places,
  close: async () => {
    await closeAll(files);
  },
});

/** Decodes several files at once and writes a pack each time that enough have gathered, so that little is lost when it is killed. */
async function prepareMissing(
  home: string,
  images: readonly Pick<TrainerImage, 'image' | 'sha256' | 'file'>[],
  settings: Experiment['image'],
  report: { progress: (done: number) => void; warn: (message: string) => void },
  signal: AbortSignal,
): Promise<void> {
  const values = settings.size[0] * settings.size[1];
  const perPack = Math.max(1, Math.floor(packBytes / (values * 2)));
  const ready: { sha256: string; pixels: Uint16Array }[] = [];
  const queue = images.entries();
  let done = 0;
  const flush = async () => {
    if (ready.length === 0) return;
    // Sorted, because which image is ready first is chance.
    const images = ready.splice(0).sort((a, b) => (a.sha256 < b.sha256 ? -1 : 1));
    const pack = encodePack(images, values);
    await writeBeside(join(home, packName(pack)), pack);
  };
  const work = async () => {
    for (const [, image] of queue) {
      if (signal.aborted) return;
      const pixels = await checkedPixels(image, settings, report.warn);
      if (pixels !== null) ready.push({ sha256: image.sha256, pixels });
      report.progress(++done);
      if (ready.length >= perPack) await flush();
    }
  };
  await Promise.all(Array.from({ length: Math.min(mostDecoders, availableParallelism()) }, work));
  await flush();
}

/** The image's pixels, or null (and a warning) when its file can't be decoded or is not the one that was imported. */
async function checkedPixels(
  { image, sha256, file }: Pick<TrainerImage, 'image' | 'sha256' | 'file'>,
  settings: Experiment['image'],
  warn: (message: string) => void,
): Promise<Uint16Array | null> {
  try {
    const content = createHash('sha256')
      .update(await readFile(file))
      .digest('hex');
    if (content === sha256) return await preparePixels(file, settings);
    warn(`Image ${image} is left out: its file has changed since it was imported. Import its folder again.`);
  } catch (error) {
    warn(`Image ${image} is left out: ${reasonOf(error)}.`);
  }
  return null;
}
