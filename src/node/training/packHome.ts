import { type FileHandle, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeBeside } from '../files/writeBeside';
import { encodePack, openPack, packName } from './packFile';
import type { PackPlace } from './packReader';

/** The open packs of one preparation. Packs stay readable while they are open, even where another run removes their files. */
export type PackHome = {
  readonly folder: string;
  /** Values of an image. */
  readonly values: number;
  /** By file name. */
  readonly packs: Map<string, FileHandle>;
  readonly places: Map<string, PackPlace>;
  /** Packs that were not whole and have been removed. */
  readonly damaged: number;
};

/** Opens all packs of a folder, which need not exist; damaged ones are removed, so that their images are made again. */
export async function openHome(folder: string, values: number): Promise<PackHome> {
  const home = { folder, values, packs: new Map<string, FileHandle>(), places: new Map<string, PackPlace>(), damaged: 0 };
  const names = await readdir(folder).catch(whereMissing([]));
  for (const name of names.filter((entry) => entry.endsWith('.pack')).sort()) {
    const state = await addPack(home, name);
    if (state !== 'damaged') continue;
    home.damaged++;
    await rm(join(folder, name), { force: true });
  }
  return home;
}

/** Adds an image pack to the folder and opens it. */
export async function writePack(
  home: PackHome,
  images: readonly { readonly sha256: string; readonly pixels: Uint16Array }[],
): Promise<void> {
  // Sorted, because which image is ready first is chance.
  const sorted = [...images].sort((a, b) => (a.sha256 < b.sha256 ? -1 : 1));
  const pack = encodePack(sorted, home.values);
  const name = packName(pack);
  // Another run that makes room in the cache may remove it before it is open here.
  for (let tries = 0; tries < mostTries; tries++) {
    const isWritten = await writeBeside(join(home.folder, name), pack).then(() => true, whereMissing(false));
    if (isWritten && (await addPack(home, name)) === 'open') return;
  }
  throw new Error('A part of the image cache could not be kept.');
}

const mostTries = 5;

/** Lets go of all packs. */
export async function closeHome({ packs }: PackHome): Promise<void> {
  await Promise.all([...packs.values()].map((file) => file.close()));
}

async function addPack({ folder, values, packs, places }: PackHome, name: string): Promise<'open' | 'damaged' | 'gone'> {
  if (packs.has(name)) return 'open';
  const pack = await openPack(join(folder, name), values).catch(whereMissing('gone' as const));
  if (pack === 'gone') return 'gone';
  if (pack === null) return 'damaged';
  packs.set(name, pack.file);
  for (const { sha256, offset } of pack.entries) places.set(sha256, { fd: pack.file.fd, offset });
  return 'open';
}

const whereMissing =
  <T>(value: T) =>
  (error: NodeJS.ErrnoException): T => {
    if (error.code === 'ENOENT') return value;
    throw error;
  };
