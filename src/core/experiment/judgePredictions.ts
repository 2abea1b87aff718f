import { classificationMetrics } from '../statistics/classification';
import { aucDelong } from '../statistics/delong';
import type { Estimate, Undefined } from '../statistics/estimate';
import { proportionEstimate } from '../statistics/proportion';
import { regressionMetrics } from '../statistics/regression';

/** Metrics by name; of one that does not exist for these images, the reason. */
export type Judged = Readonly<Record<string, Estimate | Undefined>>;

/** Predicted numbers against the reference standard's, image by image. */
export type NumbersToJudge = {
  readonly predictions: readonly number[];
  readonly targets: readonly number[];
  readonly patients: readonly string[];
  readonly unit: string;
};

/** Probabilities of the classes and the class that was called (as an index), against the reference standard's. */
export type ClassesToJudge = {
  readonly outputs: readonly (readonly number[])[];
  readonly calls: readonly number[];
  readonly targets: readonly number[];
  readonly patients: readonly string[];
};

/** Judges predicted numbers: mae, rmse and bias in their unit. */
export function judgeNumbers({ predictions, targets, patients, unit }: NumbersToJudge): Judged {
  const { mae, rmse, bias } = regressionMetrics(predictions, targets, patients, unit);
  return { mae, rmse, bias };
}

/** Judges called classes: of two classes auc, sensitivity, specificity and accuracy (the second one is positive), of more the accuracy. */
export function judgeClasses({ outputs, calls, targets, patients }: ClassesToJudge): Judged {
  if (outputs[0]?.length !== 2) {
    const hits = calls.map((call, index) => call === targets[index]);
    return { accuracy: proportionEstimate(hits, patients) };
  }
  const positives = targets.map((target) => target === 1);
  const called = calls.map((call) => call === 1);
  const scores = outputs.map((output) => output[1] ?? Number.NaN);
  const { sensitivity, specificity, accuracy } = classificationMetrics(called, positives, patients);
  return { auc: aucDelong(scores, positives, patients), sensitivity, specificity, accuracy };
}
