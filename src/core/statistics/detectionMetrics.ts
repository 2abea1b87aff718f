import { bootstrapInterval } from './bootstrap';
import { type HitRule, hitOverlap, type MatchedBoxes, once, precisionOf, sensitivityAt, sumOf, type Weights } from './detection';
import type { Estimate, Undefined } from './estimate';
import { countPatients } from './patientGroups';

/** How well boxes are found; sensitivity and false positives are those of a threshold. */
export type DetectionMetrics = Readonly<
  Record<'average_precision' | 'sensitivity_at_1_fp' | 'sensitivity' | 'false_positives_per_image', Estimate | Undefined>
>;

/**
 * Average precision, sensitivity at one false positive an image, and both sides of a threshold, each with an interval from resampling patients. `rule`
 * says how boxes were matched; average precision is always of those that were matched by overlap.
 */
export function detectionMetrics(
  matched: MatchedBoxes,
  patients: readonly string[],
  threshold: number,
  rule: HitRule = hitOverlap,
  byOverlap = matched,
): DetectionMetrics {
  const { marked } = matched;
  const [estimate, overlapped] = [estimator(matched, patients, rule), estimator(matched, patients, hitOverlap)];
  const isSome = marked.some((count) => count > 0);
  const ofMarked = (statistic: (weights: Weights) => number, by = estimate): Estimate | Undefined =>
    isSome ? by(statistic, '') : { undefined: 'There is no marked box.' };
  const [hits, alarms] = [countCalls(matched, threshold, true), countCalls(matched, threshold, false)];
  const images = marked.map(() => 1);
  return {
    average_precision: ofMarked(precisionOf(byOverlap), overlapped),
    sensitivity_at_1_fp: ofMarked((weights) => sensitivityAt(matched, 1, weights)),
    sensitivity: ofMarked((weights) => sumOf(hits, weights) / sumOf(marked, weights)),
    false_positives_per_image: estimate((weights) => sumOf(alarms, weights) / sumOf(images, weights), 'per image'),
  };
}

function estimator(
  matched: MatchedBoxes,
  patients: readonly string[],
  rule: HitRule,
): (statistic: (weights: Weights) => number, unit: string) => Estimate {
  const n = matched.marked.length;
  const boxes = matched.marked.reduce((sum, count) => sum + count, 0);
  const hit = rule === 'centre' ? 'has its middle in the marked box' : `overlaps by ${rule} (IoU) or more`;
  const note = `${boxes} marked boxes; a hit ${hit}`;
  return (statistic, unit) => {
    const { interval, method } = bootstrapInterval(patients, (images) => statistic(weightsOf(images, n)));
    return { value: statistic(once(matched)), interval, method: `${method}; ${note}`, n, patients: countPatients(patients), unit };
  };
}

/** How many boxes of each image are called and hit, or don't. */
function countCalls({ ranked, marked }: MatchedBoxes, threshold: number, isHit: boolean): readonly number[] {
  const counts = marked.map(() => 0);
  for (const { score, image, hit } of ranked) if (score >= threshold && hit === isHit) counts[image] = (counts[image] ?? 0) + 1;
  return counts;
}

/** How often each of `count` images is drawn. */
export function weightsOf(images: readonly number[], count: number): Weights {
  const weights = new Float64Array(count);
  for (const image of images) weights[image] = (weights[image] ?? 0) + 1;
  return weights;
}
