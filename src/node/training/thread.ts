import { startThread } from '../process/startThread';
import type { ThreadWork } from './threadWork';

/** A thread of this process that answers questions, each in its own time. */
export type Thread<Question, Answer> = {
  /** Rejects where the thread could not answer, or has ended. */
  ask(question: Question): Promise<Answer>;
  /** Questions without an answer yet. */
  waiting(): number;
  /** Ends it at once, whatever it does. */
  close(): Promise<void>;
};

/** What passes to a thread and back; the thread's first word is `ready`. */
export type ThreadQuestion = { readonly id: number; readonly question: unknown };
export type ThreadAnswer =
  | { readonly ready: true }
  | { readonly id: number; readonly answer: unknown }
  | { readonly id: number; readonly error: string };

type Waiting<Answer> = { readonly resolve: (answer: Answer) => void; readonly reject: (error: unknown) => void };

/** Starts a thread for some work; resolves once it can be asked. */
export async function openThread<Question, Answer>(work: ThreadWork): Promise<Thread<Question, Answer>> {
  const worker = startThread('trainerThread', { workerData: work });
  const waiting = new Map<number, Waiting<Answer>>();
  let ended: unknown = null;
  const end = (error: unknown) => {
    ended ??= error;
    for (const { reject } of waiting.values()) reject(ended);
    waiting.clear();
  };
  const isReady = new Promise<void>((resolve, reject) => {
    worker.on('error', (error) => {
      end(error);
      reject(error);
    });
    worker.on('exit', () => {
      end(new Error('A thread of the trainer has ended before its work was done.'));
      reject(ended);
    });
    worker.on('message', (message: ThreadAnswer) => {
      if ('ready' in message) return resolve();
      const asked = waiting.get(message.id);
      waiting.delete(message.id);
      if ('error' in message) asked?.reject(new Error(message.error));
      else asked?.resolve(message.answer as Answer);
    });
  });
  await isReady;
  let last = 0;
  return {
    ask: (question) =>
      new Promise((resolve, reject) => {
        if (ended !== null) return reject(ended);
        waiting.set(++last, { resolve, reject });
        worker.postMessage({ id: last, question } satisfies ThreadQuestion);
      }),
    waiting: () => waiting.size,
    close: async () => {
      await worker.terminate();
    },
  };
}
