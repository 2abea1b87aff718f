import * as vscode from 'vscode';
import { UserError } from '../core/userError';

/** A UserError with one button that runs a command. */
export class UserErrorWithAction extends UserError {
  readonly action: { readonly title: string; readonly command: string };

  constructor(message: string, action: { readonly title: string; readonly command: string }) {
    super(message);
    this.action = action;
  }
}

const isCancellation = (error: unknown): boolean =>
  error instanceof vscode.CancellationError || (error instanceof Error && (error.name === 'CancelledError' || error.name === 'AbortError'));

/** The sentence for a failed action ("open the run"): a UserError's own, else "Could not ..."; the log gets the stack. Null when cancelled. */
export function describeFailure(log: vscode.LogOutputChannel, doing: string, error: unknown): string | null {
  if (isCancellation(error)) return null;
  // Not logged: the sentence may name a folder of the user.
  if (error instanceof UserError) return error.message;
  log.error(`Could not ${doing}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  return `Could not ${doing}.`;
}

/** Shows a failed action's sentence with its button: the error's own action, or "Show Log" for what nobody expected. */
export async function showFailure(log: vscode.LogOutputChannel, doing: string, error: unknown): Promise<void> {
  const message = describeFailure(log, doing, error);
  if (message === null) return;
  if (error instanceof UserErrorWithAction) {
    const chosen = await vscode.window.showErrorMessage(message, error.action.title);
    if (chosen !== undefined) await vscode.commands.executeCommand(error.action.command);
  } else if (error instanceof UserError) {
    await vscode.window.showErrorMessage(message);
  } else if ((await vscode.window.showErrorMessage(message, 'Show Log')) !== undefined) log.show();
}

/**
 * Registers a command that may fail: `doing` says what it does ("import the images"). Failures are shown, never thrown, so that no caller sees
 * an unhandled rejection; the command then returns undefined.
 */
export function registerFailableCommand<A extends readonly unknown[]>(
  log: vscode.LogOutputChannel,
  id: string,
  doing: string,
  run: (...args: A) => unknown,
): vscode.Disposable {
  return vscode.commands.registerCommand(id, async (...args: unknown[]) => {
    try {
      return await run(...(args as unknown as A));
    } catch (error) {
      // Not awaited: the message may stay open for hours.
      void showFailure(log, doing, error);
      return undefined;
    }
  });
}
