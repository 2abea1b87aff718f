import * as vscode from 'vscode';
import { runFolder } from '../../core/project/layout';
import { UserError } from '../../core/userError';

/** Shows the commit that holds a run's record in VS Code's own git view. */
export async function showInGit(project: string, run: string): Promise<void> {
  const { gitAt } = await import('../../node/git/git');
  const commit = (await gitAt(project)(['log', '-1', '--format=%H', '--', `${runFolder(run)}/record.json`])).trim();
  if (commit === '') throw new UserError(`The record of run ${run} is not committed yet.`);
  const root = vscode.Uri.file(project);
  try {
    await vscode.commands.executeCommand('git.viewCommit', root, commit);
  } catch {
    // Older or absent git extension: its view still shows the history.
    await vscode.commands.executeCommand('workbench.view.scm');
  }
}
