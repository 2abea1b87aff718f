import type { Estimate, Undefined } from './estimate';
import { proportionEstimate } from './proportion';
import { type RocPoint, rocCurve, rocProblem } from './roc';

/** How often calls of positive and negative agree with the reference standard. */
export type ClassificationMetrics = {
  readonly sensitivity: Estimate | Undefined;
  readonly specificity: Estimate | Undefined;
  readonly accuracy: Estimate | Undefined;
};

/** The threshold (a score at or above it is positive) with the highest Youden index, of equal ones the more sensitive; choose it on tuning data only. */
export function operatingPoint(scores: readonly number[], positives: readonly boolean[]): RocPoint | Undefined {
  const problem = rocProblem(scores, positives);
  if (problem !== null) return { undefined: problem };
  // The first point calls nothing positive: it serves the curve, not the reader.
  return rocCurve(scores, positives)
    .slice(1)
    .reduce((best, point) => (youden(point) > youden(best) - 1e-12 ? point : best));
}

/** Sensitivity, specificity and accuracy of calls (true is positive), each with Wilson's interval. */
export function classificationMetrics(
  calls: readonly boolean[],
  positives: readonly boolean[],
  patients: readonly string[],
): ClassificationMetrics {
  if (calls.length !== positives.length) throw new RangeError(`${calls.length} calls, but ${positives.length} reference values`);
  const correct = calls.map((call, image) => call === positives[image]);
  const among = (reference: boolean, whenNone: string): Estimate | Undefined => {
    const belongs = (_: unknown, image: number): boolean => positives[image] === reference;
    return proportionEstimate(correct.filter(belongs), patients.filter(belongs), whenNone);
  };
  return {
    sensitivity: among(true, 'There is no positive image.'),
    specificity: among(false, 'There is no negative image.'),
    accuracy: proportionEstimate(correct, patients),
  };
}

/** How often a call is right, of the positive and of the negative calls; both depend on how frequent positives are among these images. */
export function predictiveValues(
  calls: readonly boolean[],
  positives: readonly boolean[],
  patients: readonly string[],
): { readonly ppv: Estimate | Undefined; readonly npv: Estimate | Undefined } {
  if (calls.length !== positives.length) throw new RangeError(`${calls.length} calls, but ${positives.length} reference values`);
  const among = (call: boolean, whenNone: string): Estimate | Undefined => {
    const belongs = (_: unknown, image: number): boolean => calls[image] === call;
    const right = positives.map((positive) => positive === call);
    return proportionEstimate(right.filter(belongs), patients.filter(belongs), whenNone);
  };
  return { ppv: among(true, 'No image is called positive.'), npv: among(false, 'No image is called negative.') };
}

function youden(point: RocPoint): number {
  return point.sensitivity + point.specificity - 1;
}
