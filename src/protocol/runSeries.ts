/** One epoch of a run; null where the epoch has no such number. */
export type SeriesPoint = { readonly epoch: number; readonly value: number | null };

/** One curve of a figure that holds several runs against each other. */
export type RunSeries = {
  readonly run: string;
  /** What the curve is of: the training or the tuning part. */
  readonly part: 'train' | 'tuning';
  readonly points: readonly SeriesPoint[];
};
