import type { Interval } from '../statistics/estimate';
import type { Experiment } from './experiment';
import type { RecordedOperatingPoint } from './operatingSetting';
import type { TaskName } from './taskName';

/** A metric's value on the tuning part, as the record keeps it. */
export type RecordedMetric = {
  readonly epoch: number;
  readonly value: number;
  readonly interval: Interval | null;
  readonly n: number;
  readonly patients: number;
  readonly method: string;
};

export type MetricSummary = {
  readonly unit: string;
  readonly better: 'lower' | 'higher';
  readonly part: 'tuning';
  readonly best: RecordedMetric;
  readonly last: RecordedMetric;
};

export type PartCount = { readonly images: number; readonly patients: number };

/** What every state of a run has: who, what, from which data and code. */
export type RunCommon = {
  readonly version: 1;
  readonly run: string;
  readonly experiment: string;
  readonly template: string;
  readonly task: TaskName;
  readonly target: string;
  readonly unit: string;
  readonly author: string;
  readonly created: string;
  readonly parent: string | null;
  readonly branch: string | null;
  readonly snapshot: string | null;
  readonly patch: { readonly sha256: string; readonly omitted: readonly { readonly path: string; readonly reason: string }[] } | null;
  readonly hashes: {
    readonly images: string;
    readonly split: string;
    readonly labels: string;
    readonly experiment: string;
    /** The weights that training started from, and the project's own network; left out where there are none. */
    readonly weights?: string;
    readonly model?: string;
  };
  readonly settings: Experiment;
  /** What `--set` changed, by dotted key. */
  readonly changed: Readonly<Record<string, unknown>>;
  readonly engine: { readonly name: string; readonly version: string; readonly backend: string; readonly device: string };
  readonly versions: Readonly<Record<string, string>>;
  readonly data: { readonly train: PartCount; readonly tuning: PartCount };
  readonly notes: readonly string[];
  /** The cross-validation that the run is a fold of, and which of its folds (from 1). Left out for any other run. */
  readonly fold?: { readonly group: string; readonly index: number; readonly of: number };
  /** The sweep that the run belongs to, and which of its runs (from 1). Left out for any other run. */
  readonly sweep?: { readonly group: string; readonly index: number; readonly of: number };
  /** Each time that the run went on after it had ended: when, after which epoch, and after how many seconds of training. Left out where it never did. */
  readonly resumed?: readonly { readonly at: string; readonly epoch: number; readonly seconds: number }[];
};

/** What a run has measured so far; null before its first epoch. */
export type RunResult = {
  readonly epochs: number;
  /** The metric that chooses the best epoch. */
  readonly primary: string;
  readonly metrics: Readonly<Record<string, MetricSummary>>;
  /** Two classes only; older records have none. */
  readonly operatingPoint?: RecordedOperatingPoint;
  readonly parameters: number;
  readonly imagesPerSecond: number;
  /** Share (0..1) of the training time in which the engine waited for images; left out by a trainer that does not measure it. */
  readonly waitedShare?: number;
  readonly peakMemoryMb: number;
  readonly weights: { readonly sha256: string; readonly bytes: number } | null;
};

export type QueuedRun = RunCommon & { readonly state: 'queued' };
export type RunningRun = RunCommon & { readonly state: 'running'; readonly started: string };
export type FinishedRun = RunCommon & {
  readonly state: 'finished';
  readonly started: string;
  readonly ended: string;
  readonly seconds: number;
  readonly result: RunResult;
};
export type StoppedRun = RunCommon & {
  readonly state: 'stopped';
  readonly started: string;
  readonly ended: string;
  readonly seconds: number;
  readonly result: RunResult | null;
};
export type FailedRun = RunCommon & {
  readonly state: 'failed';
  readonly started: string;
  readonly ended: string;
  readonly seconds: number;
  readonly reason: string;
  readonly result: RunResult | null;
};

/** `record.json` of a run: what git keeps of one execution of an experiment. */
export type RunRecord = QueuedRun | RunningRun | FinishedRun | StoppedRun | FailedRun;

export type RunState = RunRecord['state'];
