import { describeMetric } from '../../src/core/experiment/describeMetric';
import type { HistoryRow } from '../../src/core/experiment/historyTable';
import type { Group } from './arrange';

/** The run of a group with the best value of the metric that chooses epochs; undefined where none has one. */
export function bestOf(rows: readonly HistoryRow[]): HistoryRow | undefined {
  let best: HistoryRow | undefined;
  for (const row of rows) {
    const { metric } = row.listing;
    const other = best?.listing.metric;
    if (metric === null) continue;
    const better = row.record?.result?.metrics[metric.name]?.better ?? 'higher';
    const isBetter =
      other === undefined || other === null || (better === 'higher' ? metric.value > other.value : metric.value < other.value);
    if (other?.name !== undefined && other.name !== metric.name) continue;
    if (isBetter) best = row;
  }
  return best;
}

/** What the head of a group says besides its title: how many runs, the best metric with interval, part and n, and how its sweep stands. */
export function groupText({ key, rows: places }: Group, all: readonly HistoryRow[], groups: Readonly<Record<string, string>>): string {
  const rows = places.flatMap((place) => all[place] ?? []);
  const metric = bestOf(rows)?.listing.metric ?? null;
  const best = metric === null ? '' : `best ${describeMetric(metric.name, metric, 'tuning')}`;
  const own = Object.hasOwn(groups, key) ? groups[key] : '';
  return [`${rows.length} ${rows.length === 1 ? 'run' : 'runs'}`, own || best].filter((words) => words !== '').join(' · ');
}

/** "12 of 5,000 runs". */
export function countText(passing: number, all: number): string {
  const n = (count: number): string => count.toLocaleString('en');
  return `${passing === all ? '' : `${n(passing)} of `}${n(all)} ${all === 1 ? 'run' : 'runs'}`;
}
