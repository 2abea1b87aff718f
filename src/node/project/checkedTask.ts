import { readdir } from 'node:fs/promises';
import { fileProblem } from '../../core/project/fileProblem';
import { readTextIfThere } from './readText';

/** Whether a task is done, and why not, or what there is. */
export type CheckedTask = { readonly state: 'done' | 'open' | 'stale'; readonly reason: string };

/** Looks at a task's files; throws UserError with what is invalid. */
export type TaskChecker = (root: string, files: readonly string[]) => Promise<CheckedTask>;

export const done = (reason = ''): CheckedTask => ({ state: 'done', reason });
export const open = (reason: string): CheckedTask => ({ state: 'open', reason });
export const stale = (reason: string): CheckedTask => ({ state: 'stale', reason });

/** "1 image", "3 images". */
export const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

/** The names in a folder; none where it is missing. */
export const entries = (folder: string): Promise<readonly string[]> => readdir(folder).catch(() => []);

/** Done when all files are there, valid, and without open questions. */
export async function checkFiles(root: string, files: readonly string[]): Promise<CheckedTask> {
  for (const file of files) {
    const text = await readTextIfThere(root, file);
    if (text === null) return open(`${file.slice(file.lastIndexOf('/') + 1)} is missing`);
    const problem = fileProblem(file, text);
    if (problem !== null) return open(problem);
  }
  return done();
}
