import { isGroupName, isSweepName } from '../../core/experiment/groupName';
import { UserError } from '../../core/userError';
import { findProject } from '../project/findProject';
import { stopRun } from '../run/stopRun';
import { stopFolds } from '../run/trainFolds';
import { pauseSweep } from '../run/trainSweep';
import type { CommandContext, CommandResult } from './context';

/** `radsteps stop <run>`. */
export async function stopCommand(
  { folder }: CommandContext,
  [run = '']: readonly string[],
  { weights }: { readonly weights: boolean },
): Promise<CommandResult> {
  const root = await findProject(folder);
  if (isSweepName(run)) {
    if (!weights)
      throw new UserError(`A sweep pauses as a whole; name one of its runs with --no-weights, or \`radsteps sweep --cancel ${run}\`.`, {
        badUsage: true,
      });
    await pauseSweep(root, run);
    return { result: { run, outcome: 'asked' }, text: `Asked ${run} to pause; \`radsteps resume ${run}\` goes on with it.` };
  }
  const wish = weights ? 'best' : 'numbers';
  const outcome = await (isGroupName(run) ? stopFolds(root, run, wish) : stopRun(root, run, wish));
  return { result: { run, outcome, weights }, text: outcome === 'asked' ? askedText(run, weights) : forcedText(run) };
}

const askedText = (run: string, weights: boolean): string =>
  weights
    ? `Asked ${run} to stop; it finishes its batch and keeps the weights of the best epoch so far.`
    : `Asked ${run} to stop; it finishes its batch and keeps its numbers, but no weights. \`radsteps resume ${run}\` goes on from its last whole epoch.`;

const forcedText = (run: string): string => `Ended ${run} by force, since it did not answer.`;
