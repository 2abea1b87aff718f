import { inputFiles } from '../../core/project/inputFiles';
import { steps } from '../../core/project/steps';
import { projectStatus } from './projectStatus';
import { noteMadeFrom, readMadeFrom } from './taskNotes';

/**
 * Notes what tasks were made from when their file (a path from the project) was saved and they are done for the first time; a task with a note keeps it,
 * since a corrected word must not hide that it is stale.
 */
export async function noteOnSave(root: string, file: string): Promise<void> {
  const tasks = steps.flatMap((step) => step.tasks).filter((task) => task.files.includes(file) && inputFiles(task, steps).length > 0);
  if (tasks.length === 0) return;
  const noted = await readMadeFrom(root);
  const fresh = tasks.filter(({ id }) => !noted.has(id));
  if (fresh.length === 0) return;
  const states = (await projectStatus(root)).flatMap((step) => step.tasks);
  const done = fresh.filter(({ id }) => states.some(({ task, state, reason }) => task.id === id && isMade(state, reason)));
  if (done.length > 0)
    await noteMadeFrom(
      root,
      done.map(({ id }) => id),
    );
}

/** Done, or all but for the sign-off. */
const isMade = (state: string, reason: string): boolean => state === 'done' || reason.endsWith('is not signed off yet');
