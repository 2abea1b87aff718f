import { isGroupName } from '../../core/experiment/groupName';
import { findProject } from '../project/findProject';
import { readRecord } from '../run/readRecord';
import { resumeRun } from '../run/resumeRun';
import { resumeFolds } from '../run/trainFolds';
import type { CommandContext, CommandResult } from './context';
import { foldsReporter, foldsResult } from './foldsReport';
import { runReporter, runResult } from './trainCommand';

/** `radsteps resume <run>`. */
export async function resumeCommand(
  { host, folder, output }: CommandContext,
  [run = '']: readonly string[],
  options: { readonly commit: boolean },
): Promise<CommandResult> {
  const root = await findProject(folder);
  const how = { trainer: host.trainer, commit: options.commit };
  // The run of a fold is no use alone: its cross-validation goes on with it.
  const group = isGroupName(run) ? run : (await readRecord(root, run)).fold?.group;
  if (group !== undefined) return foldsResult(await resumeFolds(root, group, how, foldsReporter(output, runReporter), host.signal));
  return runResult(await resumeRun(root, run, how, runReporter(output), host.signal));
}
