import { calibrationBins } from '../statistics/calibration';
import type { Estimate } from '../statistics/estimate';
import type { CaseTable } from './caseTable';

/** Of the films that the tuning part has with a score in [from, to): how often the reference standard was positive. */
export type LikeScores = { readonly from: number; readonly to: number; readonly observed: Estimate };

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

/** The band of a score; undefined where too few films were like it. */
export const likeScore = (like: readonly LikeScores[], score: number): LikeScores | undefined =>
  like.find(({ from, to }) => score >= from && (score < to || to === 1));
