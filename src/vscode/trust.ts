import * as vscode from 'vscode';
import { UserErrorWithAction } from './command';

/** Refuses what runs programs or writes in a folder that the user does not trust; `doing` begins the sentence ("Training"). */
export function requireTrust(doing: string): void {
  if (vscode.workspace.isTrusted) return;
  throw new UserErrorWithAction(
    `${doing} is switched off in Restricted Mode: trust this folder first; looking at steps and runs works without.`,
    {
      title: 'Manage Workspace Trust',
      command: 'workbench.trust.manage',
    },
  );
}
