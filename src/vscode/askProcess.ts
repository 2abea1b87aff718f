import { UserError } from '../core/userError';
import type { Cli } from './cli';
import { type ConversationOptions, conversation } from './conversation';

// Distributes over the union, which Omit alone would not.
type Unnumbered<T> = T extends unknown ? Omit<T, 'id'> : never;

/** A process of the command line that answers numbered questions. */
export type AskedProcess<Q extends { readonly id: number }> = {
  /** Fails with a UserError where the process refuses to answer, and with what ended it where it ends before. */
  readonly ask: (question: Unnumbered<Q>) => Promise<unknown>;
  /** Lets the process end, unless it still has to answer; the next question starts another. */
  readonly rest: () => void;
  /** Ends the process; open questions fail with this sentence. */
  readonly dispose: (why: string) => void;
};

type Waiting = { readonly resolve: (value: unknown) => void; readonly reject: (error: unknown) => void };

/** Makes it; the process is started by the first question. `onEnd` hears that it ended before its time. */
export function askProcess<Q extends { readonly id: number }>(
  cli: Cli,
  command: ConversationOptions['command'],
  project: string,
  onEnd: () => void = () => {},
): AskedProcess<Q> {
  const waiting = new Map<number, Waiting>();
  let last = 0;
  const take = (id: number): Waiting | undefined => {
    const found = waiting.get(id);
    waiting.delete(id);
    return found;
  };
  const failAll = (error: unknown): void => {
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  const process = conversation({
    cli,
    command,
    project,
    onEvent: (event) => {
      if (event.event === 'answer') take(event.id)?.resolve(event.value);
      if (event.event === 'refusal') take(event.id)?.reject(new UserError(event.message));
    },
    onEnd: (error) => {
      onEnd();
      failAll(error);
    },
  });
  return {
    ask: (question) => {
      last += 1;
      const id = last;
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject });
        process.tell({ id, ...question });
      });
    },
    rest: () => {
      if (waiting.size === 0) process.rest();
    },
    dispose: (why) => {
      process.dispose();
      failAll(new UserError(why));
    },
  };
}
