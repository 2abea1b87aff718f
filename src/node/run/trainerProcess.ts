import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { lineSplitter } from '../process/lineSplitter';

/** How to start the trainer; the job file is its last argument. */
export type TrainerCommand = { readonly command: string; readonly args: readonly string[]; readonly env: NodeJS.ProcessEnv };

/** How the trainer's process ended. */
export type TrainerExit = {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Why it could not even be started, without a path. */
  readonly startFailure: string | null;
};

/** A trainer at work. */
export type TrainerProcess = {
  /** null when it could not be started. */
  readonly pid: number | null;
  readonly ended: Promise<TrainerExit>;
  /** Asks it to stop; kills its whole group when it has not ended `graceMs` after that, or after it last told of measuring. */
  readonly stop: () => void;
};

/** Where the trainer works and who listens. */
export type TrainerOptions = {
  readonly jobFile: string;
  readonly folder: string;
  /** Takes standard error. */
  readonly logFile: string;
  readonly onLine: (line: string) => void;
  /** Milliseconds between asking to stop and killing; 30,000 unless told. */
  readonly graceMs?: number;
};

const measuring = '{"event":"progress","phase":"evaluating"';

function openLog(file: string): number | 'ignore' {
  try {
    return openSync(file, 'a');
  } catch {
    // A full disk must not keep a run from saying so itself.
    return 'ignore';
  }
}

function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
  } catch {
    // Already gone.
  }
}

function exitOf(child: ChildProcess): Promise<TrainerExit> {
  return new Promise((resolve) => {
    child.once('error', (error: NodeJS.ErrnoException) => {
      if (child.pid === undefined) resolve({ code: null, signal: null, startFailure: error.code ?? 'unknown error' });
    });
    child.once('exit', (code, signal) => {
      killGroup(child);
      const end = () => resolve({ code, signal, startFailure: null });
      // What it still has to say arrives before `close`, but a process it left behind could hold the pipe open for ever.
      const timer = setTimeout(end, 2000);
      child.once('close', () => {
        clearTimeout(timer);
        end();
      });
    });
  });
}

/** Starts the trainer in a process group of its own, so that a closing terminal does not end it. */
export function startTrainer({ command, args, env }: TrainerCommand, options: TrainerOptions): TrainerProcess {
  const log = openLog(options.logFile);
  const child = spawn(command, [...args, options.jobFile], {
    cwd: options.folder,
    env,
    detached: true,
    stdio: ['ignore', 'pipe', log],
    windowsHide: true,
  });
  if (log !== 'ignore') closeSync(log);
  let timer: NodeJS.Timeout | undefined;
  const firmly = () => {
    clearTimeout(timer);
    timer = setTimeout(() => killGroup(child), options.graceMs ?? 30_000);
  };
  const lines = lineSplitter((line) => {
    // What is kept of a stopped run is measured first, and a large tuning part takes its time.
    if (timer !== undefined && line.startsWith(measuring)) firmly();
    options.onLine(line);
  });
  child.stdout
    ?.setEncoding('utf8')
    .on('data', lines)
    .on('end', () => lines(null))
    .on('error', () => {});
  const stop = () => {
    if (timer !== undefined || child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGTERM');
    firmly();
  };
  const ended = exitOf(child).finally(() => clearTimeout(timer));
  return { pid: child.pid ?? null, ended, stop };
}
