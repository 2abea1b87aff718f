import { describeMetric } from '../../core/experiment/describeMetric';
import type { RunRecord } from '../../core/experiment/runRecord';

/** The end of a run in one message: its state and its primary metric with interval, part, n images and patients. */
export function describeEnd(record: RunRecord): string {
  if (record.state === 'failed') return `Run ${record.run} failed: ${record.reason}`;
  const result = 'result' in record ? record.result : null;
  const primary = result?.metrics[result.primary];
  const verb = record.state === 'stopped' ? 'stopped' : 'finished';
  if (result === null || primary === undefined) return `Run ${record.run} ${verb} before its first epoch.`;
  return `Run ${record.run} ${verb}: ${describeMetric(result.primary, { ...primary.best, unit: primary.unit }, primary.part)}.`;
}
