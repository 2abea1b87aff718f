/** Values of one setting: a list to choose from, or a range of numbers. */
export type SweepValues =
  | readonly unknown[]
  | {
      readonly from: number;
      readonly to: number;
      /** `log`: every factor between neighbours is alike, and every power of ten is as likely. */
      readonly scale?: 'linear' | 'log';
      readonly integer?: boolean;
      /** How many values a grid takes, ends included. */
      readonly points?: number;
    };

/** `sweep:` of an experiment file as it stands. */
export type SweepFile = {
  /** By dotted key, such as `train.learningRate`. */
  readonly settings: Readonly<Record<string, SweepValues>>;
  readonly search?: 'grid' | 'random';
  readonly runs?: number;
  readonly seed?: number;
  readonly seeds?: readonly number[];
  readonly halving?: Partial<Halving>;
};

/** Successive halving: after `epochs` epochs the best of every `factor` runs go on to `factor` times as many, and so on. */
export type Halving = { readonly epochs: number; readonly factor: number };

/** A sweep with every default filled in. */
export type Sweep = {
  readonly settings: Readonly<Record<string, SweepValues>>;
  readonly search: 'grid' | 'random';
  /** Runs at most. */
  readonly runs: number;
  /** Of the draws. */
  readonly seed: number;
  /** Seeds of the training with which every combination is run; none: the experiment's own. */
  readonly seeds: readonly number[];
  readonly halving: Halving | null;
};

/** A sweep's section with its defaults. */
export function completeSweep({ settings, search = 'grid', runs = 20, seed = 1, seeds = [], halving }: SweepFile): Sweep {
  return { settings, search, runs, seed, seeds, halving: halving === undefined ? null : { epochs: 1, factor: 3, ...halving } };
}
