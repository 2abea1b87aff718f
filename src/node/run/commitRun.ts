import { metricTitle, shortMetric } from '../../core/experiment/describeMetric';
import { summarise } from '../../core/experiment/runListing';
import type { RunRecord } from '../../core/experiment/runRecord';
import { type CommitOutcome, type CommitRequest, commitFiles } from '../git/commitFiles';
import { findRepository, isRepository } from '../git/repository';
import { readRecord } from './readRecord';
import { reconcileRun } from './reconcileRun';
import { runFiles } from './runFiles';

function messageOf(record: RunRecord): string {
  const { metric, epochs, reason } = summarise(record, false);
  const value = metric === null ? '' : `, ${shortMetric(metric.name, metric)}`;
  const detail =
    metric === null
      ? (reason ?? '')
      : `Best ${metricTitle(metric.name)} on the tuning part (n = ${metric.n}) of ${epochs ?? 0} epochs.${reason === undefined ? '' : `\n${reason}`}`;
  return `Run ${record.run}: ${record.state}${value}${detail === '' ? '' : `\n\n${detail}`}`;
}

const sentence = (outcome: CommitOutcome, run: string): CommitOutcome => {
  if (outcome.state === 'pending')
    return { ...outcome, reason: `${outcome.reason}; \`radsteps commit ${run}\` does it when you are ready.` };
  return outcome.state === 'none' ? { ...outcome, reason: `${outcome.reason}.` } : outcome;
};

/** Commits one record; `expected` is where HEAD stood when the run began. */
export async function commitRecord(
  root: string,
  record: RunRecord,
  options: Pick<CommitRequest, 'expected' | 'waitMs'> = {},
): Promise<CommitOutcome> {
  const repository = await findRepository(root);
  if (!isRepository(repository)) return sentence({ state: 'none', reason: repository.reason }, record.run);
  const paths = (await runFiles(root, record.run)).map((path) => repository.prefix + path);
  return sentence(await commitFiles(repository, { ...options, paths, message: messageOf(record) }), record.run);
}

/** Commits the record of a run that has ended on the branch of now, wherever it began; UserError when there is no such run. */
export async function commitRun(root: string, run: string, options: Pick<CommitRequest, 'waitMs'> = {}): Promise<CommitOutcome> {
  const record = await reconcileRun(root, await readRecord(root, run));
  if (record.state === 'running' || record.state === 'queued')
    return { state: 'pending', reason: `Run ${run} has not ended yet; it is committed when it has.` };
  return commitRecord(root, record, options);
}
