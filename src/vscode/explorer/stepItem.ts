import * as vscode from 'vscode';
import type { StepStatus, TaskStatus } from '../../node/project/projectStatus';

const icon = (name: string, colour?: string): vscode.ThemeIcon =>
  new vscode.ThemeIcon(name, colour === undefined ? undefined : new vscode.ThemeColor(colour));

const isDone = ({ state }: TaskStatus): boolean => state === 'done';

function taskIcon(status: TaskStatus): vscode.ThemeIcon {
  if (isDone(status)) return icon('pass', 'testing.iconPassed');
  return status.reason.startsWith('invalid') ? icon('warning', 'list.warningForeground') : icon('circle-large-outline');
}

/** A step as the tree shows it: how many of its tasks are done; the steps whose tasks a command does begin unfolded. */
export function stepItem({ step, tasks }: StepStatus): vscode.TreeItem {
  const done = tasks.filter(isDone).length;
  const unfolded = tasks.some(({ task }) => task.command !== null);
  const { Expanded, Collapsed } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(`${step.number} ${step.title}`, unfolded ? Expanded : Collapsed);
  item.id = step.folder;
  item.description = `${done} of ${tasks.length} done`;
  if (done === tasks.length) item.iconPath = icon('pass-filled', 'testing.iconPassed');
  item.accessibilityInformation = { label: `Step ${step.number}, ${step.title}, ${item.description}` };
  return item;
}

/** True for the task of images once there are some: the tree lists them under it. */
export const holdsImages = ({ task, state }: TaskStatus): boolean => task.check === 'images' && state === 'done';

/** True for the task of labels once there are some: the tree counts their states. */
export const holdsLabels = ({ task, state }: TaskStatus): boolean => task.check === 'labels' && state === 'done';

/** A task as the tree shows it: done or open, and why, or what there is (`words`, where more is known than the task says); clicking opens it. */
export function taskItem(status: TaskStatus, words: string | null): vscode.TreeItem {
  const { task, state } = status;
  const reason = words ?? status.reason;
  const { Collapsed, None } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(task.title, holdsImages(status) ? Collapsed : None);
  item.id = task.id;
  item.description = reason;
  item.tooltip = new vscode.MarkdownString(`**${task.title}**: ${state}\n\n`).appendText(reason).appendMarkdown(`\n\n${task.why}`);
  item.iconPath = taskIcon(status);
  item.contextValue = task.check === 'labels' ? 'labels' : (task.command ?? state);
  item.command = { command: 'radsteps.explorer.openTask', title: 'Open', arguments: [{ task: task.id }] };
  item.accessibilityInformation = { label: `${task.title}, ${state}${reason === '' ? '' : `, ${reason}`}` };
  return item;
}
