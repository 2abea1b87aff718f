import { hitOverlap, type ImageBoxes, matchBoxes, precisionOf } from '../statistics/detection';
import { detectionMetrics, weightsOf } from '../statistics/detectionMetrics';
import { pairedDifference } from '../statistics/pairedDifference';
import { diceOf, type Overlap, segmentationMetrics } from '../statistics/segmentation';
import type { ComparedColumns, ComparedTask } from './comparedTask';
import type { PredictedRun } from './predictedRun';
import { hitRule } from './reportDrawn';

const nothingMarked = { undefined: 'There is no marked box in these images.' };

/** Whether every run has kept the boxes below its threshold as well. */
export const keepAllBoxes = (runs: readonly PredictedRun[]): boolean => runs.every(({ ranked }) => ranked !== undefined);

/** Compares boxes by the average precision, over all that were found where every run has kept these, else over those that each run called at its own threshold; of the called ones a miss and a false alarm are one error each. */
export function comparedBoxes({ runs, columns, patients }: ComparedColumns): ComparedTask {
  const images = (columns[0] ?? []).map(({ image }) => image);
  const called = runs.map(({ boxes }) => images.map((image): ImageBoxes => boxes?.get(image) ?? { found: [], marked: [] }));
  const rules = runs.map(({ record }) => hitRule({ operating: record.settings.operatingPoint }));
  const matches = called.map((boxes, run) => matchBoxes(boxes, rules[run]));
  const isWhole = keepAllBoxes(runs);
  const all = called.map((boxes, run) =>
    isWhole ? boxes.map(({ marked }, index) => ({ marked, found: runs[run]?.ranked?.get(images[index] ?? '') ?? [] })) : boxes,
  );
  const counts = matches.map(({ ranked, marked }) => {
    const [calls, hits] = [marked.map(() => 0), marked.map(() => 0)];
    for (const { image, hit } of ranked) {
      calls[image] = (calls[image] ?? 0) + 1;
      if (hit) hits[image] = (hits[image] ?? 0) + 1;
    }
    return { calls, hits, marked };
  });
  const isMarked = matches[0]?.marked.some((count) => count > 0) ?? false;
  const precisions = all.map((boxes) => {
    const precision = precisionOf(matchBoxes(boxes));
    return (chosen: readonly number[]): number => precision(weightsOf(chosen, images.length));
  });
  const [first = () => Number.NaN] = precisions;
  return {
    ...{ metric: 'average_precision', unit: '', better: 'higher' },
    judge: (run) => {
      const [boxes, rule] = [all[run] ?? [], rules[run] ?? hitOverlap];
      const ranked = detectionMetrics(matchBoxes(boxes, rule), patients, 0, rule, matchBoxes(boxes));
      // A label file holds no box below the run's threshold.
      const { sensitivity, false_positives_per_image } = detectionMetrics(matches[run] ?? { ranked: [], marked: [] }, patients, 0, rule);
      return { ...ranked, sensitivity, false_positives_per_image };
    },
    difference: (run) => (isMarked ? pairedDifference(precisions[run] ?? first, first, patients, '') : nothingMarked),
    said: (run, image) => {
      const { calls = [], hits = [], marked = [] } = counts[run] ?? {};
      const [call, hit, all] = [calls[image] ?? 0, hits[image] ?? 0, marked[image] ?? 0];
      return { call, detail: hit, error: all - hit + (call - hit) };
    },
  };
}

const noOverlap: Overlap = { found: 0, marked: 0, both: 0 };

/** Compares masks by the mean Dice of the images in which anything is found or marked. */
export function comparedMasks({ runs, columns, patients }: ComparedColumns): ComparedTask {
  const rows = columns[0] ?? [];
  const overlaps = runs.map((run) => rows.map(({ image }) => run.overlaps?.get(image) ?? noOverlap));
  const dices = overlaps.map((ofRun) => ofRun.map(diceOf));
  const means = dices.map(meanOfSome);
  const [first = meanOfSome([])] = means;
  return {
    ...{ metric: 'dice', unit: '', better: 'higher' },
    judge: (run) => segmentationMetrics(overlaps[run] ?? [], patients),
    difference: (run) => pairedDifference(means[run] ?? first, first, patients, ''),
    said: (run, image) => {
      const dice = dices[run]?.[image] ?? Number.NaN;
      const call = Number(columns[run]?.[image]?.prediction);
      return Number.isNaN(dice) ? { call, detail: null, error: 0 } : { call, detail: dice, error: 1 - dice };
    },
  };
}

/** The mean of the values that exist, as the metric of one run is. */
const meanOfSome =
  (values: readonly number[]) =>
  (images: readonly number[]): number => {
    let [sum, count] = [0, 0];
    for (const image of images) {
      const value = values[image] ?? Number.NaN;
      if (Number.isNaN(value)) continue;
      sum += value;
      count += 1;
    }
    return sum / count;
  };
