import { type Box, boxOverlap, type ScoredBox } from '../label/box';

/** What was found in one image, and what is marked in it. */
export type ImageBoxes = { readonly found: readonly ScoredBox[]; readonly marked: readonly Box[] };

/** One found box: whether it hits a marked one. */
export type RankedBox = { readonly score: number; readonly image: number; readonly hit: boolean };

/** All found boxes, the surest first, and how many boxes are marked in each image. */
export type MatchedBoxes = { readonly ranked: readonly RankedBox[]; readonly marked: readonly number[] };

/** A found box hits a marked one that it overlaps by at least so much (intersection over union). */
export const hitOverlap = 0.5;

/** What counts as a hit: an overlap (intersection over union) of at least so much, or the middle of the found box in the marked one. */
export type HitRule = number | 'centre';

/** COCO looks at so many boxes of an image, the surest ones. */
const mostBoxes = 100;

/** Matches image by image as COCO does: the surest box first takes the free marked box that it overlaps most; a second one on the same mark is a false positive. */
export function matchBoxes(images: readonly ImageBoxes[], rule: HitRule = hitOverlap): MatchedBoxes {
  const ranked = images.flatMap(({ found, marked }, image) => {
    const free = new Set(marked);
    return found
      .toSorted((a, b) => b.score - a.score)
      .slice(0, mostBoxes)
      .map((box): RankedBox => {
        const hit = bestOf(free, box, rule);
        if (hit !== null) free.delete(hit);
        return { score: box.score, image, hit: hit !== null };
      });
  });
  return { ranked: ranked.toSorted((a, b) => b.score - a.score), marked: images.map(({ marked }) => marked.length) };
}

function bestOf(free: ReadonlySet<Box>, box: Box, rule: HitRule): Box | null {
  let [best, most] = [null as Box | null, rule === 'centre' ? 0 : rule];
  for (const other of free) {
    if (rule === 'centre' && !holdsCentre(other, box)) continue;
    const overlap = boxOverlap(box, other);
    if (overlap >= most) [best, most] = [other, overlap];
  }
  return best;
}

function holdsCentre({ from, to }: Box, box: Box): boolean {
  const [x, y] = [(box.from[0] + box.to[0]) / 2, (box.from[1] + box.to[1]) / 2];
  return x >= from[0] && x <= to[0] && y >= from[1] && y <= to[1];
}

/** How often each image counts. */
export type Weights = ArrayLike<number>;

/** Every image counts once. */
export const once = ({ marked }: MatchedBoxes): Weights => marked.map(() => 1);

/** The sum of a number of each image, as often as it counts. */
export const sumOf = (values: readonly number[], weights: Weights): number =>
  values.reduce((sum, value, image) => sum + value * (weights[image] ?? 0), 0);

/** COCO's average precision: the mean over the sensitivities 0, 0.01, ... 1 of the best precision at that sensitivity or a higher one; NaN without a marked box. */
export const averagePrecision = (matched: MatchedBoxes, weights: Weights = once(matched)): number => precisionOf(matched)(weights);

/** averagePrecision for many weightings: what does not change with them is made once. */
export function precisionOf({ ranked, marked }: MatchedBoxes): (weights: Weights) => number {
  const images = Int32Array.from(ranked, ({ image }) => image);
  const hits = Uint8Array.from(ranked, ({ hit }) => (hit ? 1 : 0));
  const end = hits.lastIndexOf(1) + 1;
  const found = hits.reduce((sum, hit) => sum + hit, 0);
  // Only a hit can raise the precision, so the other places need no entry.
  const [precision, sensitivity] = [new Float64Array(found), new Float64Array(found)];
  return (weights) => {
    const all = sumOf(marked, weights);
    let [hit, calls, entry] = [0, 0, 0];
    for (let place = 0; place < end; place++) {
      const weight = weights[images[place] ?? 0] ?? 0;
      calls += weight;
      if (hits[place] === 0) continue;
      hit += weight;
      precision[entry] = calls > 0 ? hit / calls : 0;
      sensitivity[entry] = hit / all;
      entry++;
    }
    return all === 0 ? Number.NaN : meanPrecision(precision, sensitivity);
  };
}

function meanPrecision(precision: Float64Array, sensitivity: Float64Array): number {
  let [sum, best, step] = [0, 0, 100];
  for (let entry = precision.length - 1; entry >= 0 && step >= 0; entry--) {
    // These sensitivities are first reached further down the list.
    while (step >= 0 && step / 100 > (sensitivity[entry] ?? 0)) {
      sum += best;
      step--;
    }
    best = Math.max(best, precision[entry] ?? 0);
  }
  return (sum + (step + 1) * best) / 101;
}

/** The highest sensitivity of a threshold that gives at most `rate` false positives an image (no interpolation, as LUNA16); NaN without a marked box. */
export function sensitivityAt(matched: MatchedBoxes, rate: number, weights: Weights = once(matched)): number {
  const allowed =
    rate *
    sumOf(
      matched.marked.map(() => 1),
      weights,
    );
  let [hits, alarms, best] = [0, 0, 0];
  for (const [place, { score, image, hit }] of matched.ranked.entries()) {
    const weight = weights[image] ?? 0;
    if (hit) hits += weight;
    else alarms += weight;
    if (alarms > allowed + 1e-9) break;
    // Boxes of equal score are called together.
    if (matched.ranked[place + 1]?.score !== score) best = hits;
  }
  return best / sumOf(matched.marked, weights);
}

/** A point of the FROC curve: what is found, and how many false boxes an image, when boxes from `score` on are called. */
export type FrocPoint = { readonly score: number; readonly falsePositives: number; readonly sensitivity: number };

/** The free-response curve, one point for every different score, the surest first; sensitivities are NaN without a marked box. */
export function frocCurve({ ranked, marked }: MatchedBoxes): readonly FrocPoint[] {
  const all = marked.reduce((sum, count) => sum + count, 0);
  let hits = 0;
  return ranked.flatMap(({ score, hit }, place) => {
    if (hit) hits++;
    // Boxes of equal score are called together.
    if (ranked[place + 1]?.score === score) return [];
    return [{ score, falsePositives: (place + 1 - hits) / marked.length, sensitivity: hits / all }];
  });
}

/** The threshold (from it on a box is called) with the highest F1 of boxes, half-way to the next lower score; null where no box hits. Choose it on tuning data only. */
export function boxThreshold({ ranked, marked }: MatchedBoxes): number | null {
  const all = marked.reduce((sum, count) => sum + count, 0);
  let [hits, best, threshold] = [0, 0, null as number | null];
  for (const [place, { score, hit }] of ranked.entries()) {
    if (hit) hits++;
    const next = ranked[place + 1]?.score;
    const f1 = (2 * hits) / (place + 1 + all);
    if (next === score || f1 <= best) continue;
    [best, threshold] = [f1, (score + (next ?? 0)) / 2];
  }
  return threshold;
}
