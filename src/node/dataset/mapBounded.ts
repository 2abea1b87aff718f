import { availableParallelism } from 'node:os';

/** Results of `work` over all items in their order, `atOnce` of them together (one a core, at least two, unless given); ends with the signal's reason or the first error. */
export async function mapBounded<T, R>(
  items: readonly T[],
  work: (item: T, index: number) => Promise<R>,
  signal?: AbortSignal,
  atOnce = Math.max(2, availableParallelism()),
): Promise<R[]> {
  const results: R[] = [];
  results.length = items.length;
  const queue = items.entries();
  let failed = false;
  const worker = async (): Promise<void> => {
    for (const [index, item] of queue) {
      if (failed) return;
      signal?.throwIfAborted();
      results[index] = await work(item, index);
    }
  };
  const workers = Array.from({ length: atOnce }, () =>
    worker().catch((error) => {
      failed = true;
      throw error;
    }),
  );
  const settled = await Promise.allSettled(workers);
  signal?.throwIfAborted();
  const failure = settled.find((outcome) => outcome.status === 'rejected');
  if (failure !== undefined) throw failure.reason;
  return results;
}
