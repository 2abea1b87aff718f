import { operatingPoint } from './classification';
import type { Undefined } from './estimate';
import { wilson } from './proportion';
import { type RocPoint, rocCurve, rocProblem } from './roc';

/**
 * How a threshold is chosen: the highest sum of sensitivity and specificity (Youden); the highest specificity where the sensitivity, or the lower end of
 * its interval, is at least so much; or the least cost where `prevalence` of the patients are positive and a missed one costs `missCost` false alarms.
 */
export type OperatingRule =
  | { readonly rule: 'youden' }
  | { readonly rule: 'sensitivity'; readonly sensitivity: number; readonly bound: 'lower95' | 'value' }
  | { readonly rule: 'cost'; readonly prevalence: number; readonly missCost: number };

/** A chosen point of the ROC curve; `isReached` is false where no point has the sensitivity asked for, and the one that calls every positive stands in. */
export type ChosenPoint = RocPoint & { readonly isReached: boolean };

/** Rounding must not decide between points that are equally good. */
const tiny = 1e-12;

/** The threshold (a score at or above it is positive) that a rule chooses, of equally good ones the more sensitive; choose it on tuning data only. */
export function chooseOperatingPoint(
  scores: readonly number[],
  positives: readonly boolean[],
  rule: OperatingRule,
): ChosenPoint | Undefined {
  if (rule.rule === 'youden') {
    const point = operatingPoint(scores, positives);
    return 'undefined' in point ? point : { ...point, isReached: true };
  }
  const problem = rocProblem(scores, positives);
  if (problem !== null) return { undefined: problem };
  // The first point calls nothing positive: it serves the curve, not the reader.
  const points = rocCurve(scores, positives).slice(1);
  return rule.rule === 'sensitivity' ? sensitiveEnough(points, positives, rule) : leastCost(points, rule);
}

function sensitiveEnough(
  points: readonly RocPoint[],
  positives: readonly boolean[],
  { sensitivity, bound }: Extract<OperatingRule, { rule: 'sensitivity' }>,
): ChosenPoint | Undefined {
  const cases = positives.filter(Boolean).length;
  const shown = (point: RocPoint): number =>
    bound === 'value' ? point.sensitivity : wilson(Math.round(point.sensitivity * cases), cases)[0];
  // Along the curve the specificity only falls.
  const enough = points.find((point) => shown(point) >= sensitivity - tiny);
  const chosen = enough ?? points.find((point) => point.sensitivity >= 1 - tiny);
  if (chosen === undefined) return { undefined: 'There is no positive image.' };
  const last = points.findLast((point) => point.specificity >= chosen.specificity - tiny) ?? chosen;
  return { ...last, isReached: enough !== undefined };
}

/** The point that a line of the slope (1 - prevalence) / prevalence * cost of a false alarm / cost of a miss touches first. */
function leastCost(
  points: readonly RocPoint[],
  { prevalence, missCost }: Extract<OperatingRule, { rule: 'cost' }>,
): ChosenPoint | Undefined {
  if (!(prevalence > 0 && prevalence < 1 && missCost > 0))
    return { undefined: 'Costs need a prevalence between 0 and 1 and a cost above 0.' };
  const slope = (1 - prevalence) / prevalence / missCost;
  const worth = ({ sensitivity, specificity }: RocPoint): number => sensitivity - slope * (1 - specificity);
  const best = points.reduce((first, next) => (worth(next) > worth(first) - tiny ? next : first));
  return { ...best, isReached: true };
}

/** A rule in words, to stand after "threshold:". */
export function operatingRuleWords(rule: OperatingRule): string {
  if (rule.rule === 'youden') return 'highest sum of sensitivity and specificity';
  if (rule.rule === 'cost')
    return `least cost at a prevalence of ${rule.prevalence} where a missed case costs as much as ${rule.missCost} false alarms`;
  const what = rule.bound === 'value' ? 'a sensitivity' : 'a lower bound (95 %) of the sensitivity';
  return `highest specificity with ${what} of at least ${rule.sensitivity}`;
}
