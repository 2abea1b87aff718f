import { findProject } from '../project/findProject';
import { resumeRun } from '../run/resumeRun';
import type { CommandContext, CommandResult } from './context';
import { runReporter, runResult } from './trainCommand';

/** `radsteps resume <run>`. */
export async function resumeCommand(
  { host, folder, output }: CommandContext,
  [run = '']: readonly string[],
  options: { readonly commit: boolean },
): Promise<CommandResult> {
  const root = await findProject(folder);
  return runResult(await resumeRun(root, run, { trainer: host.trainer, commit: options.commit }, runReporter(output), host.signal));
}
