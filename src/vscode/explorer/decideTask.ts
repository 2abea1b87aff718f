import * as vscode from 'vscode';
import { UserError } from '../../core/userError';
import type { Services } from '../services';
import { requireTrust } from '../trust';

/** A task of the tree by its id. */
export type WantedTask = { readonly task?: string };

const today = (): string => new Date().toISOString().slice(0, 10);

/** Asks why a task is not needed, and notes it; nothing where nobody answers. */
export async function markNotNeeded({ project }: Services, id: string, title: string): Promise<void> {
  requireTrust('Changing tasks');
  const root = project.require();
  const reason = await vscode.window.showInputBox({
    title: `Not Needed: ${title}`,
    prompt: 'Why does this project not need it?',
    placeHolder: "It is kept with the name of this machine's reader in 7-governance/not-needed.csv.",
    ignoreFocusOut: true,
  });
  if (reason === undefined || reason.trim() === '') return;
  const [{ noteNotNeeded }, { readLocal }] = await Promise.all([
    import('../../node/project/taskNotes'),
    import('../../node/project/local'),
  ]);
  await noteNotNeeded(root, id, { reason, by: (await readLocal(root)).reader, date: today() });
}

/** Takes back that a task is not needed. */
export async function markNeeded({ project }: Services, id: string): Promise<void> {
  requireTrust('Changing tasks');
  await (await import('../../node/project/taskNotes')).noteNotNeeded(project.require(), id, null);
}

/** Notes that a task fits the present state of what it was made from. */
export async function markUpToDate({ project }: Services, id: string): Promise<void> {
  requireTrust('Changing tasks');
  await (await import('../../node/project/taskNotes')).noteMadeFrom(project.require(), [id]);
}

/** Asks who signs a task's file off, and notes it with the file's hash. */
export async function signOffTask({ project }: Services, id: string, title: string): Promise<void> {
  requireTrust('Signing off');
  const root = project.require();
  const [{ noteSignOff }, { readTeam }] = await Promise.all([
    import('../../node/project/taskNotes'),
    import('../../node/project/readTeam'),
  ]);
  const members = (await readTeam(root)).filter(({ name, roles }) => !/^TODO\b/.test(name) && !roles.includes('developer'));
  if (members.length === 0)
    throw new UserError('Nobody in 2-team/team.yaml can sign off yet: name the members there; who builds the model can not approve it.');
  const items = members.map(({ name, roles }) => ({ label: name, description: roles.join(', ') }));
  const chosen = await vscode.window.showQuickPick(items, { title: `Sign Off: ${title}`, placeHolder: 'Who approves it as it stands?' });
  if (chosen === undefined) return;
  await noteSignOff(root, id, { by: chosen.label, role: chosen.description.split(', ')[0] ?? '', date: today() });
}
