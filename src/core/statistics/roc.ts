/** A point of the ROC curve when a score at or above `threshold` counts as positive. */
export type RocPoint = { readonly threshold: number; readonly sensitivity: number; readonly specificity: number };

/** Why these scores have no ROC curve, as a sentence, or null where they have one. */
export function rocProblem(scores: readonly number[], positives: readonly boolean[]): string | null {
  if (scores.length !== positives.length) throw new RangeError(`${scores.length} scores, but ${positives.length} reference values`);
  if (scores.length === 0) return 'There are no images.';
  const missing = scores.filter((score) => Number.isNaN(score)).length;
  if (missing > 0) return `${missing} of ${scores.length} scores are not numbers.`;
  const cases = positives.filter(Boolean).length;
  if (cases === 0) return 'There is no positive image.';
  return cases === positives.length ? 'There is no negative image.' : null;
}

/** The empirical ROC curve from (0, 1) on, one point for every different score, highest first; both classes must be there. */
export function rocCurve(scores: readonly number[], positives: readonly boolean[]): readonly RocPoint[] {
  const order = scores.map((_, image) => image).sort((a, b) => descending(scores[a] ?? 0, scores[b] ?? 0));
  const cases = positives.filter(Boolean).length;
  const controls = positives.length - cases;
  const points: RocPoint[] = [{ threshold: Number.POSITIVE_INFINITY, sensitivity: 0, specificity: 1 }];
  let hits = 0;
  let alarms = 0;
  for (const [place, image] of order.entries()) {
    if (positives[image]) hits++;
    else alarms++;
    const threshold = scores[image] ?? 0;
    const next = order[place + 1];
    if (next !== undefined && scores[next] === threshold) continue;
    points.push({ threshold, sensitivity: hits / cases, specificity: 1 - alarms / controls });
  }
  return points;
}

/** The area under the ROC curve where every image counts as often as `weights` says; ties count half; NaN when a class is missing. */
export function weightedAuc(ranked: RankedScores, weights: ArrayLike<number>): number {
  let below = 0;
  let cases = 0;
  let area = 0;
  for (const tied of ranked) {
    let tiedCases = 0;
    let tiedControls = 0;
    for (const image of tied.cases) tiedCases += weights[image] ?? 0;
    for (const image of tied.controls) tiedControls += weights[image] ?? 0;
    area += tiedCases * (below + tiedControls / 2);
    below += tiedControls;
    cases += tiedCases;
  }
  return area / (cases * below);
}

/** The images of every different score, lowest score first, apart by class. */
export type RankedScores = readonly { readonly cases: readonly number[]; readonly controls: readonly number[] }[];

/** Sorts images by score once, for many weightings. */
export function rankScores(scores: readonly number[], positives: readonly boolean[]): RankedScores {
  const order = scores.map((_, image) => image).sort((a, b) => descending(scores[b] ?? 0, scores[a] ?? 0));
  const ranked: { cases: number[]; controls: number[] }[] = [];
  let last: number | undefined;
  for (const image of order) {
    if (scores[image] !== last || ranked.length === 0) ranked.push({ cases: [], controls: [] });
    last = scores[image];
    ranked.at(-1)?.[positives[image] ? 'cases' : 'controls'].push(image);
  }
  return ranked;
}

/** Subtraction would give NaN for two infinite scores. */
function descending(a: number, b: number): number {
  return a === b ? 0 : b > a ? 1 : -1;
}
