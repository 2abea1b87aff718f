import type { Progress } from '../../core/progress';

/** `text` for people, `json` one document for machines, `events` one JSON object a line while the work goes on. */
export type OutputMode = 'text' | 'json' | 'events';

/** Where a command's words go. */
export type Output = {
  readonly mode: OutputMode;
  readonly progress: (progress: Progress) => void;
  /** An event of the training contract: a line for machines, a progress line for people. */
  readonly event: (event: { readonly event: string; readonly [key: string]: unknown }, line: string | null) => void;
  readonly result: (result: unknown, text: string) => void;
  readonly failure: (message: string) => void;
};

type Streams = { readonly write: (text: string) => void; readonly writeError: (text: string) => void; readonly terminal: boolean };

const progressText = ({ phase, done, total }: Progress): string => (total > 0 ? `${phase}: ${done} of ${total}` : `${phase}: ${done}`);

/** A progress line that draws over itself on a terminal, and elsewhere speaks only once every few seconds. */
function progressLine({ writeError, terminal }: Streams) {
  let open = false;
  let spoken = terminal ? 0 : Date.now();
  return {
    show(text: string, last: boolean) {
      const now = Date.now();
      if (now - spoken < (terminal ? (last ? 0 : 80) : 5000)) return;
      spoken = now;
      writeError(terminal ? `\r\u001b[2K${text}${last ? '\n' : ''}` : `${text}\n`);
      open = terminal && !last;
    },
    close() {
      if (open) writeError('\n');
      open = false;
    },
  };
}

function textOutput(streams: Streams): Output {
  const line = progressLine(streams);
  return {
    mode: 'text',
    progress: (progress) => line.show(progressText(progress), progress.total > 0 && progress.done >= progress.total),
    event: (_, text) => {
      if (text === null) return;
      line.close();
      streams.writeError(`${text}\n`);
    },
    result: (_, text) => {
      line.close();
      streams.write(text.endsWith('\n') ? text : `${text}\n`);
    },
    failure: (message) => {
      line.close();
      streams.writeError(`${message}\n`);
    },
  };
}

/** Makes the output of one mode; in mode `json` progress is silent, so that standard output is exactly one document. */
export function createOutput(mode: OutputMode, streams: Streams): Output {
  if (mode === 'text') return textOutput(streams);
  const document = (value: unknown) => streams.write(`${JSON.stringify(value, null, mode === 'json' ? 2 : undefined)}\n`);
  if (mode === 'json') {
    return { mode, progress: () => {}, event: () => {}, result: document, failure: (message) => document({ error: message }) };
  }
  return {
    mode,
    progress: (progress) => document({ event: 'progress', ...progress }),
    event: document,
    result: (result) => document({ event: 'result', result }),
    failure: (message) => document({ event: 'error', message }),
  };
}
