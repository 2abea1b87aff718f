import type { ComparisonReport } from '../../src/core/experiment/comparisonReport';
import { metricTitle } from '../../src/core/experiment/describeMetric';
import type { SettingRow } from '../../src/core/experiment/settingTable';
import type { Interval } from '../../src/core/statistics/estimate';

/** A run with a value of the chosen metric. */
export type MeasuredRun = { readonly run: string; readonly index: number; readonly value: number; readonly interval: Interval | null };

/** The runs that have a metric, in the report's order. */
export const measuredRuns = ({ runs, metrics }: ComparisonReport, metric: string): readonly MeasuredRun[] =>
  runs.flatMap((run, index) => {
    const judged = metrics[index]?.[metric];
    return judged === undefined || 'undefined' in judged ? [] : [{ run, index, value: judged.value, interval: judged.interval }];
  });

/** The metric's title with its unit, for an axis. */
export function metricLabel({ metrics }: ComparisonReport, metric: string): string {
  const units = metrics.flatMap((ofRun) => {
    const judged = ofRun[metric];
    return judged !== undefined && 'unit' in judged && judged.unit !== '' ? [judged.unit] : [];
  });
  return units[0] === undefined ? metricTitle(metric) : `${metricTitle(metric)} (${units[0]})`;
}

/** The settings that figures draw: those that differ, a seed only where nothing else does. */
export function drawnSettings({ settings }: ComparisonReport): readonly SettingRow[] {
  const differing = settings.filter(({ differs }) => differs);
  const chosen = differing.filter(({ key }) => key !== 'train.seed');
  return chosen.length === 0 ? differing : chosen;
}

/** Which value of a metric is better; null where neither end is, as of the bias and the limits of agreement. */
export function betterOf(metric: string): 'lower' | 'higher' | null {
  if (['bias', 'lower_limit', 'upper_limit'].includes(metric)) return null;
  return /^(mae|rmse|false_positives)/.test(metric) ? 'lower' : 'higher';
}
