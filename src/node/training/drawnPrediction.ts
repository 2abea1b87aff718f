import type { PredictionRow } from '../../core/experiment/predictionTable';
import type { Size } from '../../core/image/resize';
import { boxArea, type ScoredBox } from '../../core/label/box';
import type { Label, Mark } from '../../core/label/label';
import { countPixels, formatRuns } from '../../core/label/maskRuns';
import type { FoundMask } from './keptOutput';

/** What a table says of one image with boxes or a mask, and the marks themselves. */
export type DrawnPrediction = Pick<PredictionRow, 'prediction' | 'probabilities' | 'score'> & { readonly marks: readonly Mark[] };

/** From this score on a box is called where the tuning part gives no threshold, because no box hits. */
export const usualThreshold = 0.5;

/** The boxes from a threshold on (the usual one where there is none): the table has their number and the highest score of any box. */
export function boxesPrediction(boxes: readonly ScoredBox[], target: string, threshold: number | null): DrawnPrediction {
  const called = boxes
    .filter(({ score }) => score >= (threshold ?? usualThreshold))
    .map(rounded)
    .filter((box) => boxArea(box) > 0);
  const marks = called.map(({ from, to, score }, index): Mark => ({ id: `box-${index + 1}`, kind: 'box', name: target, score, from, to }));
  return { prediction: marks.length, probabilities: [], score: boxes[0]?.score ?? 0, marks };
}

/** A mask: the table has its share of the image and the highest probability. */
export function maskPrediction({ runs, score }: FoundMask, target: string, { rows, columns }: Size): DrawnPrediction {
  const mask: Mark = { id: 'mask-1', kind: 'mask', name: target, score: roundedScore(score), runs: formatRuns(runs) };
  const marks = runs.rows.length === 0 ? [] : [mask];
  return { prediction: countPixels(runs) / (rows * columns), probabilities: [], score, marks };
}

/** The label file of what a run's model says of an image: a draft whose reader is the run. */
export const modelLabel = (run: string, image: string, marks: readonly Mark[]): Label => ({
  version: 1,
  image,
  reader: run,
  status: 'draft',
  categories: {},
  marks: marks.map((mark) => ({ ...mark, run })),
});

const roundedScore = (score: number): number => Math.round(score * 1e4) / 1e4;
const hundredth = (value: number): number => Math.round(value * 100) / 100;

const rounded = ({ from, to, score }: ScoredBox): ScoredBox => ({
  from: [hundredth(from[0]), hundredth(from[1])],
  to: [hundredth(to[0]), hundredth(to[1])],
  score: roundedScore(score),
});
