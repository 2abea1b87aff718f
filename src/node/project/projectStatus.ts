import { type Step, steps, type Task } from '../../core/project/steps';
import { UserError } from '../../core/userError';
import { checkTask } from './checkTask';
import { readProject } from './readProject';

/** Where a task stands; `reason` says why it is open, or what there is when it is done ('' where that says nothing). */
export type TaskStatus = { readonly task: Task; readonly state: 'done' | 'open'; readonly reason: string };

/** Where a step stands. */
export type StepStatus = { readonly step: Step; readonly tasks: readonly TaskStatus[] };

/** Looks at a project's files and says of every task whether it is done; throws UserError when `radsteps.yaml` is missing or invalid. */
export async function projectStatus(root: string): Promise<readonly StepStatus[]> {
  await readProject(root);
  return Promise.all(steps.map(async (step) => ({ step, tasks: await Promise.all(step.tasks.map((task) => taskStatus(root, task))) })));
}

async function taskStatus(root: string, task: Task): Promise<TaskStatus> {
  try {
    return { task, ...(await checkTask(root, task)) };
  } catch (error) {
    // One unreadable file must not hide the state of everything else.
    if (error instanceof UserError) return { task, state: 'open', reason: `invalid: ${error.message}` };
    throw error;
  }
}
