import { describeMetric } from '../../core/experiment/describeMetric';
import { rankTrials, type SweepRecord } from '../../core/experiment/sweepRecord';

/** The end of a sweep in one sentence: its state, and the best run's metric with interval and n, and the word that it was chosen. */
export function describeSweepEnd({ group, state, trials, of, reason }: SweepRecord): string {
  const [best] = rankTrials(trials);
  if (state === 'failed' || best === undefined || best.metric === null)
    return `Sweep ${group} ${state}${reason === undefined ? '.' : `: ${reason}`}`;
  return `Sweep ${group} ${state}: best ${describeMetric(best.metric.name, best.metric, 'tuning')} by run ${best.index}, chosen as the best of ${of}.`;
}
