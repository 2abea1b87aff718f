import type { Estimate } from '../statistics/estimate';
import type { PartCount, RunCommon, RunState } from './runRecord';

/** One fold of a cross-validation. */
export type FoldEntry = {
  /** From 1. */
  readonly index: number;
  /** The run that trained it; null before it has begun. */
  readonly run: string | null;
  readonly state: RunState | 'open';
  readonly train: PartCount;
  /** Patients of the other folds that chose this fold's epoch and operating point. */
  readonly tuning: PartCount;
  /** What its network has never seen and predicts. */
  readonly held: PartCount;
  /** Held-out images with a prediction; null before they were predicted. */
  readonly predicted: number | null;
  /** On the held-out images. */
  readonly metrics: Readonly<Record<string, Estimate>>;
};

/** `folds.json` in the folder of a cross-validation: what git keeps of it besides the record of each fold's run. */
export type FoldsRecord = {
  readonly version: 1;
  readonly group: string;
  readonly state: 'running' | 'finished' | 'stopped' | 'failed';
  /** Why it failed. */
  readonly reason?: string;
  readonly experiment: string;
  readonly task: RunCommon['task'];
  readonly target: string;
  readonly unit: string;
  readonly classes: readonly string[];
  /** ISO, UTC. */
  readonly created: string;
  /** null while it runs. */
  readonly ended: string | null;
  readonly hashes: RunCommon['hashes'];
  readonly changed: RunCommon['changed'];
  /** How the patients were divided. */
  readonly method: string;
  readonly seed: number;
  readonly of: number;
  /** How each fold's epoch and operating point were chosen, as a sentence. */
  readonly selection: string;
  readonly folds: readonly FoldEntry[];
  /** Over all folds, every image once, by a network that had not seen its patient; null until all folds are predicted. */
  readonly pooled: {
    readonly images: number;
    readonly patients: number;
    readonly predicted: number;
    readonly primary: string;
    readonly metrics: Readonly<Record<string, Estimate>>;
  } | null;
  readonly notes: readonly string[];
};
