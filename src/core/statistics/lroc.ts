/** An image with a lesion by its most suspicious place: how suspicious, and whether that is the lesion. */
export type LocatedCase = { readonly score: number; readonly isLocated: boolean };

/**
 * Area under the LROC curve (Swensson 1996): how often the image of a random pair that has a lesion is more suspicious than the one without, and for
 * the right place; ties count half. At most the share of lesions that are located; NaN where a side is empty.
 */
export function lrocArea(cases: readonly LocatedCase[], controls: readonly number[]): number {
  const ascending = Float64Array.from(controls).sort();
  let sum = 0;
  for (const { score, isLocated } of cases) if (isLocated) sum += (countBelow(ascending, score) + countUpTo(ascending, score)) / 2;
  return sum / (cases.length * controls.length);
}

const countBelow = (ascending: Float64Array, score: number): number => placeOf(ascending, (value) => value < score);
const countUpTo = (ascending: Float64Array, score: number): number => placeOf(ascending, (value) => value <= score);

/** How many of the first values pass; those that pass come first. */
function placeOf(ascending: Float64Array, passes: (value: number) => boolean): number {
  let [from, to] = [0, ascending.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (passes(ascending[middle] ?? 0)) from = middle + 1;
    else to = middle;
  }
  return from;
}
