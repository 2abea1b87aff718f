import { describeMetric } from '../../core/experiment/describeMetric';
import type { FoldsRecord } from '../../core/experiment/foldsRecord';

/** The end of a cross-validation in one message: its state and its pooled primary metric with interval, n images and patients. */
export function describeFolds({ group, state, of, folds, pooled, reason }: FoldsRecord): string {
  if (state === 'failed') return `Cross-validation ${group} failed: ${reason}`;
  const primary = pooled?.metrics[pooled.primary];
  if (pooled !== null && primary !== undefined)
    return `Cross-validation ${group} finished: ${describeMetric(pooled.primary, primary, null)}, out of fold.`;
  const done = folds.filter(({ predicted }) => predicted !== null).length;
  return `Cross-validation ${group} ${state} with ${done} of ${of} folds done.`;
}
