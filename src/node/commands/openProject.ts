import { setUpMerge } from '../label/setUpMerge';
import { findProject } from '../project/findProject';
import type { CommandContext } from './context';

/** The root of the project that a command works in, in whose clone git then merges labels by RadSteps; throws UserError when there is none. */
export async function openProject({ host, folder }: CommandContext): Promise<string> {
  const root = await findProject(folder);
  // Whether it worked doesn't matter here: labels are recovered from git's index where it did not.
  if (host.self !== undefined) await setUpMerge(root, host.self);
  return root;
}
