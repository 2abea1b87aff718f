import { findProject } from '../project/findProject';
import { stopRun } from '../run/stopRun';
import type { CommandContext, CommandResult } from './context';

/** `radsteps stop <run>`. */
export async function stopCommand({ folder }: CommandContext, [run = '']: readonly string[]): Promise<CommandResult> {
  const outcome = await stopRun(await findProject(folder), run);
  const text =
    outcome === 'asked'
      ? `Asked ${run} to stop; it finishes its batch and keeps the best so far.`
      : `Ended ${run} by force, since it did not answer.`;
  return { result: { run, outcome }, text };
}
