import type { Step } from './steps';
import type { Task } from './tasks/task';

/** Done, made from what has changed since (or signed off before a change), not done, or not needed. */
export type TaskState = 'done' | 'stale' | 'open' | 'not-needed';

/** Where a task stands; `reason` says why it is open, stale or not needed, or what there is when it is done ('' where that says nothing). */
export type TaskStatus = { readonly task: Task; readonly state: TaskState; readonly reason: string };

/** Where a step stands. */
export type StepStatus = { readonly step: Step; readonly tasks: readonly TaskStatus[] };

/** How many tasks of a step are done, of how many that are needed. */
export function stepProgress({ tasks }: Pick<StepStatus, 'tasks'>): { readonly done: number; readonly needed: number } {
  const count = (...states: readonly TaskState[]): number => tasks.filter(({ state }) => states.includes(state)).length;
  return { done: count('done'), needed: count('done', 'open', 'stale') };
}

/** The task to do next: the first one that is open or stale, in the order of the steps; null when nothing is left. */
export const nextTask = (status: readonly StepStatus[]): TaskStatus | null =>
  status.flatMap(({ tasks }) => tasks).find(({ state }) => state === 'open' || state === 'stale') ?? null;
