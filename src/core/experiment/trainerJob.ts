import type { Size } from '../image/resize';
import type { Mark } from '../label/label';
import type { Experiment, NamedBackend } from './experiment';
import type { RunCommon } from './runRecord';
import type { TaskName } from './taskName';

/** One image as the trainer sees it; nothing in it identifies a patient. */
export type TrainerImage = {
  readonly image: string;
  readonly patient: string;
  readonly sha256: string;
  /** Absolute path on this machine. */
  readonly file: string;
  /** Size and time of the last change (milliseconds) that the file had when it was hashed: while both stay, so does the hash. Left out, it is hashed again. */
  readonly state?: { readonly bytes: number; readonly modified: number };
  /** Regression: the number in its unit; classification: the index of the class; detection and segmentation: how many marks there are. */
  readonly target: number;
  /** Scalar inputs in the experiment's order, scaled by the caller (sex: F 0, M 1, unknown 0.5; age in years / 10). */
  readonly inputs: readonly number[];
  /** Detection and segmentation: rows and columns of the image itself, and what is marked in it. */
  readonly size?: Size;
  readonly marks?: readonly Mark[];
};

/** A file that a network is made of, as it was when the run was prepared. */
export type JobFile = {
  /** Absolute path on this machine. */
  readonly file: string;
  readonly sha256: string;
};

/** `job.json` in the run's local folder: all that a trainer needs; the test part is not in it. */
export type TrainerJob = {
  readonly version: 1;
  readonly run: string;
  readonly task: TaskName;
  readonly target: string;
  readonly unit: string;
  readonly classes: readonly string[];
  /** Regression: errors up to which shares of images are told, in the unit; left out by earlier versions. */
  readonly tolerances?: readonly number[];
  readonly experiment: Experiment;
  readonly train: readonly TrainerImage[];
  readonly tuning: readonly TrainerImage[];
  /** Weights to start from, and the project's own network; either is left out where the experiment names none. */
  readonly files?: { readonly weights?: JobFile; readonly model?: JobFile };
  /** Absolute folder of the project, whose own engine may be used; left out by earlier versions. */
  readonly project?: string;
  /** SHA-256 of the data, split and experiment, for the model's metadata; a job kept by an earlier RadSteps has none. */
  readonly hashes?: RunCommon['hashes'];
  /** Whole epochs after which training pauses, though the experiment has more: the schedule stays that of all epochs, and the run can go on. Left out, it never pauses. */
  readonly until?: number;
  /** Where to compute: the first of these that works, found out on this machine for `auto`. Left out, what the experiment names, and the CPU for `auto`. */
  readonly backends?: readonly NamedBackend[];
  /** Absolute folders and files that the trainer writes. */
  readonly out: {
    /** The record's folder: metrics.csv and predictions.csv. */
    readonly record: string;
    /** This machine's folder: checkpoint. */
    readonly local: string;
    /** The shared folder for weights, by sha256. */
    readonly weights: string;
    readonly cache: string;
    /** Bytes that the cache may hold; left out, as many as RadSteps allows by itself. */
    readonly cacheBytes?: number;
  };
};
