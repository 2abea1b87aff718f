import * as vscode from 'vscode';
import type { Finding } from '../../core/check/finding';
import { findingDiagnostic } from './findingDiagnostic';

/** A finding to mend: by its id, and which of its fixes. */
export type WantedFix = { readonly id: string; readonly choice: number };

/** Offers what can be done about the findings of a file: their fixes, accepting one with a reason, and the task that they belong to. */
export function fixActions(findingsOf: (uri: vscode.Uri) => readonly Finding[]): vscode.CodeActionProvider {
  return {
    provideCodeActions: ({ uri }, range) =>
      findingsOf(uri).flatMap((finding) => {
        const diagnostic = findingDiagnostic(finding);
        return diagnostic.range.intersection(range) === undefined ? [] : actionsOf(finding, diagnostic);
      }),
  };
}

function actionsOf(finding: Finding, diagnostic: vscode.Diagnostic): readonly vscode.CodeAction[] {
  const fixes = finding.fixes.map(({ title }, choice) => {
    const action = quickFix(title, diagnostic, 'radsteps.diagnostics.fix', { id: finding.id, choice } satisfies WantedFix);
    action.isPreferred = choice === 0;
    return action;
  });
  const accept = quickFix('Accept With a Reason...', diagnostic, 'radsteps.diagnostics.accept', { id: finding.id });
  const task =
    finding.task === null ? [] : [quickFix('Show the Task', diagnostic, 'radsteps.explorer.showGuidance', { task: finding.task })];
  return [...fixes, accept, ...task];
}

function quickFix(title: string, diagnostic: vscode.Diagnostic, command: string, argument: object): vscode.CodeAction {
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  action.diagnostics = [diagnostic];
  action.command = { command, title, arguments: [argument] };
  return action;
}
