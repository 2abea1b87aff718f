import { metricLine } from '../../core/experiment/describeMetric';
import { rankTrials } from '../../core/experiment/sweepRecord';
import type { GroupListing } from './listGroups';
import type { SweepListing } from './listSweeps';

/** A cross-validation as one line of a table: its name, state, pooled metric, an empty cell, how many folds are done. */
export function foldsCells({ group, record, reason }: GroupListing): readonly string[] {
  if (record === null) return [group, 'damaged', '', '', reason];
  const { pooled, folds, of, state } = record;
  const metric = pooled?.metrics[pooled.primary];
  const done = folds.filter(({ predicted }) => predicted !== null).length;
  const value = pooled === null || metric === undefined ? '' : metricLine(pooled.primary, metric, 'out of fold');
  return [group, state, value, '', [`${done} of ${of} folds`, reason].filter(Boolean).join('; ')];
}

/** A sweep as one line of a table: its name, state, best metric, an empty cell, how many runs are done. */
export function sweepCells({ group, record, reason }: SweepListing): readonly string[] {
  if (record === null) return [group, 'damaged', '', '', reason];
  const [best] = rankTrials(record.trials);
  const metric = best?.metric ?? null;
  const value = metric === null ? '' : `best ${metricLine(metric.name, metric, 'tuning')}`;
  const done = record.trials.filter(({ run }) => run !== null).length;
  return [group, record.state, value, '', [`${done} of ${record.of} runs`, reason].filter(Boolean).join('; ')];
}
