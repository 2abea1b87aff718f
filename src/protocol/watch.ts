import type { MachineSample } from '../core/machine/machineSample';
import type { SeriesPoint } from './runSeries';

/** What the page shows, kept over hiding and reloading: these runs, and with `joins` also every run that trains. */
export type WatchLook = { readonly runs: readonly string[]; readonly joins: boolean };

/** A metric with all that must stand beside it; the interval is the 95 % one. */
export type WatchedMetric = {
  readonly name: string;
  readonly title: string;
  readonly unit: string;
  readonly value: number;
  readonly interval: readonly [number, number] | null;
  readonly n: number;
  readonly patients: number;
  /** null where it is not known of which epoch it is. */
  readonly epoch: number | null;
};

/** One run on the page. */
export type WatchedRunView = {
  readonly run: string;
  readonly experiment: string;
  readonly state: 'queued' | 'running' | 'finished' | 'stopped' | 'failed' | 'damaged';
  /** Why it failed, or what is to be known of it; '' otherwise. */
  readonly reason: string;
  /** "epoch 3 of 30", or the phase before the first epoch. */
  readonly place: string;
  /** Share (0..1) that is done; null where it is not known. */
  readonly share: number | null;
  readonly imagesPerSecond: number | null;
  readonly secondsLeft: number | null;
  /** From start to end; null while it runs. */
  readonly seconds: number | null;
  readonly last: WatchedMetric | null;
  readonly best: WatchedMetric | null;
  /** The whole epochs, thinned to what a figure can show. */
  readonly trainLoss: readonly SeriesPoint[];
  readonly tuningLoss: readonly SeriesPoint[];
  readonly metric: readonly SeriesPoint[];
  /** The last epoch that was told; 0 before the first. */
  readonly epoch: number;
  /** The last lines of what its trainer said. */
  readonly log: readonly string[];
  /** What was asked of it; null while nobody asked it to stop. */
  readonly stopping: 'best' | 'numbers' | null;
  /** True where an ended run has weights, so that it can predict. */
  readonly weights: boolean;
  /** Part of a larger whole: "run 3 of 12 of the sweep ..."; '' for a run by itself. */
  readonly partOf: string;
  readonly isTrial: boolean;
};

/** One run of a sweep in its table. */
export type TrialView = {
  readonly index: number;
  /** In the order of the sweep's `settings`. */
  readonly values: readonly string[];
  readonly state: 'open' | 'running' | 'paused' | 'waiting' | 'finished' | 'dropped' | 'failed' | 'cancelled';
  readonly run: string | null;
  readonly epochs: number;
  /** How many rungs it has done. */
  readonly rung: number;
  /** From 1 among those that wait in its rung; null for one that does not wait. */
  readonly place: number | null;
  /** From 1, best first; null without a metric. */
  readonly rank: number | null;
  readonly metric: WatchedMetric | null;
  /** Why it ended early; '' otherwise. */
  readonly note: string;
};

/** A sweep with its queue. */
export type SweepView = {
  readonly group: string;
  readonly experiment: string;
  /** `killed`: the command that conducted it died, so it stands still. */
  readonly state: 'running' | 'paused' | 'killed' | 'finished' | 'stopped' | 'failed' | 'damaged';
  readonly reason: string;
  /** True where this machine conducts it, so that it can be paused and gone on with. */
  readonly isHere: boolean;
  readonly asked: 'pause' | 'cancel' | null;
  readonly of: number;
  readonly atOnce: number;
  readonly counts: { readonly done: number; readonly running: number; readonly waiting: number };
  /** Dotted keys. */
  readonly settings: readonly string[];
  /** "All runs get 1 epoch, the best of every 3 go on to 3, ..."; '' without halving. */
  readonly halving: string;
  readonly trials: readonly TrialView[];
};

/** Everything that the page shows but the machine. */
export type WatchView = {
  /** The project's root folder on this machine, and its name. */
  readonly project: string;
  readonly title: string;
  /** False in Restricted Mode, where nothing is stopped or started. */
  readonly trusted: boolean;
  readonly look: WatchLook;
  readonly runs: readonly WatchedRunView[];
  /** Those that go on, and those that ended last. */
  readonly sweeps: readonly SweepView[];
};

/** What the page has drawn, for benches. */
export type WatchDrawn = { readonly epochs: Readonly<Record<string, number>>; readonly figures: boolean };

/** The contract of the page that watches runs and sweeps. */
export type WatchPage = {
  readonly requests: {
    readonly open: (look: WatchLook | null) => WatchView;
    readonly stop: (wish: { readonly run: string; readonly weights: boolean }) => void;
    readonly openRun: (run: string) => void;
    readonly openLog: (run: string) => void;
    readonly compare: (runs: readonly string[]) => void;
    readonly train: () => void;
    readonly startSweep: () => void;
    readonly trust: () => void;
    readonly pauseSweep: (group: string) => void;
    readonly resumeSweep: (group: string) => void;
    readonly cancelSweep: (group: string) => void;
    readonly cancelTrial: (trial: { readonly group: string; readonly index: number }) => void;
    /** `place` is from 1 among those that wait in its rung. */
    readonly moveTrial: (trial: { readonly group: string; readonly index: number; readonly place: number }) => void;
    readonly drawn: (what: WatchDrawn) => void;
  };
  readonly events: {
    readonly changed: WatchView;
    readonly machine: MachineSample;
    /** The command was given again with runs to show: the page asks anew with this look. */
    readonly look: WatchLook;
    /** The sweeps are to be seen. */
    readonly showSweeps: true;
  };
};
