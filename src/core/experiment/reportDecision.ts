import { type DecisionPoint, decisionCurve } from '../statistics/netBenefit';
import { rocProblem } from '../statistics/roc';
import type { CaseTable } from './caseTable';

/** Net benefit against the probability from which on one would act, at a prevalence: that of the experiment, or that of these images. */
export type DecisionReport = { readonly prevalence: number; readonly isStated: boolean; readonly points: readonly DecisionPoint[] };

/** From 1 to 99 %, and no further than three times the prevalence and 50 %, where nobody would decide. */
const steps = 99;

/** The decision curve of two classes; null where there is none. */
export function reportDecision({ classes, cases, operating }: CaseTable): DecisionReport | null {
  const scores = cases.map(({ probabilities }) => probabilities[1] ?? Number.NaN);
  const positives = cases.map(({ label }) => label === classes[1]);
  if (classes.length !== 2 || rocProblem(scores, positives) !== null) return null;
  const stated = operating?.prevalence ?? 0;
  const prevalence = stated > 0 ? stated : positives.filter(Boolean).length / positives.length;
  const thresholds = Array.from({ length: steps }, (_, step) => (step + 1) / (steps + 1)).filter(
    (threshold) => threshold <= Math.max(0.5, 3 * prevalence),
  );
  return { prevalence, isStated: stated > 0, points: decisionCurve(scores, positives, prevalence, thresholds) };
}
