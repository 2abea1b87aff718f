import { join } from 'node:path';
import type { TrainerImage } from '../../core/experiment/trainerJob';
import { featureCount, featureModel } from '../../core/network/attentionModel';
import type { GraphLayer } from '../../core/network/buildGraph';
import { encodeOnnx } from '../../core/network/onnx';
import type { ReportProgress } from '../../core/progress';
import { layout } from '../../core/project/layout';
import { chunks } from '../training/batches';
import { threadCount } from '../training/cores';
import { openPackedCache } from '../training/packedCache';
import { preparationName } from '../training/preparePixels';
import { openSession, type Session } from '../training/session';
import { openFeatures } from './featureCache';
import type { TrainedRun } from './trainedRun';

/** What is worked out at once, and after how many images it is kept, so that little is lost when it is killed. */
const batch = 16;
const keepEvery = 1024;

/** Sees images with a run's network until it is closed. */
export type FeatureReader = {
  readonly read: (images: readonly SeenImage[]) => Promise<readonly Float32Array[]>;
  readonly close: () => Promise<void>;
};

/** An image as a network is given it: pixels of 0 to 65535, and its scalar inputs. */
export type SeenImage = { readonly pixels: Uint16Array; readonly inputs: readonly number[] };

/** Loads a run's network up to a layer; it gives the features that `featureModel` says. */
export async function openFeatureReader({ graph, trained, record }: TrainedRun, layer: GraphLayer): Promise<FeatureReader> {
  const session = await openSession(encodeOnnx(featureModel(graph, trained, layer)), threadCount(record.settings.engine.threads));
  const count = featureCount(graph, layer);
  return {
    read: async (images) => {
      const { features = new Float32Array(0) } = await session.run(inputsOf(record.settings.image.size, images));
      return images.map((_, index) => features.slice(index * count, (index + 1) * count));
    },
    close: session.close,
  };
}

function inputsOf([rows, columns]: readonly [number, number], images: readonly SeenImage[]): Parameters<Session['run']>[0] {
  const values = rows * columns;
  const data = new Float32Array(images.length * values);
  for (const [index, { pixels }] of images.entries())
    for (let at = 0; at < values; at++) data[index * values + at] = (pixels[at] ?? 0) / 65535;
  const scalars = images.flatMap(({ inputs }) => inputs);
  return {
    image: { data, dims: [images.length, 1, rows, columns] },
    ...(scalars.length > 0 && { scalars: { data: Float32Array.from(scalars), dims: [images.length, scalars.length / images.length] } }),
  };
}

/** The features of images by name, from the cache where it has them; those that can't be read are left out, each with a sentence in `problems`. */
export async function imageFeatures(
  root: string,
  opened: TrainedRun,
  layer: GraphLayer,
  images: readonly TrainerImage[],
  report: ReportProgress,
  signal: AbortSignal,
): Promise<{ readonly features: ReadonlyMap<string, Float32Array>; readonly problems: readonly string[] }> {
  const key = [opened.sha256, layer.layer.name, preparationName(opened.record.settings.image)].join('\n');
  const cache = await openFeatures(join(root, layout.features), key, featureCount(opened.graph, layer));
  const missing = images.filter(({ sha256 }) => !cache.features.has(sha256));
  const problems = missing.length === 0 ? [] : await addFeatures(root, opened, layer, { missing, cache }, report, signal);
  const found = images.flatMap(({ image, sha256 }) => {
    const values = cache.features.get(sha256);
    return values === undefined ? [] : [[image, values] as const];
  });
  return { features: new Map(found), problems };
}

type Missing = { readonly missing: readonly TrainerImage[]; readonly cache: Awaited<ReturnType<typeof openFeatures>> };

async function addFeatures(
  root: string,
  opened: TrainedRun,
  layer: GraphLayer,
  { missing, cache }: Missing,
  report: ReportProgress,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const problems: string[] = [];
  const cacheReport = {
    progress: (done: number, total: number) => report({ phase: 'Preparing images', done, total }),
    warn: (message: string) => void problems.push(message),
  };
  const pixels = await openPackedCache(join(root, layout.cache), missing, opened.record.settings.image, cacheReport, signal);
  const reader = await openFeatureReader(opened, layer).catch(async (error: unknown) => {
    await pixels.close();
    throw error;
  });
  try {
    const readable = missing.filter(({ sha256 }) => pixels.has(sha256));
    let kept = 0;
    for (const [index, group] of [...chunks(readable, batch)].entries()) {
      signal.throwIfAborted();
      const found = await reader.read(group.map(({ sha256, inputs }) => ({ pixels: pixels.read(sha256).slice(), inputs })));
      for (const [at, { sha256 }] of group.entries()) cache.features.set(sha256, found[at] ?? new Float32Array(0));
      const done = index * batch + group.length;
      report({ phase: 'Looking at images', done, total: readable.length });
      if (done - kept < keepEvery) continue;
      await cache.keep();
      kept = done;
    }
  } finally {
    // Also what was worked out until it was cancelled.
    await cache.keep().catch((error: unknown) => problems.push(`What was worked out could not be kept (${codeOf(error)}).`));
    await Promise.all([reader.close(), pixels.close()]);
  }
  return problems;
}

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason');
