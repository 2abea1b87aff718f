import { metricTitle, shortMetric } from '../../core/experiment/describeMetric';
import type { FoldsRecord } from '../../core/experiment/foldsRecord';
import { type CommitOutcome, type CommitRequest, commitFiles } from '../git/commitFiles';
import { findRepository, isRepository } from '../git/repository';
import { readFolds } from './foldFiles';
import { groupRuns } from './groupRuns';
import { runFiles } from './runFiles';
import { runLife } from './runProcess';

function messageOf({ group, state, of, folds, pooled, reason }: FoldsRecord): string {
  const primary = pooled?.metrics[pooled.primary];
  const head = `Cross-validation ${group}: ${state}`;
  if (pooled === null || primary === undefined) {
    const done = folds.filter(({ predicted }) => predicted !== null).length;
    return `${head}, ${done} of ${of} folds\n${reason === undefined ? '' : `\n${reason}`}`;
  }
  return `${head}, ${shortMetric(pooled.primary, primary)}\n\n${metricTitle(pooled.primary)} of the pooled out-of-fold predictions of ${of} folds (n = ${primary.n} images of ${primary.patients} patients).`;
}

/** Commits a cross-validation in one commit: its own folder and those of its runs; `expected` is where HEAD stood when it began. */
export const commitFolds = (
  root: string,
  record: FoldsRecord,
  options: Pick<CommitRequest, 'expected' | 'waitMs'> = {},
): Promise<CommitOutcome> => commitWithRuns(root, record.group, messageOf(record), options);

/** Commits the folder of a group and those of its runs that have ended, in one commit. */
export async function commitWithRuns(
  root: string,
  group: string,
  message: string,
  options: Pick<CommitRequest, 'expected' | 'waitMs'>,
): Promise<CommitOutcome> {
  const repository = await findRepository(root);
  if (!isRepository(repository)) return { state: 'none', reason: `${repository.reason}.` };
  const ended = (await groupRuns(root, group)).filter(({ state }) => state !== 'running' && state !== 'queued');
  const files = await Promise.all([group, ...ended.map(({ run }) => run)].map((folder) => runFiles(root, folder)));
  const paths = files.flat().map((path) => repository.prefix + path);
  const outcome = await commitFiles(repository, { ...options, paths, message: message.trim() });
  if (outcome.state === 'committed') return outcome;
  const remedy = outcome.state === 'pending' ? `; \`radsteps commit ${group}\` does it when you are ready` : '';
  return { ...outcome, reason: `${outcome.reason}${remedy}.` };
}

/** Commits a cross-validation that has ended on the branch of now, wherever it began; UserError when there is none of this name. */
export async function commitGroup(root: string, group: string, options: Pick<CommitRequest, 'waitMs'> = {}): Promise<CommitOutcome> {
  const record = await readFolds(root, group);
  if (record.state === 'running' && (await runLife(root, group)) === 'alive')
    return { state: 'pending', reason: `The cross-validation ${group} has not ended yet; it is committed when it has.` };
  return commitFolds(root, record, options);
}
