import { availableParallelism } from 'node:os';
import type { Worker } from 'node:worker_threads';
import { startThread } from '../process/startThread';
import type { ThreadStart, ThreadWork } from './answerBatches';
import { type FileThread, type FileThreadOptions, openFileThread, type ThreadFault } from './fileThread';

export type ThreadMap<Item extends { readonly file: string }, Result> = {
  /** What the threads do with an item's file; its answers must be results. */
  readonly work: ThreadWork;
  readonly items: readonly Item[];
  /** Bytes that an item means to read: a batch is what is read in a moment. */
  readonly bytesOf?: (item: Item) => number;
  /** The result of an item at which a thread ended or hung. */
  readonly faulty: (fault: ThreadFault) => Result;
  /** Receives every batch of results, in whatever order the batches come. */
  readonly took: (results: readonly (readonly [Item, Result])[]) => void;
  readonly signal: AbortSignal;
  /** Another way to start a thread, and another patience (milliseconds), for tests. */
  readonly start?: (about: ThreadStart) => Worker;
  readonly patience?: number;
};

const itemsOfBatch = 64;
const bytesOfBatch = 2 ** 25;
/** Milliseconds: one read from a sleeping disk or a far server may take long. */
const usualPatience = 120_000;
const mostThreads = 8;

/** Has all items worked on by as many threads as there are cores (two to eight); an item that brings its thread down costs only itself. */
export async function mapInThreads<Item extends { readonly file: string }, Result>(map: ThreadMap<Item, Result>): Promise<void> {
  const batches = cutIntoBatches(map);
  const failed = new AbortController();
  const signal = AbortSignal.any([map.signal, failed.signal]);
  const count = Math.min(batches.length, mostThreads, Math.max(2, availableParallelism()));
  const lanes = Array.from({ length: count }, () =>
    workOff({ ...map, signal }, batches).catch((error) => {
      failed.abort(error);
    }),
  );
  await Promise.all(lanes);
  signal.throwIfAborted();
}

function cutIntoBatches<Item extends { readonly file: string }, Result>({ items, bytesOf = () => 0 }: ThreadMap<Item, Result>): Item[][] {
  const batches: Item[][] = [];
  let bytes = 0;
  for (const item of items) {
    const batch = batches.at(-1);
    bytes += bytesOf(item);
    if (batch !== undefined && batch.length < itemsOfBatch && bytes <= bytesOfBatch) batch.push(item);
    else {
      batches.push([item]);
      bytes = bytesOf(item);
    }
  }
  return batches;
}

/** Works with one thread, and with the next where it came down, until there is no batch left. */
async function workOff<Item extends { readonly file: string }, Result>(map: ThreadMap<Item, Result>, batches: Item[][]): Promise<void> {
  const { work, signal, start = startImportThread, patience = usualPatience } = map;
  const options: FileThreadOptions = { work, signal, start, patience };
  let thread: FileThread | null = null;
  try {
    for (let batch = batches.shift(); batch !== undefined; batch = batches.shift()) {
      thread ??= openFileThread(options);
      const answer = await thread.ask(batch.map(({ file }) => file));
      if ('results' in answer) {
        map.took(batch.map((item, index) => [item, answer.results[index] as Result]));
        continue;
      }
      thread = null;
      const item = batch[answer.at];
      if (item === undefined) throw answer.error;
      map.took([[item, map.faulty(answer.fault)]]);
      if (batch.length > 1) batches.unshift(batch.filter((_, index) => index !== answer.at));
    }
  } finally {
    thread?.close();
  }
}

/** A hostile file fills no more than one thread's memory, and that is limited. */
const startImportThread = (about: ThreadStart): Worker =>
  startThread('importThread', { workerData: about, resourceLimits: { maxOldGenerationSizeMb: 1024, maxYoungGenerationSizeMb: 4 } });
