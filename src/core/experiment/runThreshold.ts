import type { Undefined } from '../statistics/estimate';
import type { CaseTable } from './caseTable';
import { chooseThreshold } from './operatingSetting';

/** The score (0..1) at or above which a run of two classes calls an image positive, and how that was chosen. */
export type RunThreshold = { readonly threshold: number; readonly rule: string; readonly n: number; readonly part: CaseTable['part'] };

/** The operating point of a run of two classes, chosen on its tuning part (or out of fold) only: the one of its record, else by the rule of its experiment. */
export function runThreshold({ task, classes, cases, part, operating, chosen }: CaseTable): RunThreshold | Undefined {
  if (task !== 'classification' || classes.length !== 2) return { undefined: 'Only a run of two classes has a threshold.' };
  if (chosen !== undefined) return { threshold: chosen.threshold, rule: chosen.rule, n: chosen.n, part };
  const scores = cases.map(({ probabilities }) => probabilities[1] ?? Number.NaN);
  const positives = cases.map(({ label }) => label === classes[1]);
  const point = chooseThreshold(scores, positives, operating);
  if ('undefined' in point) return point;
  return { threshold: point.threshold, rule: point.rule, n: cases.length, part };
}
