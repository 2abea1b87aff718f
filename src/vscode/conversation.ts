import type { GalleryEvent } from '../core/dataset/galleryEvent';
import type { CommandEvent } from '../node/process/runCommandEvents';
import type { Cli } from './cli';

/** A process of the command line that listens and answers while it lives; it is started when it is first told something, and again after it ended. */
export type Conversation = {
  readonly tell: (value: unknown) => void;
  /** Lets the process end, which has answered all; the next word starts another. */
  readonly rest: () => void;
  readonly dispose: () => void;
};

/** What a conversation needs: the command, what hears its events, and what hears why it ended before it was disposed. */
export type ConversationOptions = {
  readonly cli: Cli;
  readonly command: 'gallery' | 'thumbnails' | 'label-states' | 'case-answers' | 'history' | 'overview';
  readonly project: string;
  readonly onEvent: (event: GalleryEvent) => void;
  readonly onEnd: (error: unknown) => void;
};

const isOurs = (event: CommandEvent): event is GalleryEvent => ['answer', 'refusal', 'thumbnail'].includes(event.event);

/** One process: what writes to it once it listens, and the lines until then. */
type Listener = { readonly controller: AbortController; send: ((line: string | null) => void) | undefined; readonly waiting: string[] };

/** Makes a conversation, which costs nothing before the first word. */
export function conversation({ cli, command, project, onEvent, onEnd }: ConversationOptions): Conversation {
  let listener: Listener | undefined;
  let isOver = false;
  const start = (): Listener => {
    const own: Listener = { controller: new AbortController(), send: undefined, waiting: [] };
    const onInput = (sender: (line: string | null) => void): void => {
      own.send = sender;
      for (const line of own.waiting.splice(0)) sender(line);
    };
    const ended = (error: unknown): void => {
      // One that was let go is nobody's concern.
      if (listener !== own) return;
      listener = undefined;
      if (!isOver) onEnd(error);
    };
    const hear = (event: CommandEvent): void => {
      if (!isOver && isOurs(event)) onEvent(event);
    };
    cli(['-C', project, command], { cwd: project, signal: own.controller.signal, onInput, onEvent: hear }).then(
      () => ended(new Error(`radsteps ${command} ended.`)),
      ended,
    );
    return own;
  };
  return {
    tell: (value) => {
      if (isOver) return;
      listener ??= start();
      const line = JSON.stringify(value);
      if (listener.send === undefined) listener.waiting.push(line);
      else listener.send(line);
    },
    rest: () => {
      listener?.send?.(null);
      listener = undefined;
    },
    dispose: () => {
      isOver = true;
      // Its input's end is its own; the signal is for one that hangs.
      listener?.send?.(null);
      listener?.controller.abort();
    },
  };
}
