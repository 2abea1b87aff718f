import { isGroupName, isSweepName } from '../../core/experiment/groupName';
import { findProject } from '../project/findProject';
import { stopRun } from '../run/stopRun';
import { stopFolds } from '../run/trainFolds';
import { pauseSweep } from '../run/trainSweep';
import type { CommandContext, CommandResult } from './context';

/** `radsteps stop <run>`. */
export async function stopCommand({ folder }: CommandContext, [run = '']: readonly string[]): Promise<CommandResult> {
  const root = await findProject(folder);
  if (isSweepName(run)) {
    await pauseSweep(root, run);
    return { result: { run, outcome: 'asked' }, text: `Asked ${run} to pause; \`radsteps resume ${run}\` goes on with it.` };
  }
  const outcome = await (isGroupName(run) ? stopFolds(root, run) : stopRun(root, run));
  const text =
    outcome === 'asked'
      ? `Asked ${run} to stop; it finishes its batch and keeps the best so far.`
      : `Ended ${run} by force, since it did not answer.`;
  return { result: { run, outcome }, text };
}
