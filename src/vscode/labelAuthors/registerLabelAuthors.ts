import { join } from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../../core/userError';
import { registerFailableCommand } from '../command';
import { Disposables } from '../disposables';
import { requireLabelPath } from '../labelPathOf';
import type { Services } from '../services';
import { showCommit } from '../showCommit';
import { requireTrust } from '../trust';
import { type AuthorRow, authorRows, authorWords, type WhoResult } from './authorRows';

/** What the command is given: a label file, or what was clicked in the label's page. */
type Wanted = vscode.Uri | { readonly mark?: string } | undefined;

const icons: Readonly<Record<AuthorRow['kind'], string>> = { status: 'pass', category: 'tag', mark: 'edit' };

function authorItem({ kind, key, title, by }: AuthorRow, root: string): vscode.TreeItem {
  const item = new vscode.TreeItem(title);
  item.id = `${kind} ${key}`;
  item.description = authorWords(by);
  item.iconPath = new vscode.ThemeIcon(icons[kind]);
  item.tooltip = kind === 'mark' ? `${title} (${key})\n${authorWords(by)}` : `${title}\n${authorWords(by)}`;
  item.accessibilityInformation = { label: `${title}: ${authorWords(by)}` };
  if (by !== null) item.command = { command: 'radsteps.labels.showCommit', title: 'Show Commit', arguments: [{ root, commit: by.commit }] };
  return item;
}

/** Registers "Who Labelled This": a view with author, date and commit of every mark and category of a label. */
export function registerLabelAuthors(services: Services): vscode.Disposable {
  const all = new Disposables();
  const changed = all.add(new vscode.EventEmitter<undefined>());
  let shown: { readonly root: string; readonly rows: readonly AuthorRow[] } = { root: '', rows: [] };
  const treeDataProvider: vscode.TreeDataProvider<AuthorRow> = {
    onDidChangeTreeData: changed.event,
    getChildren: (element) => (element === undefined ? [...shown.rows] : []),
    getParent: () => undefined,
    getTreeItem: (row) => authorItem(row, shown.root),
  };
  const view = all.add(vscode.window.createTreeView('radsteps.authors', { treeDataProvider }));
  const show = (root: string, file: string, rows: readonly AuthorRow[]): void => {
    shown = { root, rows };
    view.description = file
      .split('/')
      .slice(-2)
      .join('/')
      .replace(/\.json$/, '');
    void vscode.commands.executeCommand('setContext', 'radsteps.hasAuthors', rows.length > 0);
    changed.fire(undefined);
  };
  all.add(services.project.onDidChange(() => show('', '', [])));
  const command = <A extends readonly unknown[]>(id: string, doing: string, run: (...args: A) => unknown) =>
    all.add(registerFailableCommand(services.log, id, doing, run));
  command('radsteps.labels.who', 'find out who labelled this', async (wanted: Wanted) => {
    requireTrust('Asking git who labelled this');
    const root = services.project.require();
    const file = requireLabelPath(root, (wanted instanceof vscode.Uri ? wanted : labelInFront()).fsPath);
    const { readProtocol } = await import('../../node/project/readProtocol');
    const [found, protocol] = await Promise.all([who(services, root, file), readProtocol(root)]);
    const rows = authorRows(found, protocol);
    show(root, file, rows);
    await vscode.commands.executeCommand('radsteps.authors.focus');
    const mark = wanted === undefined || wanted instanceof vscode.Uri ? undefined : wanted.mark;
    const row = rows.find(({ kind, key }) => kind === 'mark' && key === mark);
    if (row !== undefined) await view.reveal(row, { select: true, focus: true });
    return rows;
  });
  command('radsteps.labels.showCommit', 'show the commit', ({ root, commit }: { readonly root: string; readonly commit: string }) => {
    requireTrust('Showing a commit');
    return showCommit(root, commit);
  });
  command('radsteps.labels.closeAuthors', 'close the list', () => show('', '', []));
  return all;
}

const who = async ({ cli }: Services, root: string, file: string): Promise<WhoResult> =>
  (await cli(['-C', root, 'labels', 'who', join(root, file)], { cwd: root })) as WhoResult;

function labelInFront(): vscode.Uri {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  if (input instanceof vscode.TabInputCustom || input instanceof vscode.TabInputText) return input.uri;
  throw new UserError('No label is open: open one, then ask who labelled it.');
}
