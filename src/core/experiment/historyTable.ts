import type { Interval } from '../statistics/estimate';
import type { FilteredRecord, FilteredRun } from './runFilter';
import type { RunListing } from './runListing';
import type { ReadNotes } from './runNotesFile';

/** A metric of some run of the history. */
export type HistoryMetric = { readonly name: string; readonly unit: string; readonly better: 'lower' | 'higher' };

/** A metric's value at a run's best epoch: which of the table's metrics, value, bounds of its 95 % interval (null: none), images and patients. */
export type PackedMetric = readonly [
  metric: number,
  value: number,
  lower: number | null,
  upper: number | null,
  n: number,
  patients: number,
];

/** What the history shows of a record; texts that many runs share are numbers, the places of their words in the table's `texts`. */
export type PackedRecord = {
  readonly author: number;
  readonly branch: number | null;
  readonly target: number;
  readonly engine: number;
  readonly backend: number;
  readonly device: number;
  readonly parent: string | null;
  /** Settings that are not the default, by dotted key; null where the record lacks one that has a default. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Keys of the settings that differ from the experiment's file. */
  readonly changed: readonly number[];
  readonly remarks: readonly number[];
  readonly images: number;
  /** Null before the first epoch. */
  readonly result: {
    readonly primary: string;
    readonly parameters: number;
    readonly imagesPerSecond: number;
    readonly peakMemoryMb: number;
    readonly metrics: readonly PackedMetric[];
  } | null;
};

/** One run as it crosses to the page. */
export type PackedRun = {
  readonly listing: Omit<RunListing, 'metric'>;
  readonly record: PackedRecord | null;
  readonly notes?: ReadNotes;
};

/** The history as it crosses to the page: small, though it holds thousands of runs. */
export type HistoryTable = {
  readonly texts: readonly string[];
  readonly metrics: readonly HistoryMetric[];
  /** Newest first. */
  readonly runs: readonly PackedRun[];
  /** What is said of sweeps and cross-validations, by name. */
  readonly groups: Readonly<Record<string, string>>;
  /** Sentences about files that can't be read. */
  readonly problems: readonly string[];
};

/** A metric of a run as the page has it. */
export type RowMetric = {
  readonly unit: string;
  readonly better: 'lower' | 'higher';
  readonly best: { readonly value: number; readonly interval: Interval | null; readonly n: number; readonly patients: number };
};

/** What the page has of a record. */
export type RowRecord = Omit<FilteredRecord, 'engine' | 'result' | 'settings' | 'ownSettings'> & {
  readonly ownSettings: Readonly<Record<string, unknown>>;
  readonly engine: { readonly name: string; readonly backend: string; readonly device: string };
  readonly result:
    | (NonNullable<FilteredRecord['result']> & { readonly primary: string; readonly metrics: Readonly<Record<string, RowMetric>> })
    | null;
};

/** One run of the history as the page has it: enough for the filters of the command line. */
export type HistoryRow = FilteredRun & {
  readonly record: RowRecord | null;
  readonly notes: ReadNotes;
  /** Keys of the settings that differ from the experiment's file. */
  readonly changed: readonly string[];
};
