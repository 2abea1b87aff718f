import { projectStatus } from '../project/projectStatus';
import type { CommandContext, CommandResult } from './context';
import { openProject } from './openProject';

/** `radsteps status`. */
export async function statusCommand(context: CommandContext): Promise<CommandResult> {
  const steps = await projectStatus(await openProject(context));
  const lines = steps.flatMap(({ step, tasks }) => [
    `${step.number} ${step.title}: ${tasks.filter(({ state }) => state === 'done').length} of ${tasks.length} done`,
    ...tasks.map(
      ({ task, state, reason }) => `   ${state === 'done' ? 'done' : 'open'}  ${task.title}${state === 'done' ? '' : ` (${reason})`}`,
    ),
  ]);
  return { result: steps, text: lines.join('\n') };
}
