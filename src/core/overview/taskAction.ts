import type { TaskStatus } from '../project/taskStatus';

const commands = { import: 'Import Images...', split: 'Split by Patient', train: 'Train...' } as const;

/** What opening a task does, in the words of a button. */
export function taskAction({ task, state, reason }: TaskStatus): string {
  const isMade = state === 'done' || state === 'stale';
  if (task.check === 'images' && isMade) return 'Show Dataset';
  if (task.check === 'agreement') return 'Show Reader Agreement';
  if (task.command === 'train' && isMade) return 'Show Runs';
  if (task.command !== null && !isMade && !reason.startsWith('invalid')) return commands[task.command];
  const file = task.files[0] ?? '';
  return `Open ${file.slice(file.lastIndexOf('/') + 1)}`;
}
