import { classificationMetrics } from '../statistics/classification';
import { pearsonCorrelation } from '../statistics/correlation';
import { aucDelong } from '../statistics/delong';
import type { Estimate, Undefined } from '../statistics/estimate';
import { icc21 } from '../statistics/icc';
import { proportionEstimate } from '../statistics/proportion';
import { regressionMetrics } from '../statistics/regression';
import { withinMetric } from './tolerances';

/** Metrics by name; of one that does not exist for these images, the reason. */
export type Judged = Readonly<Record<string, Estimate | Undefined>>;

/** Predicted numbers against the reference standard's, image by image. */
export type NumbersToJudge = {
  readonly predictions: readonly number[];
  readonly targets: readonly number[];
  readonly patients: readonly string[];
  readonly unit: string;
  /** Errors up to which shares of images are told, in the unit. */
  readonly tolerances: readonly number[];
};

/** Probabilities of the classes and the class that was called (as an index), against the reference standard's. */
export type ClassesToJudge = {
  readonly outputs: readonly (readonly number[])[];
  readonly calls: readonly number[];
  readonly targets: readonly number[];
  readonly patients: readonly string[];
};

/**
 * Judges predicted numbers: mae, rmse, bias and limits of agreement in their unit, the agreement of prediction and reference standard as of two
 * readers (ICC(2,1)), Pearson's r, and the share of images whose error is within each tolerance.
 */
export function judgeNumbers({ predictions, targets, patients, unit, tolerances }: NumbersToJudge): Judged {
  const { mae, rmse, bias, lowerLimit, upperLimit } = regressionMetrics(predictions, targets, patients, unit);
  const errors = predictions.map((prediction, image) => Math.abs(prediction - (targets[image] ?? Number.NaN)));
  const isWhole = errors.length > 0 && errors.every(Number.isFinite);
  const shares = tolerances.map((most) => {
    const share = isWhole
      ? proportionEstimate(
          errors.map((error) => error <= most),
          patients,
        )
      : { undefined: notWhole };
    return [withinMetric(most, unit), share] as const;
  });
  const icc = isWhole
    ? icc21(
        predictions.map((prediction, image) => [prediction, targets[image] ?? Number.NaN]),
        patients,
      )
    : { undefined: notWhole };
  const pearson = pearsonCorrelation(predictions, targets, patients);
  return { mae, rmse, bias, lower_limit: lowerLimit, upper_limit: upperLimit, icc, pearson, ...Object.fromEntries(shares) };
}

const notWhole = 'There are images without a finite prediction or reference value.';

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
