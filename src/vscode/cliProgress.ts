import * as vscode from 'vscode';
import type { Progress } from '../core/progress';
import { type Cli, signalOf } from './cli';

/** Progress in a few words: "Reading headers: 120 of 4083", or only the phase while the total is not known. */
export const progressText = ({ phase, done, total }: Progress): string => (total > 0 ? `${phase}: ${done} of ${total}` : phase);

/** Runs one command of the command line behind a notification with progress and a Cancel button. */
export function runWithProgress(cli: Cli, title: string, args: readonly string[], cwd: string): Thenable<unknown> {
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return vscode.window.withProgress(options, (progress, token) =>
    cli(args, {
      cwd,
      signal: signalOf(token),
      onEvent: (event) => {
        // Words only: the phases' lengths are not known together, so that a bar would have to jump back.
        if (event.event === 'progress') progress.report({ message: progressText(event) });
      },
    }),
  );
}
