import { runFolder } from '../../core/project/layout';
import { UserError } from '../../core/userError';
import { showCommit } from '../showCommit';

/** Shows the commit that holds a run's record in VS Code's own git view. */
export async function showInGit(project: string, run: string): Promise<void> {
  const { gitAt } = await import('../../node/git/git');
  const commit = (await gitAt(project)(['log', '-1', '--format=%H', '--', `${runFolder(run)}/record.json`])).trim();
  if (commit === '') throw new UserError(`The record of run ${run} is not committed yet.`);
  await showCommit(project, commit);
}
