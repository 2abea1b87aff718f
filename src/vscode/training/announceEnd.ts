import * as vscode from 'vscode';
import type { FoldsRecord } from '../../core/experiment/foldsRecord';
import type { RunRecord } from '../../core/experiment/runRecord';
import { describeEnd } from './describeEnd';
import { describeFolds } from './describeFolds';

type Commit = { readonly state: string; readonly commit?: string; readonly reason?: string };
/** What the command line says when a run has ended. */
export type Trained = { readonly record: RunRecord; readonly commit: Commit };

/** What the command line says when a cross-validation has ended. */
export type CrossValidated = { readonly folds: FoldsRecord; readonly commit: Commit };

/** What can be done next, by the button's title. */
const endings = {
  'Open Run': 'radsteps.runPage.open',
  'Show in Git': 'radsteps.runs.showInGit',
  'Commit Record': 'radsteps.runs.commit',
} as const;

const isEnding = (title: string): title is keyof typeof endings => Object.hasOwn(endings, title);

/** Tells the end of a run, and offers what can be done next. */
export async function announceEnd({ record, commit }: Trained): Promise<void> {
  const committed = commit.state === 'committed';
  const offers = committed ? ['Show in Git'] : commit.state === 'pending' ? ['Commit Record'] : [];
  const reason = committed || commit.reason === undefined ? '' : ` ${commit.reason}`;
  const show = record.state === 'failed' ? vscode.window.showErrorMessage : vscode.window.showInformationMessage;
  const chosen = await show(`${describeEnd(record)}${reason}`, 'Open Run', ...offers);
  if (chosen !== undefined && isEnding(chosen)) await vscode.commands.executeCommand(endings[chosen], { run: record.run });
}

/** Tells the end of a cross-validation, and offers what can be done next. */
export async function announceFolds({ folds, commit }: CrossValidated): Promise<void> {
  const reason = commit.state === 'committed' || commit.reason === undefined ? '' : ` ${commit.reason}`;
  const show = folds.state === 'failed' ? vscode.window.showErrorMessage : vscode.window.showInformationMessage;
  const offers = commit.state === 'pending' ? ['Commit Record'] : [];
  const chosen = await show(`${describeFolds(folds)}${reason}`, 'Open Record', ...offers);
  if (chosen === 'Open Record') await vscode.commands.executeCommand('radsteps.runs.openFolds', { run: folds.group });
  if (chosen === 'Commit Record') await vscode.commands.executeCommand('radsteps.runs.commit', { run: folds.group });
}
