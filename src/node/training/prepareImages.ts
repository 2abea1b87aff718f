import { availableParallelism } from 'node:os';
import type { Experiment } from '../../core/experiment/experiment';
import { type ImageToPrepare, imagePreparer, type PreparedImage } from './imagePreparer';
import { openThread } from './thread';

/** Threads that prepare images, and the milliseconds of work that must have been done before they are started. */
export type PrepareRule = { readonly mostThreads: number; readonly after: number };

/** A few small images are ready before a thread would be. */
export const usualPrepareRule: PrepareRule = { mostThreads: Math.min(4, availableParallelism()), after: 100 };

/** Prepares images and hands each to `take` as it is ready, in any order; ends early, without an error, when aborted. */
export async function prepareImages(
  images: readonly ImageToPrepare[],
  settings: Experiment['image'],
  take: (image: ImageToPrepare, prepared: PreparedImage) => Promise<void>,
  signal: AbortSignal,
  { mostThreads, after }: PrepareRule = usualPrepareRule,
): Promise<void> {
  const queue = images.values();
  let [left, began, failed] = [images.length, Number.POSITIVE_INFINITY, false];
  const run = async (ask: (image: ImageToPrepare) => Promise<PreparedImage>, mayGoOn: () => boolean): Promise<void> => {
    while (!signal.aborted && !failed && mayGoOn()) {
      const { value: image, done } = queue.next();
      if (done) return;
      left--;
      await take(image, await ask(image));
    }
  };
  const prepare = imagePreparer(settings);
  const here = async (image: ImageToPrepare): Promise<PreparedImage> => {
    const prepared = await prepare(image);
    // The first one also loads what decoding needs, which says nothing of the others.
    began = Math.min(began, performance.now());
    return prepared;
  };
  await run(here, () => mostThreads === 0 || performance.now() - began <= after);
  if (left === 0 || signal.aborted) return;
  // Its libraries must be loaded here before a thread loads them, or they are gone with the thread.
  await import('sharp');
  const work = async (): Promise<void> => {
    try {
      const thread = await openThread<ImageToPrepare, PreparedImage>({ kind: 'images', settings });
      await run(thread.ask, () => true).finally(thread.close);
    } catch (error) {
      failed = true;
      throw error;
    }
  };
  // All of them, so that none is left at work when one has failed.
  const ends = await Promise.allSettled(Array.from({ length: Math.min(mostThreads, left) }, work));
  const failure = ends.find((end) => end.status === 'rejected');
  if (failure !== undefined) throw failure.reason;
}
