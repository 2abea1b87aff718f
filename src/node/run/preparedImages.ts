import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Experiment } from '../../core/experiment/experiment';
import type { Size } from '../../core/image/resize';
import type { ReportProgress } from '../../core/progress';
import { layout } from '../../core/project/layout';
import { readLocalFiles } from '../dataset/localFiles';
import { readImages } from '../dataset/readDataset';
import type { ImageToPrepare } from '../training/imagePreparer';
import { openPackedCache } from '../training/packedCache';
import type { Prepare } from '../training/predictFiles';
import { prepareImage } from '../training/preparePixels';

/** Prepares files for prediction until it is closed. */
export type PreparedImages = { readonly prepare: Prepare; readonly close: () => Promise<void> };

type KnownImage = ImageToPrepare & { readonly from: Size };

/** The project's images among the files that have not changed since they were imported, by file. */
async function unchangedImages(root: string, files: readonly string[]) {
  const rows = new Map((await readImages(root).catch(() => [])).map((row) => [row.image, row]));
  const wanted = new Set(files);
  const known = new Map<string, KnownImage>();
  for (const [image, [first, ...more]] of await readLocalFiles(root)) {
    const { sha256 = '', rows: height = null, columns = null } = rows.get(image) ?? {};
    if (first === undefined || more.length > 0 || sha256 === '' || !wanted.has(first.file) || height === null || columns === null) continue;
    const now = await stat(first.file).catch(() => null);
    const same = now !== null && now.size === first.bytes && Math.round(now.mtimeMs) === first.modified;
    const { bytes, modified } = first;
    if (same) known.set(first.file, { image, sha256, file: first.file, state: { bytes, modified }, from: { rows: height, columns } });
  }
  return known;
}

/** Takes the project's own images from the cache that training reads (decoded now, and kept, where it lacks them), and decodes all other files. */
export async function openPreparedImages(
  root: string,
  files: readonly string[],
  settings: Experiment['image'],
  report: ReportProgress,
  signal: AbortSignal,
): Promise<PreparedImages> {
  const known = await unchangedImages(root, files);
  const decode: Prepare = ({ file }) => prepareImage(file, settings);
  if (known.size === 0) return { prepare: decode, close: async () => {} };
  const progress = (done: number, total: number) => report({ phase: 'Preparing', done, total });
  // What can't be prepared is decoded once more, and that says why.
  const cache = await openPackedCache(join(root, layout.cache), [...known.values()], settings, { progress, warn: () => {} }, signal);
  const prepare: Prepare = async (wanted) => {
    const image = known.get(wanted.file);
    return image !== undefined && cache.has(image.sha256) ? { pixels: cache.read(image.sha256).slice(), from: image.from } : decode(wanted);
  };
  return { prepare, close: cache.close };
}
