import type { Estimate } from '../statistics/estimate';

/** Of the films that the tuning part has with a score in [from, to): how often the reference standard was positive. */
export type LikeScores = { readonly from: number; readonly to: number; readonly observed: Estimate };

/** The band of a score; undefined where too few films were like it. */
export const likeScore = (like: readonly LikeScores[], score: number): LikeScores | undefined =>
  like.find(({ from, to }) => score >= from && (score < to || to === 1));
