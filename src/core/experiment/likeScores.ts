import { calibrationBins } from '../statistics/calibration';
import type { CaseTable } from './caseTable';
import type { LikeScores } from './likeScore';

/** Wide enough that a small tuning part has films in each. */
const bands = 5;

/** Fewer films than these say nothing about a probability. */
export const fewestLike = 10;

/** How often films of like score were positive, for a run of two classes; bands of fewer than ten films, or without an interval, are left out. */
export function likeScores({ classes, cases }: CaseTable): readonly LikeScores[] {
  const found = calibrationBins(
    cases.map(({ probabilities }) => probabilities[1] ?? 0),
    cases.map(({ label }) => label === classes[1]),
    cases.map(({ patient }) => patient),
    bands,
  );
  return found
    .filter(({ observed }) => observed.n >= fewestLike && observed.interval !== null)
    .map(({ from, to, observed }) => ({ from, to, observed }));
}
