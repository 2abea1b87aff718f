import type { Estimate, Undefined } from '../statistics/estimate';
import type { Judged } from './judgePredictions';
import type { PredictedRun } from './predictedRun';
import type { PredictionRow } from './predictionTable';

/** What a run says of one image. */
export type ImagePrediction = {
  /** A number in the unit, a class, how many boxes, or which share of the image a mask takes. */
  readonly call: number | string;
  /** The called class's probability, how many boxes hit, or the mask's Dice; null where there is none. */
  readonly detail: number | null;
  /** 0 is right: in the unit; for classes one less the label's probability; boxes missed and called in vain; one less Dice. */
  readonly error: number;
};

/** How runs of one task are compared on the images that all have predicted; runs and images go by their places. */
export type ComparedTask = {
  readonly metric: string;
  readonly unit: string;
  readonly better: 'lower' | 'higher';
  readonly judge: (run: number) => Judged;
  /** The metric of a run less that of the first one. */
  readonly difference: (run: number) => Estimate | Undefined;
  /** How the calls of a run differ from those of the first one, as a sentence; '' where that is not told. */
  readonly calls?: (run: number) => string;
  readonly said: (run: number, image: number) => ImagePrediction;
};

/** What runs say of the same images: a column a run, and the images' patients. */
export type ComparedColumns = {
  readonly runs: readonly PredictedRun[];
  readonly columns: readonly (readonly PredictionRow[])[];
  readonly patients: readonly string[];
};
