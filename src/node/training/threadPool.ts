import { openThread, type Thread } from './thread';
import type { ThreadWork } from './threadWork';

/** Threads for the same work, started one by one. */
export type ThreadPool<Question, Answer> = {
  /** How many can be asked; throws where one could not be started. */
  ready(): number;
  /** Starts one more, unless one is just starting. */
  grow(): void;
  /** Asks the thread that has the least to do; there must be one. */
  ask(question: Question): Promise<Answer>;
  /** Ends all threads, and the one that is just starting. */
  close(): Promise<void>;
};

/** Opens a pool without threads. */
export function openThreadPool<Question, Answer>(work: ThreadWork): ThreadPool<Question, Answer> {
  const threads: Thread<Question, Answer>[] = [];
  let starting: Promise<void> | null = null;
  let failure: unknown = null;
  const start = async (): Promise<void> => {
    try {
      threads.push(await openThread(work));
    } catch (error) {
      failure = error;
    }
    starting = null;
  };
  return {
    ready: () => {
      if (failure !== null) throw failure;
      return threads.length;
    },
    grow: () => {
      starting ??= start();
    },
    ask: (question) => {
      const [first, ...others] = threads;
      if (first === undefined) throw new Error('No thread has been started yet.');
      return others.reduce((least, thread) => (thread.waiting() < least.waiting() ? thread : least), first).ask(question);
    },
    close: async () => {
      await starting;
      await Promise.all(threads.splice(0).map((thread) => thread.close()));
    },
  };
}
