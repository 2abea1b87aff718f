import type { Step } from './steps';
import type { Task } from './tasks/task';

/** The files that a task is made from: those of the tasks that it depends on. */
export function inputFiles(task: Pick<Task, 'dependsOn'>, steps: readonly Step[]): readonly string[] {
  const tasks = steps.flatMap((step) => step.tasks).filter(({ id }) => task.dependsOn.includes(id));
  return tasks.flatMap(({ files }) => files);
}
