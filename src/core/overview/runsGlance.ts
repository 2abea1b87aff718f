import type { RunListing } from '../experiment/runListing';
import type { RunRecord } from '../experiment/runRecord';
import type { Interval } from '../statistics/estimate';

/** A run's metric in the overview; `isCurrent` where it was trained with the present split. */
export type RunPoint = {
  readonly run: string;
  readonly experiment: string;
  /** ISO, UTC. */
  readonly created: string;
  readonly value: number;
  readonly interval: Interval | null;
  readonly n: number;
  readonly patients: number;
  readonly isCurrent: boolean;
};

/** What the overview says of the runs. */
export type RunsGlance = {
  readonly runs: number;
  readonly finished: number;
  readonly running: number;
  /** The metric that is shown; null where no run has one. */
  readonly metric: { readonly name: string; readonly unit: string; readonly better: 'lower' | 'higher'; readonly target: string } | null;
  /** Finished runs of that metric and target, oldest first; folds of cross-validations are parts of a run and left out. */
  readonly points: readonly RunPoint[];
  /** The best of those that were trained with the present split; null where there is none. */
  readonly best: RunPoint | null;
};

/** What the glance needs of one run. */
export type GlancedRun = {
  readonly listing: Pick<RunListing, 'state' | 'fold'>;
  readonly split: string;
  readonly key: string;
  readonly metric: RunsGlance['metric'];
  readonly point: Omit<RunPoint, 'isCurrent'> | null;
};

/** Most points of the figure, the newest ones: more could not be told apart. */
const mostPoints = 400;

/** What the glance needs of a run's listing and record. */
export function glancedRun(listing: RunListing, record: RunRecord | null): GlancedRun {
  const { run, experiment, created, metric } = listing;
  const result = record !== null && 'result' in record ? record.result : null;
  const better = result?.metrics[result.primary]?.better;
  const kept = { listing: { state: listing.state, ...(listing.fold && { fold: listing.fold }) }, split: record?.hashes.split ?? '' };
  if (record === null || metric === null || better === undefined || listing.state !== 'finished' || listing.fold !== undefined)
    return { ...kept, key: '', metric: null, point: null };
  const { name, unit, value, interval, n, patients } = metric;
  return {
    ...kept,
    key: `${name} ${record.target} ${unit}`,
    metric: { name, unit, better, target: record.target },
    point: { run, experiment, created, value, interval, n, patients },
  };
}

/**
 * The runs at a glance (newest first): of the metric that the project is judged by, where some run has it, else of the newest finished run's. Runs of another
 * split are shown, but never the best: they were tuned on other patients.
 */
export function runsGlance(runs: readonly GlancedRun[], split: string, wanted: string): RunsGlance {
  const measured = runs.filter(({ metric }) => metric !== null);
  const lead = measured.find(({ metric }) => metric?.name === wanted) ?? measured[0];
  const points = measured.flatMap(({ key, point, split: own }) =>
    key !== lead?.key || point === null ? [] : [{ ...point, isCurrent: split !== '' && own === split }],
  );
  const sign = lead?.metric?.better === 'lower' ? 1 : -1;
  const [best = null] = points.filter(({ isCurrent }) => isCurrent).toSorted((a, b) => sign * (a.value - b.value));
  const count = (state: RunListing['state']): number => runs.filter(({ listing }) => listing.state === state).length;
  return {
    ...{ runs: runs.length, finished: count('finished'), running: count('running') },
    ...{ metric: lead?.metric ?? null, points: points.slice(0, mostPoints).toReversed(), best },
  };
}
