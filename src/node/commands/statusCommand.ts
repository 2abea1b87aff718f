import { findProject } from '../project/findProject';
import { projectStatus } from '../project/projectStatus';
import type { CommandContext, CommandResult } from './context';

/** `radsteps status`. */
export async function statusCommand({ folder }: CommandContext): Promise<CommandResult> {
  const steps = await projectStatus(await findProject(folder));
  const lines = steps.flatMap(({ step, tasks }) => [
    `${step.number} ${step.title}: ${tasks.filter(({ state }) => state === 'done').length} of ${tasks.length} done`,
    ...tasks.map(
      ({ task, state, reason }) => `   ${state === 'done' ? 'done' : 'open'}  ${task.title}${state === 'done' ? '' : ` (${reason})`}`,
    ),
  ]);
  return { result: steps, text: lines.join('\n') };
}
