import { isGroupName, isSweepName } from '../../core/experiment/groupName';
import { UserError } from '../../core/userError';
import { findProject } from '../project/findProject';
import { commitGroup } from '../run/commitFolds';
import { commitRun } from '../run/commitRun';
import { commitSweepGroup } from '../run/commitSweep';
import type { CommandContext, CommandResult } from './context';

/** `radsteps commit <run>`. */
export async function commitCommand({ folder }: CommandContext, [run = '']: readonly string[]): Promise<CommandResult> {
  const root = await findProject(folder);
  const commit = isSweepName(run) ? commitSweepGroup : isGroupName(run) ? commitGroup : commitRun;
  const outcome = await commit(root, run);
  if (outcome.state !== 'committed') throw new UserError(outcome.reason);
  return {
    result: outcome,
    text: `Committed ${run} as ${outcome.commit.slice(0, 10)}${outcome.branch === null ? '' : ` on ${outcome.branch}`}.`,
  };
}
