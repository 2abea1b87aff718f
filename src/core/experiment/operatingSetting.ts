import { type ChosenPoint, chooseOperatingPoint, type OperatingRule, operatingRuleWords } from '../statistics/chooseOperatingPoint';
import { classificationMetrics } from '../statistics/classification';
import type { Interval, Undefined } from '../statistics/estimate';
import { countPatients } from '../statistics/patientGroups';
import type { Experiment } from './experiment';
import { experimentDefaults } from './experimentDefaults';

/** A share of a record with its 95 % interval. */
export type RecordedShare = { readonly value: number; readonly interval: Interval | null };

/** Where a run of two classes calls an image positive, as its record keeps it: how that was chosen, and what it gives on the images it was chosen on. */
export type RecordedOperatingPoint = {
  /** A probability at or above it is called the second, positive class. */
  readonly threshold: number;
  /** How it was chosen, in words. */
  readonly rule: string;
  /** False where no threshold has the sensitivity asked for: then every positive image is called. */
  readonly reached: boolean;
  readonly part: 'tuning';
  readonly n: number;
  readonly patients: number;
  readonly positives: number;
  readonly sensitivity: RecordedShare;
  readonly specificity: RecordedShare;
  /** Why these shares are not those of new images. */
  readonly note: string;
};

/** Said wherever shares stand beside the threshold that was chosen on the same images. */
export const optimisticPoint = 'Chosen on these same images, so that both shares are optimistic.';

/** The rule of an experiment's section, which older records and jobs don't have; a prevalence of 0 stands for that of these images. */
export function ruleOf(setting: Experiment['operatingPoint'] | undefined, positives: readonly boolean[]): OperatingRule {
  const { rule, sensitivity, bound, prevalence, missCost } = setting ?? experimentDefaults.operatingPoint;
  if (rule === 'youden') return { rule };
  if (rule === 'sensitivity') return { rule, sensitivity, bound };
  const own = positives.filter(Boolean).length / positives.length;
  return { rule, prevalence: prevalence === 0 ? own : prevalence, missCost };
}

/** A chosen threshold with the words of its rule. */
export type ChosenThreshold = ChosenPoint & { readonly rule: string };

/** Chooses by an experiment's section; the words tell where the target was out of reach. */
export function chooseThreshold(
  scores: readonly number[],
  positives: readonly boolean[],
  setting: Experiment['operatingPoint'] | undefined,
): ChosenThreshold | Undefined {
  const rule = ruleOf(setting, positives);
  const point = chooseOperatingPoint(scores, positives, rule);
  if ('undefined' in point) return point;
  const words = operatingRuleWords(rule);
  const cases = positives.filter(Boolean).length;
  return {
    ...point,
    rule: point.isReached ? words : `${words}; out of reach with ${cases} positive images, so that all of these are called`,
  };
}

/** What a record keeps of a threshold that was chosen on these scores. */
export function recordPoint(
  { threshold, rule, isReached }: Pick<ChosenThreshold, 'threshold' | 'rule' | 'isReached'>,
  scores: readonly number[],
  positives: readonly boolean[],
  patients: readonly string[],
): RecordedOperatingPoint | null {
  const { sensitivity, specificity } = classificationMetrics(
    scores.map((score) => score >= threshold),
    positives,
    patients,
  );
  if ('undefined' in sensitivity || 'undefined' in specificity) return null;
  const share = ({ value, interval }: RecordedShare): RecordedShare => ({ value, interval });
  return {
    ...{ threshold, rule, reached: isReached, part: 'tuning', n: scores.length, patients: countPatients(patients) },
    ...{ positives: positives.filter(Boolean).length, sensitivity: share(sensitivity), specificity: share(specificity) },
    note: optimisticPoint,
  };
}
