import { createHash } from 'node:crypto';
import type * as vscode from 'vscode';

const keyOf = (token: string): string => `radsteps.triage.outside.${token}`;

/** Remembers files and folders outside the project under a short token, so that no page keeps a path, which may hold a name; '' for none. */
export async function rememberOutside({ workspaceState }: vscode.ExtensionContext, paths: readonly string[]): Promise<string> {
  if (paths.length === 0) return '';
  const token = createHash('sha256').update(paths.toSorted().join('\n')).digest('hex').slice(0, 16);
  await workspaceState.update(keyOf(token), paths);
  return token;
}

/** The paths of a token; none where this window does not know it any more. */
export const outsideFilms = ({ workspaceState }: vscode.ExtensionContext, token: string): readonly string[] =>
  token === '' ? [] : workspaceState.get<readonly string[]>(keyOf(token), []);
