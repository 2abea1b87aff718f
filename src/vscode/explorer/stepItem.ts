import * as vscode from 'vscode';
import { type StepStatus, stepProgress, type TaskState, type TaskStatus } from '../../core/project/taskStatus';

const icon = (name: string, colour?: string): vscode.ThemeIcon =>
  new vscode.ThemeIcon(name, colour === undefined ? undefined : new vscode.ThemeColor(colour));

const stateWords: Readonly<Record<TaskState, string>> = { done: 'done', stale: 'stale', open: 'open', 'not-needed': 'not needed' };

function taskIcon({ state, reason }: TaskStatus, isNext: boolean): vscode.ThemeIcon {
  switch (state) {
    case 'done':
      return icon('pass', 'testing.iconPassed');
    case 'stale':
      return icon('history', 'list.warningForeground');
    case 'not-needed':
      return icon('circle-slash', 'disabledForeground');
    default:
      if (reason.startsWith('invalid')) return icon('warning', 'list.warningForeground');
      return isNext ? icon('arrow-circle-right', 'charts.blue') : icon('circle-large-outline');
  }
}

/** A step as the tree shows it, with all or only some of its tasks: how many of the tasks that are needed are done; the step of the next task and those that a command works on begin unfolded. */
export function stepItem(status: StepStatus, whole: StepStatus, next: TaskStatus | null): vscode.TreeItem {
  const { step, tasks } = status;
  const { done, needed } = stepProgress(whole);
  const isNext = tasks.some(({ task }) => task.id === next?.task.id);
  const unfolded = isNext || tasks.some(({ task }) => task.command !== null);
  const { Expanded, Collapsed } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(`${step.number} ${step.title}`, unfolded ? Expanded : Collapsed);
  const stale = whole.tasks.filter(({ state }) => state === 'stale').length;
  item.id = step.folder;
  item.description = `${done} of ${needed} done${stale === 0 ? '' : `, ${stale} stale`}`;
  if (done === needed) item.iconPath = icon('pass-filled', 'testing.iconPassed');
  item.accessibilityInformation = { label: `Step ${step.number}, ${step.title}, ${item.description}` };
  return item;
}

/** True for the task of images once there are some: the tree lists them under it. */
export const holdsImages = ({ task, state }: TaskStatus): boolean => task.check === 'images' && state === 'done';

/** True for the task of labels once there are some: the tree counts their states. */
export const holdsLabels = ({ task, state }: TaskStatus): boolean => task.check === 'labels' && state === 'done';

/** What the menus of a task ask for: its kind, whether it is signed off, its state. */
function contextOf({ task, state }: TaskStatus): string {
  const kind = task.check === 'labels' ? 'labels' : (task.command ?? 'text');
  return ['task', kind, ...(task.signOff ? ['signOff'] : []), ...(task.dependsOn.length > 0 ? ['made'] : []), state].join(' ');
}

/** The task to do next as the tree's first row shows it; clicking opens it. */
export function nextItem(status: TaskStatus, step: string): vscode.TreeItem {
  const item = new vscode.TreeItem(`Next: ${status.task.title}`);
  item.id = 'next';
  item.description = step;
  item.tooltip = tooltipOf(status, status.reason, true);
  item.iconPath = icon('arrow-circle-right', 'charts.blue');
  item.contextValue = contextOf(status);
  item.command = { command: 'radsteps.explorer.openTask', title: 'Open', arguments: [{ task: status.task.id }] };
  item.accessibilityInformation = { label: `Next: ${status.task.title}, in step ${step}, ${stateWords[status.state]}, ${status.reason}` };
  return item;
}

/** A task as the tree shows it: where it stands, and why, or what there is (`words`, where more is known than the task says); clicking opens it. */
export function taskItem(status: TaskStatus, words: string | null, isNext: boolean): vscode.TreeItem {
  const { task, state } = status;
  const reason = words ?? status.reason;
  const { Collapsed, None } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(task.title, holdsImages(status) ? Collapsed : None);
  const shown = [isNext ? 'next' : '', state === 'stale' || state === 'not-needed' ? stateWords[state] : '', reason];
  item.id = task.id;
  item.description = shown.filter((word) => word !== '').join(' · ');
  item.tooltip = tooltipOf(status, reason, isNext);
  item.iconPath = taskIcon(status, isNext);
  item.contextValue = contextOf(status);
  item.command = { command: 'radsteps.explorer.openTask', title: 'Open', arguments: [{ task: task.id }] };
  const next = isNext ? ', the next task' : '';
  item.accessibilityInformation = { label: `${task.title}, ${stateWords[state]}${next}${reason === '' ? '' : `, ${reason}`}` };
  return item;
}

function tooltipOf({ task, state }: TaskStatus, reason: string, isNext: boolean): vscode.MarkdownString {
  const text = new vscode.MarkdownString(`**${task.title}**: ${stateWords[state]}${isNext ? ', next' : ''}\n\n`);
  text.appendText(reason).appendMarkdown(`\n\n${task.why}\n\n${task.guidance.what}`);
  if (state === 'stale')
    text.appendMarkdown('\n\n_Look at it again, change what must be, then choose "Mark as Up to Date" (or sign it off anew)._');
  return text;
}
