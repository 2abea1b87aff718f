import { maskThreshold } from '../../core/network/targets/decodeMask';
import { boxThreshold, type HitRule, type ImageBoxes, matchBoxes } from '../../core/statistics/detection';
import { detectionMetrics } from '../../core/statistics/detectionMetrics';
import { segmentationMetrics } from '../../core/statistics/segmentation';
import type { Example } from './batches';
import { usualThreshold } from './drawnPrediction';
import { keptBoxes, keptOverlap } from './keptOutput';
import type { Judge } from './measure';

/** Judges the boxes in kept outputs; the threshold is the one of the best F1 on them. */
export function boxJudge(tuning: readonly Example[], rule: HitRule): Judge {
  const patients = tuning.map(({ patient }) => patient);
  const imagesOf = (outputs: readonly (readonly number[])[]): readonly ImageBoxes[] =>
    tuning.map(({ marks = [] }, index) => ({
      found: keptBoxes(outputs[index] ?? []),
      marked: marks.filter((mark) => mark.kind === 'box'),
    }));
  return {
    measured: (outputs) => {
      const images = imagesOf(outputs);
      const boxes = matchBoxes(images, rule);
      return detectionMetrics(boxes, patients, boxThreshold(boxes) ?? usualThreshold, rule, matchBoxes(images));
    },
    threshold: (outputs) => boxThreshold(matchBoxes(imagesOf(outputs), rule)),
  };
}

/** Judges the masks in kept outputs, in the images' own pixels. */
export function maskJudge(tuning: readonly Example[]): Judge {
  const patients = tuning.map(({ patient }) => patient);
  return {
    measured: (outputs) => segmentationMetrics(outputs.map(keptOverlap), patients),
    threshold: () => maskThreshold,
  };
}
