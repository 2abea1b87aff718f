import { join } from 'node:path';
import type { FoldRow } from '../../core/experiment/foldTable';
import type { FinishedRun } from '../../core/experiment/runRecord';
import type { TrainerImage } from '../../core/experiment/trainerJob';
import type { ReportProgress } from '../../core/progress';
import { layout } from '../../core/project/layout';
import { UserError } from '../../core/userError';
import { ImageError } from '../images/imageError';
import { openPackedCache } from '../training/packedCache';
import { predictFiles } from '../training/predictFiles';
import type { SizedPixels } from '../training/preparePixels';

/** Rows of one fold, and what was warned of on the way. */
export type HeldRows = { readonly rows: readonly FoldRow[]; readonly warnings: readonly string[] };

/** Lets the network of a fold's finished run predict the images that it has not seen, from the image cache of a project (`cacheOf`). */
export async function predictHeld(
  root: string,
  record: FinishedRun,
  classes: readonly string[],
  held: readonly TrainerImage[],
  report: ReportProgress,
  signal: AbortSignal,
  cacheOf = root,
): Promise<HeldRows> {
  const { run, settings, task, unit, fold, result } = record;
  if (result.weights === null) throw new UserError(`Run ${run} has no weights, so its fold can't be predicted; train again.`);
  const warnings: string[] = [];
  const progress = (done: number, total: number) => report({ phase: 'caching', done, total });
  const cacheReport = { progress, warn: (message: string) => warnings.push(message) };
  const cache = await openPackedCache(join(cacheOf, layout.cache), held, settings.image, cacheReport, signal);
  try {
    const [height, width] = settings.image.size;
    const byName = new Map(held.map((image) => [image.image, image]));
    const fromCache = async ({ name }: { readonly name: string }): Promise<SizedPixels> => {
      const sha256 = byName.get(name)?.sha256 ?? '';
      if (!cache.has(sha256)) throw new ImageError(warnings.find((text) => text.includes(` ${name} `)) ?? 'it could not be prepared');
      // Numbers and categories do not ask for the image's own size.
      return { pixels: cache.read(sha256).slice(), from: { rows: height, columns: width } };
    };
    const model = { weights: join(root, layout.weights, `${result.weights.sha256}.onnx`), experiment: settings, task, classes, unit };
    const files = held.map(({ image, file, inputs }) => ({ name: image, file, inputs }));
    const predicted = await predictFiles(model, files, report, signal, fromCache);
    const rows = predicted.map((row, index): FoldRow => {
      const { patient = '', target = 0 } = held[index] ?? {};
      const label = task === 'classification' ? (classes[target] ?? null) : target;
      return { ...row, patient, label, run, fold: fold?.index ?? 0 };
    });
    return { rows, warnings };
  } finally {
    await cache.close();
  }
}
