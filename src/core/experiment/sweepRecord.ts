import type { Interval } from '../statistics/estimate';
import type { RunCommon } from './runRecord';
import type { Sweep } from './sweep';

/** The metric that chooses a run's best epoch, at its best, on the tuning part. */
export type TrialMetric = {
  readonly name: string;
  readonly better: 'lower' | 'higher';
  readonly value: number;
  readonly interval: Interval | null;
  readonly unit: string;
  readonly n: number;
  readonly patients: number;
  readonly epoch: number;
};

/**
 * How a run of a sweep stands: `open` waits for its turn, `paused` goes on with the sweep, `waiting` has done a rung and waits for the others,
 * `dropped` was among the worse of a rung.
 */
export type TrialState = 'open' | 'running' | 'paused' | 'waiting' | 'finished' | 'dropped' | 'failed' | 'cancelled';

/** One run of a sweep. */
export type SweepTrial = {
  /** From 1. */
  readonly index: number;
  /** What it changes, by dotted key. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly state: TrialState;
  /** null before it has begun. */
  readonly run: string | null;
  /** How many rungs it has done. */
  readonly rungs: number;
  readonly epochs: number;
  readonly metric: TrialMetric | null;
};

/** `sweep.json` in the folder of a sweep: what git keeps of it besides the record of each run. */
export type SweepRecord = {
  readonly version: 1;
  readonly group: string;
  readonly state: 'running' | 'paused' | 'finished' | 'stopped' | 'failed';
  /** Why it failed. */
  readonly reason?: string;
  readonly experiment: string;
  readonly task: RunCommon['task'];
  readonly target: string;
  readonly unit: string;
  /** ISO, UTC. */
  readonly created: string;
  /** null while it runs or is paused. */
  readonly ended: string | null;
  /** SHA-256 of the experiment's file. */
  readonly experimentHash: string;
  /** What `--set` changed for all runs, by dotted key. */
  readonly changed: RunCommon['changed'];
  readonly sweep: Sweep;
  readonly of: number;
  readonly atOnce: number;
  /** Epochs after which runs are ranked, the last of them all. */
  readonly rungs: readonly number[];
  readonly trials: readonly SweepTrial[];
  readonly notes: readonly string[];
};

const ended: readonly TrialState[] = ['finished', 'dropped', 'failed', 'cancelled'];

/** True for a run that the sweep does nothing more with. */
export const isTrialEnded = ({ state }: Pick<SweepTrial, 'state'>): boolean => ended.includes(state);

/** Best first: longer-trained before those that were dropped or ended early, then by metric; those without a metric last. */
export function rankTrials(trials: readonly SweepTrial[]): readonly SweepTrial[] {
  const worth = ({ metric }: SweepTrial): number =>
    metric === null ? Number.NEGATIVE_INFINITY : metric.better === 'lower' ? -metric.value : metric.value;
  const length = (trial: SweepTrial): number => (trial.metric === null ? -1 : trial.rungs);
  return trials.toSorted((a, b) => length(b) - length(a) || worth(b) - worth(a) || a.index - b.index);
}

/** The runs that go on from a rung (its number from 0), and those that are dropped: by metric alone, all of them having had as many epochs. */
export function chooseTrials(
  trials: readonly SweepTrial[],
  rung: number,
  keep: number,
): { readonly on: readonly SweepTrial[]; readonly dropped: readonly SweepTrial[] } {
  const done = trials.filter(({ state, rungs }) => (state === 'waiting' && rungs === rung + 1) || state === 'finished');
  // A run that ended early by its own patience competes, but has nothing left to train.
  const ranked = rankTrials(done.map((trial) => ({ ...trial, rungs: 0 })));
  const best = new Set(ranked.slice(0, keep).map(({ index }) => index));
  const waiting = done.filter(({ state }) => state === 'waiting');
  return { on: waiting.filter(({ index }) => best.has(index)), dropped: waiting.filter(({ index }) => !best.has(index)) };
}

/** Mean, standard deviation and number of the metric over the seeds of each combination that ran with several; best first. */
export type CombinationSummary = {
  readonly settings: Readonly<Record<string, unknown>>;
  readonly mean: number;
  readonly deviation: number;
  readonly seeds: number;
};

/** Sums the finished runs of each combination up over their seeds; none where no combination finished with two seeds. */
export function combinationsOf(trials: readonly SweepTrial[]): readonly CombinationSummary[] {
  const groups = new Map<string, SweepTrial[]>();
  for (const trial of trials) {
    if (trial.state !== 'finished' || trial.metric === null) continue;
    const { 'train.seed': _, ...settings } = trial.settings;
    const key = JSON.stringify(settings);
    groups.set(key, [...(groups.get(key) ?? []), trial]);
  }
  const better = trials.find(({ metric }) => metric !== null)?.metric?.better;
  const found = [...groups].flatMap(([key, members]) => {
    if (members.length < 2) return [];
    const values = members.flatMap(({ metric }) => (metric === null ? [] : [metric.value]));
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
    return [{ settings: JSON.parse(key) as CombinationSummary['settings'], mean, deviation, seeds: values.length }];
  });
  return found.toSorted((a, b) => (better === 'higher' ? b.mean - a.mean : a.mean - b.mean));
}
