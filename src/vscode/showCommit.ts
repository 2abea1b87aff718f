import * as vscode from 'vscode';

/** Shows a commit in VS Code's own git view. */
export async function showCommit(folder: string, commit: string): Promise<void> {
  try {
    await vscode.commands.executeCommand('git.viewCommit', vscode.Uri.file(folder), commit);
  } catch {
    // Older or absent git extension: its view still shows the history.
    await vscode.commands.executeCommand('workbench.view.scm');
  }
}
