import * as vscode from 'vscode';
import { UserError } from '../../core/userError';

const scheme = 'radsteps-guidance';

/** The guidance of a task by its id; null where there is no such task. */
async function guidanceOf(id: string): Promise<string | null> {
  const [{ guidanceText }, { inputFiles }, { steps, taskOf }] = await Promise.all([
    import('../../core/project/guidanceText'),
    import('../../core/project/inputFiles'),
    import('../../core/project/steps'),
  ]);
  const task = taskOf(id);
  return task === undefined ? null : guidanceText(task, inputFiles(task, steps));
}

/** Registers the guidance of tasks as documents that can be read only. */
export const registerGuidance = (): vscode.Disposable =>
  vscode.workspace.registerTextDocumentContentProvider(scheme, {
    provideTextDocumentContent: ({ path }) => guidanceOf(path.slice(1).replace(/\.md$/, '')),
  });

/** Shows the guidance of a task beside what is open, as a preview. Throws UserError for a task that does not exist. */
export async function showGuidance(id: string): Promise<void> {
  if ((await guidanceOf(id)) === null) throw new UserError(`There is no task ${id}.`);
  const uri = vscode.Uri.from({ scheme, path: `/${id}.md` });
  try {
    await vscode.commands.executeCommand('markdown.showPreviewToSide', uri);
  } catch {
    // The Markdown extension may be switched off.
    await vscode.window.showTextDocument(uri, { viewColumn: vscode.ViewColumn.Beside, preview: true, preserveFocus: true });
  }
}
