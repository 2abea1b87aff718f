import * as vscode from 'vscode';
import type { LabelChange } from '../../core/label/compareLabels';
import type { ChangedLabel } from '../../node/label/labelChanges';
import { Disposables } from '../disposables';
import { imageUri } from '../imageUri';
import type { ChosenChange, LabelChanges } from './labelChanges';

type Element = { readonly label: ChangedLabel; readonly change?: LabelChange };

const icons: Readonly<Record<LabelChange['change'], readonly [string, string]>> = {
  added: ['diff-added', 'gitDecoration.addedResourceForeground'],
  removed: ['diff-removed', 'gitDecoration.deletedResourceForeground'],
  changed: ['diff-modified', 'gitDecoration.modifiedResourceForeground'],
};

const counted = (count: number): string => (count === 1 ? '1 change' : `${count} changes`);

function openCommand(file: string, key: string | null): vscode.Command {
  const argument: ChosenChange = { file, key };
  return { command: 'radsteps.labels.openChange', title: 'Show on the Image', arguments: [argument] };
}

function labelItem(label: ChangedLabel): vscode.TreeItem {
  const { Collapsed, None } = vscode.TreeItemCollapsibleState;
  if ('problem' in label) {
    const item = new vscode.TreeItem(label.file.slice(label.file.lastIndexOf('/') + 1), None);
    item.description = 'can not be compared';
    item.tooltip = label.problem;
    item.iconPath = new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
    return item;
  }
  const { image, reader, changes, file } = label;
  const item = new vscode.TreeItem(image, Collapsed);
  item.id = file;
  item.resourceUri = imageUri(image);
  item.description = `${reader} · ${counted(changes.length)}`;
  item.tooltip = [`${image} by ${reader}`, ...changes.map(({ words }) => words)].slice(0, 20).join('\n');
  item.iconPath = new vscode.ThemeIcon('file-media');
  item.command = openCommand(file, null);
  item.accessibilityInformation = { label: `${image} by ${reader}, ${counted(changes.length)}` };
  return item;
}

function changeItem({ file }: ChangedLabel, { key, change, words }: LabelChange): vscode.TreeItem {
  const item = new vscode.TreeItem(words);
  item.id = `${file}\n${key}`;
  const [icon, colour] = icons[change];
  item.iconPath = new vscode.ThemeIcon(icon, new vscode.ThemeColor(colour));
  item.tooltip = words;
  item.command = openCommand(file, key);
  item.accessibilityInformation = { label: `${words}, ${change}` };
  return item;
}

/** The view of the labels that changed, each with its changes in words; it is there while changes are looked at. */
export function showChangesTree(changes: LabelChanges): vscode.Disposable {
  const all = new Disposables();
  const changed = all.add(new vscode.EventEmitter<undefined>());
  const treeDataProvider: vscode.TreeDataProvider<Element> = {
    onDidChangeTreeData: changed.event,
    getChildren: (element) => {
      if (element === undefined) return (changes.comparison?.changed ?? []).map((label) => ({ label }));
      const { label } = element;
      return 'changes' in label && element.change === undefined ? label.changes.map((change) => ({ label, change })) : [];
    },
    getTreeItem: ({ label, change }) => (change === undefined ? labelItem(label) : changeItem(label, change)),
  };
  const view = all.add(vscode.window.createTreeView('radsteps.changes', { treeDataProvider, showCollapseAll: true }));
  all.add(
    changes.onDidChange(() => {
      const { comparison } = changes;
      view.description = comparison === null ? '' : comparison.range.between.join(' → ');
      void vscode.commands.executeCommand('setContext', 'radsteps.hasChanges', comparison !== null);
      changed.fire(undefined);
    }),
  );
  return all;
}
