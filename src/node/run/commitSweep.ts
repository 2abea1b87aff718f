import { metricTitle, shortMetric } from '../../core/experiment/describeMetric';
import { rankTrials, type SweepRecord } from '../../core/experiment/sweepRecord';
import type { CommitOutcome, CommitRequest } from '../git/commitFiles';
import { commitWithRuns } from './commitFolds';
import { runLife } from './runProcess';
import { readSweepRecord } from './sweepFiles';

function messageOf({ group, state, of, trials, reason }: SweepRecord): string {
  const [best] = rankTrials(trials);
  const head = `Sweep ${group}: ${state}`;
  if (best === undefined || best.metric === null) return `${head}\n\n${reason ?? ''}`;
  const { name, n } = best.metric;
  return `${head}, best ${shortMetric(name, best.metric)}\n\n${metricTitle(name)} on the tuning part (n = ${n}) of run ${best.run}, the best of ${of} asked for.`;
}

/** Commits a sweep in one commit: its own folder and those of its runs; `expected` is where HEAD stood when it began. */
export const commitSweep = (
  root: string,
  record: SweepRecord,
  options: Pick<CommitRequest, 'expected' | 'waitMs'> = {},
): Promise<CommitOutcome> => commitWithRuns(root, record.group, messageOf(record), options);

/** Commits a sweep that has ended, or is paused, on the branch of now, wherever it began; UserError when there is none of this name. */
export async function commitSweepGroup(root: string, group: string, options: Pick<CommitRequest, 'waitMs'> = {}): Promise<CommitOutcome> {
  const record = await readSweepRecord(root, group);
  if (record.state === 'running' && (await runLife(root, group)) === 'alive')
    return { state: 'pending', reason: `The sweep ${group} has not ended yet; it is committed when it has.` };
  return commitSweep(root, record, options);
}
