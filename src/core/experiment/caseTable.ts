import type { ImageRow } from '../dataset/imageRow';
import type { ScoredBox } from '../label/box';
import type { ImageBoxes } from '../statistics/detection';
import type { Overlap } from '../statistics/segmentation';
import type { SurfaceDistances } from '../statistics/surfaceDistances';
import type { Experiment } from './experiment';
import type { RecordedOperatingPoint } from './operatingSetting';
import type { PredictionRow } from './predictionTable';
import type { TaskName } from './taskName';

/** A predicted image that can be judged: it has a label and a usable prediction. */
export type Case = PredictionRow & {
  /** Its row of the index; undefined where that has none any more. */
  readonly row: ImageRow | undefined;
  /** Of a task of boxes, or of masks. */
  readonly boxes?: ImageBoxes;
  /** All found boxes, also those below the threshold; left out for a run that kept only those that it called. */
  readonly ranked?: readonly ScoredBox[];
  readonly overlap?: Overlap;
  /** How far the outlines are from each other, in millimetres where the index has the size of a pixel; null where nothing is found and nothing marked. */
  readonly distances?: { readonly unit: 'mm' | 'pixels'; readonly of: SurfaceDistances | null };
};

/** The cases of a run, or those of a cross-validation's folds together. */
export type CaseTable = {
  readonly run: string;
  readonly part: 'tuning' | 'out of fold';
  readonly task: TaskName;
  readonly target: string;
  readonly unit: string;
  /** Of numbers: errors up to which shares are told; left out, those that the unit suggests. */
  readonly tolerances?: readonly number[];
  /** None for a number, boxes and masks. */
  readonly classes: readonly string[];
  /** The experiment's section of the operating point, and what the run's record says of the chosen one; either is left out where it is not known. */
  readonly operating?: Experiment['operatingPoint'];
  readonly chosen?: RecordedOperatingPoint;
  /** Whose labels the run learned from. */
  readonly reader: string;
  readonly cases: readonly Case[];
  readonly extraColumns: readonly string[];
  readonly notes: readonly string[];
};

const isNumber = (value: unknown): boolean => typeof value === 'number' && Number.isFinite(value);

/** Why a predicted image can't be judged, to follow a count ("3 images are left out: ..."); null where it can. */
export function lackOf({ label, prediction, probabilities }: PredictionRow, classes: readonly string[]): string | null {
  if (label === null) return 'they have no label';
  if (prediction === null) return 'they have no prediction';
  if (classes.length === 0) return isNumber(label) && isNumber(prediction) ? null : 'their label or prediction is not a number';
  if (!classes.includes(String(label))) return 'their label is none of the classes';
  const isWhole = probabilities.length === classes.length && probabilities.every(isNumber);
  return isWhole ? null : 'their probabilities are not numbers';
}

/** A sentence for each reason why images are left out. */
export function lackNotes(lacks: readonly (string | null)[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const lack of lacks) if (lack !== null) counts.set(lack, (counts.get(lack) ?? 0) + 1);
  return [...counts].map(([lack, count]) =>
    count === 1 ? `1 image is left out: ${singular(lack)}.` : `${count} images are left out: ${lack}.`,
  );
}

const singular = (lack: string): string =>
  lack
    .replace(/^they have/, 'it has')
    .replace(/^their (.*) are /, 'its $1 are ')
    .replace(/^their /, 'its ');
