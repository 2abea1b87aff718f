import type { ScoredBox } from '../label/box';
import type { ImageBoxes } from '../statistics/detection';
import type { Overlap } from '../statistics/segmentation';
import type { PredictionRow } from './predictionTable';
import type { RunRecord } from './runRecord';

/** A run with what it predicted of its tuning part. */
export type PredictedRun = {
  readonly record: RunRecord;
  /** In their order; none for a number, boxes or masks. */
  readonly classes: readonly string[];
  readonly rows: readonly PredictionRow[];
  /** Of a run for boxes, by image: those that it called and those that are marked, where the marks are still those that it was judged by. */
  readonly boxes?: ReadonlyMap<string, ImageBoxes>;
  /** Of a run for boxes, by image: all that it found, also those that it did not call; left out for a run that kept only those. */
  readonly ranked?: ReadonlyMap<string, readonly ScoredBox[]>;
  /** Of a run for masks, by image, likewise. */
  readonly overlaps?: ReadonlyMap<string, Overlap>;
};
