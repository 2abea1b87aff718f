import { guidanceText } from '../../core/project/guidanceText';
import { inputFiles } from '../../core/project/inputFiles';
import { steps } from '../../core/project/steps';
import { nextTask } from '../../core/project/taskStatus';
import { beginTask } from '../project/beginTask';
import { projectStatus } from '../project/projectStatus';
import { noteMadeFrom, noteNotNeeded, noteSignOff, requireTask } from '../project/taskNotes';
import type { CommandContext, CommandResult } from './context';
import { openProject } from './openProject';

const today = (): string => new Date().toISOString().slice(0, 10);

/** `radsteps task show [task]`: the guidance of a task, of the next one unless it is named. */
export async function showTaskCommand(context: CommandContext, [id]: readonly string[]): Promise<CommandResult> {
  const named = id === undefined ? (nextTask(await projectStatus(await openProject(context)))?.task.id ?? '') : id;
  if (named === '') return { result: null, text: 'Nothing is open.' };
  const task = requireTask(named);
  return { result: task, text: guidanceText(task, inputFiles(task, steps)) };
}

/** `radsteps task begin <task>`. */
export async function beginTaskCommand(context: CommandContext, [id = '']: readonly string[]): Promise<CommandResult> {
  const file = await beginTask(await openProject(context), id);
  return { result: { file }, text: `${file} is there to be filled in.` };
}

/** `radsteps task confirm [tasks...]`. */
export async function confirmTasksCommand(context: CommandContext, ids: readonly string[]): Promise<CommandResult> {
  const root = await openProject(context);
  const all = (await projectStatus(root)).flatMap(({ tasks }) => tasks);
  const done = all.filter(({ task, state }) => state === 'done' && task.dependsOn.length > 0).map(({ task }) => task.id);
  const noted = await noteMadeFrom(root, ids.length === 0 ? done : ids);
  const text = noted.length === 0 ? 'There is no task to confirm.' : `Noted what these are made from: ${noted.join(', ')}.`;
  return { result: { noted }, text };
}

/** `radsteps task not-needed <task> --reason <text> --by <name>`. */
export async function notNeededCommand(
  context: CommandContext,
  [id = '']: readonly string[],
  { reason, by }: { readonly reason: string; readonly by: string },
): Promise<CommandResult> {
  await noteNotNeeded(await openProject(context), id, { reason, by, date: today() });
  return { result: { task: id }, text: `${id} is not needed.` };
}

/** `radsteps task needed <task>`. */
export async function neededCommand(context: CommandContext, [id = '']: readonly string[]): Promise<CommandResult> {
  await noteNotNeeded(await openProject(context), id, null);
  return { result: { task: id }, text: `${id} is needed.` };
}

/** `radsteps task sign-off <task> --by <name> --role <role>`. */
export async function signOffTaskCommand(
  context: CommandContext,
  [id = '']: readonly string[],
  { by, role }: { readonly by: string; readonly role: string },
): Promise<CommandResult> {
  await noteSignOff(await openProject(context), id, { by, role, date: today() });
  return { result: { task: id }, text: `${by} has signed off ${id}.` };
}
