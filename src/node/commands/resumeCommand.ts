import { isGroupName, isSweepName } from '../../core/experiment/groupName';
import { findProject } from '../project/findProject';
import { readRecord } from '../run/readRecord';
import { resumeRun } from '../run/resumeRun';
import { readSweepRecord } from '../run/sweepFiles';
import { resumeFolds } from '../run/trainFolds';
import { resumeSweep } from '../run/trainSweep';
import type { CommandContext, CommandResult } from './context';
import { foldsReporter, foldsResult } from './foldsReport';
import { sweepReporter, sweepResult } from './sweepReport';
import { runReporter, runResult } from './trainCommand';

/** `radsteps resume <run>`. */
export async function resumeCommand(
  { host, folder, output }: CommandContext,
  [run = '']: readonly string[],
  options: { readonly commit: boolean },
): Promise<CommandResult> {
  const root = await findProject(folder);
  const how = { trainer: host.trainer, commit: options.commit };
  if (isSweepName(run)) return sweepResult(await resumeSweep(root, run, how, sweepReporter(output), host.signal));
  // The run of a fold is no use alone: its cross-validation goes on with it; so does a sweep that has not ended.
  const record = isGroupName(run) ? null : await readRecord(root, run);
  const group = record === null ? run : record.fold?.group;
  if (group !== undefined) return foldsResult(await resumeFolds(root, group, how, foldsReporter(output, runReporter), host.signal));
  const sweep = record?.sweep?.group;
  if (sweep !== undefined && (await isOpenSweep(root, sweep)))
    return sweepResult(await resumeSweep(root, sweep, how, sweepReporter(output), host.signal));
  return runResult(await resumeRun(root, run, how, runReporter(output), host.signal));
}

async function isOpenSweep(root: string, group: string): Promise<boolean> {
  const record = await readSweepRecord(root, group).catch(() => null);
  return record?.state === 'running' || record?.state === 'paused';
}
