import type { MessagePort } from 'node:worker_threads';
import { hashIfReadable } from './hashWhole';
import { type HeaderOptions, headerScanner } from './scanHeader';

/** What threads of an import do with each file. */
export type ThreadWork =
  | { readonly kind: 'headers'; readonly options: HeaderOptions }
  | { readonly kind: 'hashes' }
  | { readonly kind: 'fingerprints' };

/** What a thread is started with: where it stands is shared with the one who started it. */
export type ThreadStart = { readonly work: ThreadWork; readonly state: Int32Array };

/** Places in a thread's state: the file of the batch at which it is (-1 between batches), and a number that grows while it lives. */
export const filePlace = 0;
export const beatPlace = 1;

/** Answers every batch of files that comes to a thread of an import with the list of their results. */
export const answerBatches = (port: MessagePort, { work, state }: ThreadStart): void =>
  serveBatches(port, state, (beat) => answererOf(work, beat));

/** Answers every batch of files that comes through a port with the list of their results, one file after the other. */
export function serveBatches(port: MessagePort, state: Int32Array, makeAnswer: (beat: () => void) => (file: string) => unknown): void {
  const beat = (): void => {
    Atomics.add(state, beatPlace, 1);
  };
  const answerTo = makeAnswer(beat);
  const answerAll = async (files: readonly string[]): Promise<void> => {
    const answers: unknown[] = [];
    for (const [index, file] of files.entries()) {
      Atomics.store(state, filePlace, index);
      beat();
      const answer = answerTo(file);
      answers.push(answer instanceof Promise ? await answer : answer);
    }
    Atomics.store(state, filePlace, -1);
    port.postMessage(answers);
  };
  port.on('message', (files: readonly string[]) => void answerAll(files));
}

function answererOf(work: ThreadWork, beat: () => void): (file: string) => unknown {
  if (work.kind === 'fingerprints') throw new Error('A thread of the import makes no fingerprints.');
  return work.kind === 'hashes' ? (file) => hashIfReadable(file, beat) : headerScanner(work.options, beat);
}
