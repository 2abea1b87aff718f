import type { GalleryEvent } from '../../core/dataset/galleryEvent';
import type { CommandEvent } from '../../node/process/runCommandEvents';
import type { Cli } from '../cli';

/** A process of the command line that listens and answers while it lives; it is started when it is first told something, and again after it ended. */
export type Conversation = {
  readonly tell: (value: unknown) => void;
  readonly dispose: () => void;
};

/** What a conversation needs: the command, what hears its events, and what hears why it ended before it was disposed. */
export type ConversationOptions = {
  readonly cli: Cli;
  readonly command: 'gallery' | 'thumbnails';
  readonly project: string;
  readonly onEvent: (event: GalleryEvent) => void;
  readonly onEnd: (error: unknown) => void;
};

const isOurs = (event: CommandEvent): event is GalleryEvent => ['answer', 'refusal', 'thumbnail'].includes(event.event);

/** Makes a conversation, which costs nothing before the first word. */
export function conversation({ cli, command, project, onEvent, onEnd }: ConversationOptions): Conversation {
  let controller: AbortController | undefined;
  let send: ((line: string | null) => void) | undefined;
  let waiting: string[] = [];
  let isOver = false;
  const start = (): void => {
    const own = new AbortController();
    controller = own;
    const onInput = (sender: (line: string | null) => void): void => {
      send = sender;
      for (const line of waiting.splice(0)) sender(line);
    };
    const ended = (error: unknown): void => {
      [send, controller, waiting] = [undefined, undefined, []];
      if (!isOver) onEnd(error);
    };
    const hear = (event: CommandEvent): void => {
      if (!isOver && isOurs(event)) onEvent(event);
    };
    cli(['-C', project, command], { cwd: project, signal: own.signal, onInput, onEvent: hear }).then(
      () => ended(new Error(`radsteps ${command} ended.`)),
      ended,
    );
  };
  return {
    tell: (value) => {
      if (isOver) return;
      if (controller === undefined) start();
      const line = JSON.stringify(value);
      if (send === undefined) waiting.push(line);
      else send(line);
    },
    dispose: () => {
      isOver = true;
      // Its input's end is its own; the signal is for one that hangs.
      send?.(null);
      controller?.abort();
    },
  };
}
