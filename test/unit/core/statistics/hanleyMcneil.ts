import golden from '../../../fixtures/statistics/golden.json';
import { patientsOf } from './near';

/** Hanley and McNeil's 109 CT ratings, every patient once. */
export function hanleyMcneil(): { scores: number[]; positives: boolean[]; patients: string[] } {
  const counts = golden.auc_hanley_mcneil.in;
  const ratings = (all: readonly number[]): number[] => all.flatMap((count, index) => new Array<number>(count).fill(index + 1));
  const normal = ratings(counts['rating1..5_normal']);
  const abnormal = ratings(counts['rating1..5_abnormal']);
  const scores = [...normal, ...abnormal];
  return { scores, positives: scores.map((_, index) => index >= normal.length), patients: patientsOf(scores.length) };
}
