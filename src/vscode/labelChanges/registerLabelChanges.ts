import * as vscode from 'vscode';
import { UserError } from '../../core/userError';
import { registerFailableCommand } from '../command';
import { Disposables } from '../disposables';
import type { ImagePage } from '../imagePage';
import { requireLabelPath } from '../labelPathOf';
import type { Services } from '../services';
import { requireTrust } from '../trust';
import { askRange, askVersion } from './askRange';
import { ChangesPanel } from './changesPanel';
import { showChangesTree } from './changesTree';
import { type ComparedRange, uncommitted } from './comparedRange';
import { type ChosenChange, type Comparison, LabelChanges } from './labelChanges';

/** What the command is given: a file from a title bar or the explorer, a row of the Source Control view, or what to compare. */
type Wanted = vscode.Uri | vscode.SourceControlResourceState | { readonly range: ComparedRange } | null | undefined;

/** Registers "Show Label Changes": versions of labels drawn over each other on their images, with a view of all that changed. */
export function registerLabelChanges(services: Services, page: ImagePage): vscode.Disposable {
  const all = new Disposables();
  const changes = all.add(new LabelChanges(services));
  const panel = all.add(new ChangesPanel(services, page, changes));
  all.add(showChangesTree(changes));
  const command = <A extends readonly unknown[]>(id: string, doing: string, run: (...args: A) => unknown) =>
    all.add(registerFailableCommand(services.log, id, doing, run));
  command('radsteps.labels.showChanges', 'show the label changes', async (wanted: Wanted) => {
    requireTrust('Comparing labels, which asks git,');
    const root = services.project.require();
    const found = await findChanges(changes, root, wanted);
    if (found === null) return undefined;
    await showFound(changes, panel, found);
    return found.changed;
  });
  command('radsteps.labels.openChange', 'show the change', (chosen: ChosenChange) => {
    requireTrust('Comparing labels, which asks git,');
    return panel.show(chosen);
  });
  command('radsteps.labels.closeChanges', 'close the label changes', () => {
    changes.show(null);
    panel.dispose();
  });
  return all;
}

/** Null where the user turned away. */
async function findChanges(changes: LabelChanges, root: string, wanted: Wanted): Promise<Comparison | null> {
  if (wanted === undefined || wanted === null) {
    const range = await askRange(root);
    return range === undefined ? null : changes.find(root, range);
  }
  if ('range' in wanted) return changes.find(root, wanted.range);
  const file = requireLabelPath(root, ('resourceUri' in wanted ? wanted.resourceUri : wanted).fsPath);
  const found = await changes.find(root, uncommitted, file);
  if (found.changed.length > 0) return found;
  const range = await askVersion(root, file);
  return range === undefined ? null : changes.find(root, range, file);
}

async function showFound(changes: LabelChanges, panel: ChangesPanel, found: Comparison): Promise<void> {
  const first = found.changed.find((label) => 'changes' in label) ?? found.changed[0];
  if (first === undefined) {
    void vscode.window.showInformationMessage(`No label changed (${found.range.between.join(' → ')}).`);
    return;
  }
  changes.show(found);
  if ('changes' in first) await panel.show({ file: first.file, key: null });
  else if (found.changed.length === 1) throw new UserError(first.problem);
  if (found.changed.length > 1) await vscode.commands.executeCommand('radsteps.changes.focus', { preserveFocus: true });
}
