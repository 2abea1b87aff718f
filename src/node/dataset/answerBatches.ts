import type { MessagePort } from 'node:worker_threads';
import { hashIfReadable } from './hashWhole';
import { type HeaderOptions, headerScanner } from './scanHeader';

/** What threads of an import do with each file. */
export type ThreadWork = { readonly kind: 'headers'; readonly options: HeaderOptions } | { readonly kind: 'hashes' };

/** What a thread is started with: where it stands is shared with the one who started it. */
export type ThreadStart = { readonly work: ThreadWork; readonly state: Int32Array };

/** Places in a thread's state: the file of the batch at which it is (-1 between batches), and a number that grows while it lives. */
export const filePlace = 0;
export const beatPlace = 1;

/** Answers every batch of files that comes through a port with the list of their results. */
export function answerBatches(port: MessagePort, { work, state }: ThreadStart): void {
  const beat = (): void => {
    Atomics.add(state, beatPlace, 1);
  };
  const answerTo = answererOf(work, beat);
  port.on('message', (files: readonly string[]) => {
    const answers = files.map((file, index) => {
      Atomics.store(state, filePlace, index);
      beat();
      return answerTo(file);
    });
    Atomics.store(state, filePlace, -1);
    port.postMessage(answers);
  });
}

function answererOf(work: ThreadWork, beat: () => void): (file: string) => unknown {
  return work.kind === 'hashes' ? (file) => hashIfReadable(file, beat) : headerScanner(work.options, beat);
}
