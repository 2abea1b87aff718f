import normalQuantile from '@stdlib/stats-base-dists-normal-quantile';
import { wilson } from './proportion';

// All sizes are of independent patients, not rounded; formulas and golden values: reference/methods.md section 1.
const z95 = normalQuantile(0.975, 0, 1);

/** Patients for a share `p` with a 95 % interval of `p` ± `d` (Buderer 1996): with the condition for a sensitivity, without it for a specificity. */
export const sharePrecisionSize = (p: number, d: number): number => (z95 ** 2 * p * (1 - p)) / d ** 2;

/** Consecutive patients that hold so many with a condition of the given prevalence. */
export const consecutiveSize = (cases: number, prevalence: number): number => cases / prevalence;

/** Patients to show a share above `goal` (one-sided `alpha`) with a chance of `power` when it truly is `expected`. */
export function performanceGoalSize(goal: number, expected: number, alpha = 0.025, power = 0.8): number {
  const [zAlpha, zBeta] = [normalQuantile(1 - alpha, 0, 1), normalQuantile(power, 0, 1)];
  return ((zAlpha * Math.sqrt(goal * (1 - goal)) + zBeta * Math.sqrt(expected * (1 - expected))) / (expected - goal)) ** 2;
}

/** Patients in each of two groups for an AUC with a 95 % interval of `auc` ± `d` (Hajian-Tilaki 2014). */
export function aucPrecisionSize(auc: number, d: number): number {
  // As the formula has it, not the exact root of two.
  const a = (1414 / 1000) * normalQuantile(auc, 0, 1);
  return (z95 ** 2 * 0.0099 * Math.exp((-a * a) / 2) * (6 * a * a + 16)) / d ** 2;
}

/** Pairs for McNemar's test of a difference `delta` where a share `discordant` of them differs. */
export function pairedSize(discordant: number, delta: number, power = 0.8): number {
  const zBeta = normalQuantile(power, 0, 1);
  return (z95 * Math.sqrt(discordant) + zBeta * Math.sqrt(discordant - delta ** 2)) ** 2 / delta ** 2;
}

/** Pairs to show non-inferiority within `margin` where a share `discordant` differs (one-sided 2.5 %). */
export const nonInferiorSize = (discordant: number, margin: number, power = 0.8): number =>
  ((z95 + normalQuantile(power, 0, 1)) ** 2 * discordant) / margin ** 2;

/** Patients for limits of agreement, each ± `halfWidth` times the standard deviation of the differences (Bland). */
export const limitsSize = (halfWidth: number): number => (3 * z95 ** 2) / halfWidth ** 2;

/** Patients read by `readers` for an ICC with a 95 % interval of full width `width` (Bonett 2002). */
export const iccSize = (icc: number, width: number, readers = 2): number =>
  (8 * z95 ** 2 * (1 - icc) ** 2 * (1 + (readers - 1) * icc) ** 2) / (readers * (readers - 1) * width ** 2) + 1;

/** By how much a size grows where each patient has `perPatient` images that are alike with the intraclass correlation `rho`. */
export const designEffect = (perPatient: number, rho: number): number => 1 + (perPatient - 1) * rho;

/** The fewest patients with whom a share can be shown to lie above `goal` by Wilson's interval at all: all of them right. */
export function leastForGoal(goal: number): number {
  let n = 1;
  while (n < 1e6 && wilson(n, n)[0] < goal) n += 1;
  return n;
}
