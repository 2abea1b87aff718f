import type { RunComparison } from './compareRuns';
import type { MetricsRow } from './metricsTable';
import type { RunState } from './runRecord';
import type { SettingRow } from './settingTable';

/** What a comparison tells of one of its runs besides its predictions. */
export type ComparedRun = {
  readonly run: string;
  readonly experiment: string;
  readonly state: RunState;
  /** ISO, UTC. */
  readonly created: string;
  readonly author: string;
  /** The branches and tags that have it; null where it lies in the working tree. */
  readonly refs: readonly string[] | null;
  /** The epochs of its `metrics.csv`; none where it has none that can be read. */
  readonly epochs: readonly MetricsRow[];
};

/** A comparison with all that a page shows of it; every list has the runs in the order of `runs`. */
export type ComparisonReport = Omit<RunComparison, 'settings'> & {
  readonly details: readonly ComparedRun[];
  /** All settings, also those that are the same in all runs. */
  readonly settings: readonly SettingRow[];
};
