import type { Worker } from 'node:worker_threads';
import { beatPlace, filePlace, type ThreadStart, type ThreadWork } from './answerBatches';

/** What goes wrong with a thread at one file: it ended there, or gave no sign of life for too long. */
export type ThreadFault = 'ended' | 'hung';

/** The results of a batch, or the place in the batch at which the thread failed (-1 for none of them); then it can't be asked again. */
export type BatchAnswer =
  | { readonly results: readonly unknown[] }
  | { readonly fault: ThreadFault; readonly at: number; readonly error: unknown };

/** A thread that answers one batch of files at a time. */
export type FileThread = {
  /** Rejects only when the signal tells to stop. */
  readonly ask: (files: readonly string[]) => Promise<BatchAnswer>;
  readonly close: () => void;
};

export type FileThreadOptions = {
  readonly work: ThreadWork;
  readonly signal: AbortSignal;
  readonly start: (about: ThreadStart) => Worker;
  /** Milliseconds without a sign of life after which a thread is given up. */
  readonly patience: number;
};

type Asking = { readonly resolve: (answer: BatchAnswer) => void; readonly reject: (error: unknown) => void };

/** Starts a thread for some work; one that can't start fails at its first batch. */
export function openFileThread({ work, signal, start, patience }: FileThreadOptions): FileThread {
  const state = new Int32Array(new SharedArrayBuffer(8));
  state[filePlace] = -1;
  const worker = start({ work, state });
  let asking: Asking | null = null;
  const close = (): void => {
    signal.removeEventListener('abort', stop);
    // Not waited for: a thread in a system call that does not return can't be ended.
    void worker.terminate();
    worker.unref();
  };
  const fail = (fault: ThreadFault, error: unknown): void => {
    close();
    asking?.resolve({ fault, at: Atomics.load(state, filePlace), error });
  };
  const stop = (): void => {
    close();
    asking?.reject(signal.reason);
  };
  signal.addEventListener('abort', stop);
  worker.on('message', (results: readonly unknown[]) => asking?.resolve({ results }));
  worker.on('error', (error) => fail('ended', error));
  worker.on('exit', () => fail('ended', new Error('A thread of the import has ended before its work was done.')));
  return {
    ask: async (files) => {
      signal.throwIfAborted();
      const watch = watchBeat(state, patience, () => fail('hung', new Error('A thread of the import hangs.')));
      try {
        return await new Promise<BatchAnswer>((resolve, reject) => {
          asking = { resolve, reject };
          worker.postMessage(files);
        });
      } finally {
        clearInterval(watch);
      }
    },
    close,
  };
}

/** Calls `hangs` when a thread's beat has stood still for too long. */
function watchBeat(state: Int32Array, patience: number, hangs: () => void): NodeJS.Timeout {
  let seen = Atomics.load(state, beatPlace);
  let since = Date.now();
  return setInterval(() => {
    const beat = Atomics.load(state, beatPlace);
    if (beat !== seen) since = Date.now();
    else if (Date.now() - since > patience) hangs();
    seen = beat;
  }, patience / 4);
}
