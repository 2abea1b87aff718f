import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Thumbnail } from '../../core/dataset/galleryEvent';
import { layout } from '../../core/project/layout';
import { readImageTable } from '../dataset/imageTableFile';
import { type LocalFile, readLocalFiles } from '../dataset/localFiles';
import { ImageError } from '../images/imageError';
import { makeThumbnail } from './makeThumbnail';
import { type ThumbnailCache, type ThumbnailSource, thumbnailCache } from './thumbnailCache';

/** What a project's files say of an image: its hash ('' where it is not known), and the file that its thumbnail shows. */
type Place = { readonly sha256: string; readonly file: LocalFile; readonly isSeries: boolean };

/** Makes the thumbnails of a project's images, each kept on the disk by what it was made from. */
export class ThumbnailMaker {
  readonly #root: string;
  readonly #cache: ThumbnailCache;
  #places: Promise<ReadonlyMap<string, Place>> | undefined;
  #outside: Readonly<Record<string, string>> = {};

  constructor(root: string, cache = thumbnailCache(join(root, layout.thumbnails))) {
    this.#root = root;
    this.#cache = cache;
  }

  /** Reads anew where the images lie before the next thumbnail. */
  reread(): void {
    this.#places = undefined;
  }

  /** Films outside the project, by name, of which thumbnails are wanted too. */
  also(files: Readonly<Record<string, string>>): void {
    this.#outside = files;
  }

  /** The thumbnail of an image, from the disk where it is there and not wanted anew; never throws for a fault of its file. */
  async make(image: string, anew = false): Promise<Thumbnail> {
    try {
      const outside = Object.hasOwn(this.#outside, image) ? this.#outside[image] : undefined;
      this.#places ??= readPlaces(this.#root);
      const place = outside === undefined ? (await this.#places).get(image) : await outsidePlace(outside);
      if (place === undefined) return { image, reason: 'Its file is not known on this machine: import the folder that holds it.' };
      const source = await sourceOf(place);
      const known = anew ? null : await this.#cache.find(source);
      return { image, file: known ?? (await this.#cache.put(source, await makeThumbnail(place.file.file))) };
    } catch (error) {
      return { image, reason: reasonOf(error) };
    }
  }

  /** Keeps the thumbnails within their limit. */
  trim(): Promise<void> {
    return this.#cache.trim();
  }
}

async function outsidePlace(file: string): Promise<Place> {
  const { size, mtimeMs } = await stat(file);
  return { sha256: '', file: { image: '', instance: '', root: '', path: '', bytes: size, modified: mtimeMs, file }, isSeries: false };
}

async function readPlaces(root: string): Promise<ReadonlyMap<string, Place>> {
  const [{ rows }, files] = await Promise.all([readImageTable(root), readLocalFiles(root)]);
  return new Map(
    rows.flatMap(({ image, sha256 }) => {
      const list = files.get(image) ?? [];
      const middle = list[Math.floor((list.length - 1) / 2)];
      return middle === undefined ? [] : [[image, { sha256, file: middle, isSeries: list.length > 1 }] as const];
    }),
  );
}

/** The hash of the index counts while the file is as the import saw it. */
async function sourceOf({ sha256, file, isSeries }: Place): Promise<ThumbnailSource> {
  const { size, mtimeMs } = await stat(file.file);
  const isAsImported = size === file.bytes && Math.round(mtimeMs) === Math.round(file.modified);
  if (sha256 !== '' && isAsImported) return { sha256: isSeries ? `${sha256} ${file.instance}` : sha256 };
  return { path: file.file, bytes: size, modifiedMs: mtimeMs };
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'Its file is not on this machine any more: import the folder that holds it.',
  ENOSPC: 'The disk is full: no thumbnail can be kept.',
  EACCES: 'The file may not be read, or no thumbnail may be written (no permission).',
};

function reasonOf(error: unknown): string {
  if (error instanceof ImageError) return error.message === 'There is no such file.' ? (reasons.ENOENT ?? '') : error.message;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  // What else went wrong may name a file, which nobody but the log of this machine should see.
  return reasons[code] ?? `The thumbnail could not be made${code === '' ? '' : ` (${code})`}.`;
}
