import { join } from 'node:path';
import * as vscode from 'vscode';
import type { CommandEvent } from '../node/process/runCommandEvents';

/** How one command of the command line is run from the editor. */
export type CliOptions = {
  readonly cwd: string;
  readonly onEvent?: (event: CommandEvent) => void;
  readonly signal?: AbortSignal;
  /** Gets what writes a line to the process's standard input; null ends it. */
  readonly onInput?: (send: (line: string | null) => void) => void;
  /** Outlives this window. */
  readonly detached?: boolean;
  /** Milliseconds between asking to stop and killing, where it does not outlive the window. */
  readonly killAfterMs?: number;
};

/** Runs `radsteps <args>` in a process of its own and returns its result; fails with a UserError or a CancelledError. */
export type Cli = (args: readonly string[], options: CliOptions) => Promise<unknown>;

const nodePath = (): string => vscode.workspace.getConfiguration('radsteps').get<string>('training.nodePath', '').trim();

/** Makes the runner of the bundled command line; the runtime is chosen at every start, so that a changed setting counts at once. */
export function createCli(extensionPath: string, log: vscode.LogOutputChannel): Cli {
  return async (args, { cwd, onEvent = () => {}, ...options }) => {
    const [{ findNode }, { runCommandEvents }] = await Promise.all([
      import('../node/process/findNode'),
      import('../node/process/runCommandEvents'),
    ]);
    const runtime = await findNode(nodePath(), process.env, process.execPath);
    // Arguments name the user's folders, which the log must not keep.
    log.info(`radsteps ${args[0] ?? ''} starts with ${runtime.title}.`);
    const start = { command: runtime.command, env: runtime.env, cwd, args: [join(extensionPath, 'dist', 'cli.js'), ...args, '--events'] };
    return runCommandEvents(start, { onEvent, onText: (line) => log.info(line), ...options });
  };
}

/** An abort signal that follows a cancellation token. */
export function signalOf(token: vscode.CancellationToken): AbortSignal {
  const controller = new AbortController();
  if (token.isCancellationRequested) controller.abort();
  token.onCancellationRequested(() => controller.abort());
  return controller.signal;
}
