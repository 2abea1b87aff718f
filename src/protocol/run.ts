import type { CaseChoice, CaseGroups, CaseReport, ChosenCases, Operated } from '../core/experiment/caseReport';
import type { GalleryThumbnail } from './gallery';

/** A metric of a run as its page shows it; all numbers are already in `unit`. */
export type RunMetric = {
  readonly name: string;
  readonly title: string;
  readonly unit: string;
  readonly primary: boolean;
  readonly part: string;
  readonly value: number;
  /** 95 % interval, lower bound first; null where it can't be given. */
  readonly interval: readonly [number, number] | null;
  readonly method: string;
  readonly n: number;
  readonly patients: number;
  readonly bestEpoch: number;
  readonly last: number;
};

/** One epoch on the learning curves; null where the epoch has no number. */
export type CurvePoint = {
  readonly epoch: number;
  readonly trainLoss: number | null;
  readonly tuningLoss: number | null;
  readonly metric: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
};

/** The learning curves, with the metric that chooses the best epoch. */
export type Curves = { readonly metric: string; readonly title: string; readonly unit: string; readonly points: readonly CurvePoint[] };

/** A name and what it says, for tables of settings and hashes. */
export type Fact = { readonly name: string; readonly value: string };

/** An experiment's setting; `changed` when the run was started with another value than the file's. */
export type Setting = Fact & { readonly changed: boolean };

/** Where a running run stands, in words and as a share of the current phase (null when not known). */
export type RunProgress = { readonly text: string; readonly share: number | null };

/** Everything that the page of one run shows. */
export type RunView = {
  /** The project's root folder on this machine. */
  readonly project: string;
  readonly run: string;
  readonly state: 'queued' | 'running' | 'finished' | 'stopped' | 'failed' | 'damaged';
  /** Why the run failed or its record can't be read, as a sentence; '' otherwise. */
  readonly reason: string;
  readonly experiment: string;
  readonly target: string;
  readonly author: string;
  /** ISO 8601 times; '' where there is none yet. */
  readonly created: string;
  readonly started: string;
  readonly ended: string;
  readonly seconds: number | null;
  /** The commit that the run started from, in hex; '' before the first commit. */
  readonly parent: string;
  readonly branch: string;
  /** True where the record waits to be committed. */
  readonly pending: boolean;
  readonly progress: RunProgress | null;
  readonly metrics: readonly RunMetric[];
  readonly curves: Curves | null;
  /** Changes with the predictions on the disk; '' where there are none. */
  readonly predictions: string;
  readonly data: readonly { readonly part: string; readonly images: number; readonly patients: number }[];
  readonly settings: readonly Setting[];
  readonly facts: readonly Fact[];
  readonly notes: readonly string[];
  /** What of the run's files could not be read, a sentence each. */
  readonly problems: readonly string[];
  readonly files: { readonly record: boolean; readonly predictions: boolean; readonly log: boolean };
};

/** What can be done with a case: show it with label and prediction, ask who labelled it, look for training images like it, show its result card (of a number), or open its label. */
export type CaseAction = 'open' | 'who' | 'similar' | 'card' | 'label';

/** The contract of the page of one run. */
export type RunPage = {
  requests: {
    open(): RunView;
    show(what: 'record' | 'predictions' | 'log' | 'git' | 'triage'): void;
    stop(): void;
    commit(): void;
    /** What the predictions say; fails with a sentence where there is nothing to read. */
    cases(): CaseReport;
    operate(threshold: number): Operated;
    /** By sex, age, manufacturer and so on; the threshold calls two classes, null: as the run called them. */
    groups(threshold: number | null): CaseGroups;
    pick(wanted: { readonly choice: CaseChoice; readonly limit: number }): ChosenCases;
    /** The images whose thumbnails are to be made next, in order; replaces the wish before. */
    wantThumbnails(images: readonly string[]): void;
    remakeThumbnail(image: string): void;
    onCase(wanted: { readonly image: string; readonly action: CaseAction }): void;
  };
  events: { changed: RunView; thumbnails: readonly GalleryThumbnail[] };
};
