import * as vscode from 'vscode';
import type { FileEdit, Finding, Fix } from '../../core/check/finding';

const severities = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
} as const;

/** Beyond the end of every line. */
const lineEnd = 10_000;

/** A finding as the Problems panel shows it. */
export function findingDiagnostic({ line, column, endColumn, message, advice, severity, code }: Finding): vscode.Diagnostic {
  const end = endColumn > column ? endColumn - 1 : lineEnd;
  const range = new vscode.Range(line - 1, column - 1, line - 1, end);
  const diagnostic = new vscode.Diagnostic(range, `${message} ${advice}`, severities[severity]);
  diagnostic.source = 'RadSteps';
  diagnostic.code = code;
  return diagnostic;
}

/** A fix as an edit of the editor, which can be undone. */
export function fixEdit(root: string, { edits }: Fix): vscode.WorkspaceEdit {
  const all = new vscode.WorkspaceEdit();
  for (const edit of edits) addEdit(all, vscode.Uri.joinPath(vscode.Uri.file(root), edit.file), edit);
  return all;
}

function addEdit(all: vscode.WorkspaceEdit, uri: vscode.Uri, edit: FileEdit): void {
  if (edit.kind === 'delete') all.deleteFile(uri, { ignoreIfNotExists: true });
  else all.replace(uri, new vscode.Range(edit.line - 1, edit.column - 1, edit.endLine - 1, edit.endColumn - 1), edit.text);
}
