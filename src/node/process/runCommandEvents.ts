import { type ChildProcess, spawn } from 'node:child_process';
import type { GalleryEvent } from '../../core/dataset/galleryEvent';
import type { ReproductionCheck } from '../../core/experiment/reproduction';
import type { RunRecord } from '../../core/experiment/runRecord';
import type { TrainerEvent } from '../../core/experiment/trainerEvent';
import type { Progress } from '../../core/progress';
import { UserError } from '../../core/userError';
import { lineSplitter } from './lineSplitter';

/** What `radsteps --events` says while it works, one JSON object a line. */
export type CommandEvent =
  | TrainerEvent
  | GalleryEvent
  | ({ readonly event: 'progress' } & Progress)
  | { readonly event: 'record'; readonly record: RunRecord }
  | { readonly event: 'check'; readonly check: ReproductionCheck }
  | { readonly event: 'fold'; readonly group: string; readonly index: number; readonly of: number };

type LastLine = { readonly event: 'result'; readonly result: unknown } | { readonly event: 'error'; readonly message: string };

/** A process to start: the program, its arguments (never a shell's words) and where. */
export type CommandStart = {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
};

/** How to listen to a process, and how to end it. */
export type CommandOptions = {
  readonly onEvent: (event: CommandEvent) => void;
  /** A line on standard error, or one on standard output that is no event. */
  readonly onText: (line: string) => void;
  readonly signal?: AbortSignal;
  /** Gets what writes a line to the process's standard input, which else has none; null ends it. */
  readonly onInput?: (send: (line: string | null) => void) => void;
  /** Lives on when this process ends; it is only ever asked to stop, never killed. */
  readonly detached?: boolean;
  /** Milliseconds between asking to stop and killing; 3000 unless told. */
  readonly killAfterMs?: number;
};

/** A cancelled command: shown to nobody. */
export class CancelledError extends Error {
  override readonly name = 'CancelledError';
}

function parseLine(text: string): CommandEvent | LastLine | null {
  try {
    const value: unknown = JSON.parse(text);
    const isEvent = typeof value === 'object' && value !== null && 'event' in value && typeof value.event === 'string';
    return isEvent ? (value as CommandEvent | LastLine) : null;
  } catch {
    return null;
  }
}

function stopOnAbort(child: ChildProcess, { signal, detached, killAfterMs = 3000 }: CommandOptions): () => void {
  let timer: NodeJS.Timeout | undefined;
  const stop = () => {
    child.kill('SIGTERM');
    if (detached !== true) timer = setTimeout(() => child.kill('SIGKILL'), killAfterMs);
  };
  if (signal?.aborted === true) stop();
  else signal?.addEventListener('abort', stop, { once: true });
  return () => {
    clearTimeout(timer);
    signal?.removeEventListener('abort', stop);
  };
}

function ending(last: LastLine | null, cancelled: boolean, exit: string): unknown {
  if (last?.event === 'result') return last.result;
  if (cancelled) throw new CancelledError('Cancelled.');
  if (last !== null) throw new UserError(last.message);
  throw new Error(exit);
}

/** A process that has ended hears nothing; its end is told elsewhere. */
function lineSender({ stdin }: ChildProcess): (line: string | null) => void {
  stdin?.on('error', () => {});
  return (line) => void (line === null ? stdin?.end() : stdin?.write(`${line}\n`));
}

/** Sorts what a process says into events, text and its last line; `ended` gives that last line and the last text. */
function listen(child: ChildProcess, { onEvent, onText }: CommandOptions) {
  let last: LastLine | null = null;
  let lastText = '';
  const heard = (text: string) => {
    lastText = text;
    onText(text);
  };
  const sort = (text: string) => {
    const line = parseLine(text);
    if (line === null) heard(text);
    else if (line.event === 'result' || line.event === 'error') last = line;
    else onEvent(line);
  };
  for (const [stream, take] of [[child.stdout, lineSplitter(sort)] as const, [child.stderr, lineSplitter(heard)] as const]) {
    stream
      ?.setEncoding('utf8')
      .on('data', take)
      .on('end', () => take(null));
  }
  return { ended: (): { readonly last: LastLine | null; readonly lastText: string } => ({ last, lastText }) };
}

/**
 * Runs one `radsteps ... --events` command to its end and returns its result; throws UserError with its sentence when it failed, CancelledError
 * when the signal ended it, and an Error with exit code and last words when it died without either.
 */
export async function runCommandEvents(start: CommandStart, options: CommandOptions): Promise<unknown> {
  const started = performance.now();
  const child = spawn(start.command, start.args, {
    cwd: start.cwd,
    env: start.env,
    detached: options.detached === true,
    stdio: [options.onInput === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    windowsHide: true,
  });
  options.onInput?.(lineSender(child));
  const release = stopOnAbort(child, options);
  const { ended } = listen(child, options);
  try {
    const [code, name] = await new Promise<[number | null, string | null]>((resolve, reject) => {
      child.once('error', reject).once('close', (...how) => resolve(how));
    });
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    const how = name === null ? `exit code ${code}` : `signal ${name}`;
    const { last, lastText } = ended();
    return ending(last, options.signal?.aborted === true, `${start.command} ended with ${how} after ${seconds} s. ${lastText}`.trim());
  } finally {
    release();
  }
}
