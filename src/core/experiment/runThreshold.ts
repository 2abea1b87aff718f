import { operatingPoint } from '../statistics/classification';
import type { Undefined } from '../statistics/estimate';
import type { CaseTable } from './caseTable';

/** The score (0..1) at or above which a run of two classes calls an image positive, and how that was chosen. */
export type RunThreshold = { readonly threshold: number; readonly rule: string; readonly n: number; readonly part: CaseTable['part'] };

/** The operating point of a run of two classes, chosen on its tuning part (or out of fold) only, by Youden's index. */
export function runThreshold({ task, classes, cases, part }: CaseTable): RunThreshold | Undefined {
  if (task !== 'classification' || classes.length !== 2) return { undefined: 'Only a run of two classes has a threshold.' };
  const scores = cases.map(({ probabilities }) => probabilities[1] ?? Number.NaN);
  const chosen = operatingPoint(
    scores,
    cases.map(({ label }) => label === classes[1]),
  );
  if ('undefined' in chosen) return chosen;
  return { threshold: chosen.threshold, rule: 'highest sum of sensitivity and specificity', n: cases.length, part };
}
