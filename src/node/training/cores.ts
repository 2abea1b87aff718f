import { availableParallelism } from 'node:os';
import type { Experiment } from '../../core/experiment/experiment';

/** How training shares out a processor: so many workers, each with so many threads of the engine. */
export type Cores = { readonly workers: number; readonly threadsEach: number };

/** One worker with one thread. */
export const oneCore: Cores = { workers: 1, threadsEach: 1 };

const mostThreads = 8;
const imagesEach = 4;

/** Threads that an experiment means: 0 takes the machine's, at most 8. */
export const threadCount = (threads: number): number => (threads > 0 ? threads : Math.min(availableParallelism(), mostThreads));

/** The workers and threads that an experiment means: unless told one worker a thread, as long as each gets 4 images of a batch (2 where that makes two workers). */
export function coresFor({ threads, workers }: Pick<Experiment['engine'], 'threads' | 'workers'>, batch: number): Cores {
  const all = threadCount(threads);
  // Batch norm sees one worker's images only, and a few are too few for it.
  const useful = Math.max(1, Math.floor(batch / imagesEach), Math.min(2, Math.floor(batch / 2)));
  const count = Math.min(workers > 0 ? workers : Math.min(all, useful), batch);
  return { workers: count, threadsEach: Math.max(1, Math.floor(all / count)) };
}
