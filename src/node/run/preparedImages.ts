import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Experiment } from '../../core/experiment/experiment';
import type { ReportProgress } from '../../core/progress';
import { layout } from '../../core/project/layout';
import { readLocalFiles } from '../dataset/localFiles';
import { readImages } from '../dataset/readDataset';
import { openPackedCache } from '../training/packedCache';
import type { Prepare } from '../training/predictFiles';
import { preparePixels } from '../training/preparePixels';

/** Prepares files for prediction until it is closed. */
export type PreparedImages = { readonly prepare: Prepare; readonly close: () => Promise<void> };

/** The project's images among the files that have not changed since they were imported, by file. */
async function unchangedImages(root: string, files: readonly string[]) {
  const hashes = new Map((await readImages(root).catch(() => [])).map(({ image, sha256 }) => [image, sha256]));
  const wanted = new Set(files);
  const known = new Map<string, { readonly image: string; readonly sha256: string; readonly file: string }>();
  for (const [image, [first, ...more]] of await readLocalFiles(root)) {
    const sha256 = hashes.get(image) ?? '';
    if (first === undefined || more.length > 0 || sha256 === '' || !wanted.has(first.file)) continue;
    const now = await stat(first.file).catch(() => null);
    const same = now !== null && now.size === first.bytes && Math.round(now.mtimeMs) === first.modified;
    if (same) known.set(first.file, { image, sha256, file: first.file });
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
  const decode: Prepare = ({ file }) => preparePixels(file, settings);
  if (known.size === 0) return { prepare: decode, close: async () => {} };
  const progress = (done: number, total: number) => report({ phase: 'Preparing', done, total });
  // What can't be prepared is decoded once more, and that says why.
  const cache = await openPackedCache(join(root, layout.cache), [...known.values()], settings, { progress, warn: () => {} }, signal);
  const prepare: Prepare = async (wanted) => {
    const sha256 = known.get(wanted.file)?.sha256;
    return sha256 !== undefined && cache.has(sha256) ? cache.read(sha256).slice() : decode(wanted);
  };
  return { prepare, close: cache.close };
}
