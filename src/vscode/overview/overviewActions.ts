import * as vscode from 'vscode';
import { UserError } from '../../core/userError';
import type { OverviewAction } from '../../protocol/overview';

const commands: Readonly<Record<Exclude<OverviewAction['what'], 'task' | 'guidance' | 'run'>, string>> = {
  steps: 'radsteps.explorer.focus',
  dataset: 'radsteps.gallery.show',
  import: 'radsteps.images.import',
  films: 'radsteps.images.makeFilms',
  split: 'radsteps.images.split',
  train: 'radsteps.training.start',
  history: 'radsteps.history.show',
  problems: 'radsteps.diagnostics.check',
  trust: 'workbench.trust.manage',
};

/** Has the feature that can do it do what was clicked. Not awaited: it may train for hours, and shows its failures itself. */
export function actOnOverview(action: OverviewAction): void {
  if ('task' in action) {
    const command = action.what === 'task' ? 'radsteps.explorer.openTask' : 'radsteps.explorer.showGuidance';
    return void vscode.commands.executeCommand(command, { task: action.task });
  }
  if ('run' in action) return void vscode.commands.executeCommand('radsteps.runPage.open', { run: action.run });
  // A page's words are not to be trusted with any command.
  if (!Object.hasOwn(commands, action.what)) throw new UserError('The overview has no such action.');
  void vscode.commands.executeCommand(commands[action.what]);
}
