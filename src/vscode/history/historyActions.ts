import * as vscode from 'vscode';
import { UserError } from '../../core/userError';
import type { HistoryAction } from '../../protocol/history';

type Feature = {
  readonly command: string;
  /** What the command is called with; null for nothing. */
  readonly argument: (runs: readonly string[]) => object | null;
  /** What can't be done without it, as the end of a sentence. */
  readonly what: string;
};

const one = (runs: readonly string[]): object => ({ run: runs[0] ?? '' });
const several = (runs: readonly string[]): object => ({ runs });

/** The other features' commands; none of them is this feature's own. */
const features: Readonly<Record<HistoryAction, Feature>> = {
  open: { command: 'radsteps.runPage.open', argument: one, what: 'open a run' },
  compare: { command: 'radsteps.compare.show', argument: several, what: 'compare runs' },
  export: { command: 'radsteps.runs.export', argument: several, what: 'export runs' },
  tidy: { command: 'radsteps.runs.tidy', argument: several, what: 'tidy runs up' },
  reproduce: { command: 'radsteps.runs.reproduce', argument: one, what: 'reproduce a run' },
  watch: { command: 'radsteps.watch.show', argument: several, what: 'watch runs' },
  git: { command: 'radsteps.runs.showInGit', argument: one, what: 'show a run in git' },
  train: { command: 'radsteps.training.start', argument: () => null, what: 'train' },
};

/** Has the feature that can do it do something with runs; UserError where this installation lacks it. */
export async function actOnRuns(what: HistoryAction, runs: readonly string[]): Promise<void> {
  const { command, argument, what: words } = features[what];
  if (!(await vscode.commands.getCommands(true)).includes(command))
    throw new UserError(`This version of RadSteps can't ${words} from here yet.`);
  const given = argument(runs);
  // Not awaited: it may train for hours, and shows its failures itself.
  void vscode.commands.executeCommand(command, ...(given === null ? [] : [given]));
}
