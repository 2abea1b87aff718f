import * as vscode from 'vscode';
import { teamReaders } from '../../node/label/teamReaders';
import { readLocal, writeLocal } from '../../node/project/local';
import type { LabelContext } from './labelContext';

/** Asks who labels on this machine and keeps it in `local.yaml`. */
export async function chooseReader({ services, refreshed }: LabelContext, given?: string): Promise<void> {
  const root = services.project.require();
  const local = await readLocal(root);
  const reader = given ?? (await askReader(root, local.reader));
  if (reader === undefined || reader === local.reader) return;
  await writeLocal(root, { ...local, reader });
  refreshed.fire();
  void vscode.window.showInformationMessage(`${reader} labels on this machine now.`);
}

async function askReader(root: string, now: string): Promise<string | undefined> {
  const team = await teamReaders(root);
  const known = team.some(({ reader }) => reader === now) ? team : [{ reader: now, name: '' }, ...team];
  const items = known
    .filter(({ reader }) => reader !== 'consensus')
    .map(({ reader, name }) => ({
      label: reader,
      description: [name, reader === now ? 'now' : ''].filter((word) => word !== '').join(', '),
    }));
  const other = { label: '$(add) Another reader...', description: '', other: true };
  const chosen = await vscode.window.showQuickPick([...items, other], {
    title: 'Choose Reader',
    placeHolder: 'Who labels on this machine?',
  });
  if (chosen === undefined) return undefined;
  return 'other' in chosen ? askName() : chosen.label;
}

function askName(): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title: 'Another Reader',
    prompt: 'A short name, also for 2-team/team.yaml: lower-case letters, digits and hyphens.',
    validateInput: (text) =>
      /^[a-z0-9]+(-[a-z0-9]+)*$/.test(text) && text !== 'consensus' ? null : 'Lower-case letters, digits and single hyphens only.',
  });
}
