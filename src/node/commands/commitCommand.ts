import { isGroupName } from '../../core/experiment/groupName';
import { UserError } from '../../core/userError';
import { findProject } from '../project/findProject';
import { commitGroup } from '../run/commitFolds';
import { commitRun } from '../run/commitRun';
import type { CommandContext, CommandResult } from './context';

/** `radsteps commit <run>`. */
export async function commitCommand({ folder }: CommandContext, [run = '']: readonly string[]): Promise<CommandResult> {
  const root = await findProject(folder);
  const outcome = await (isGroupName(run) ? commitGroup(root, run) : commitRun(root, run));
  if (outcome.state !== 'committed') throw new UserError(outcome.reason);
  return {
    result: outcome,
    text: `Committed ${run} as ${outcome.commit.slice(0, 10)}${outcome.branch === null ? '' : ` on ${outcome.branch}`}.`,
  };
}
