/** One column of what a tree decides by: numbers, or the codes 0, 1, ... of words without an order. */
export type TreeFeature = { readonly kind: 'number' | 'words'; readonly values: ArrayLike<number> };

/** A tree that says a number: a leaf, or a question with the trees of both answers. */
export type RegressionTree =
  | { readonly value: number }
  | {
      readonly feature: number;
      readonly isLeft: (value: number) => boolean;
      readonly left: RegressionTree;
      readonly right: RegressionTree;
    };

export type TreeOptions = {
  /** How many features, drawn anew, each question chooses from. */
  readonly tried: number;
  /** The fewest samples in a leaf. */
  readonly leaf: number;
  readonly random: () => number;
};

type Split = { readonly gain: number; readonly feature: number; readonly isLeft: (value: number) => boolean };

/** Grows a tree on samples (indices, repeats allowed) by the squared error, as CART does; words are split by their order of means (Fisher 1958). */
export function growTree(
  features: readonly TreeFeature[],
  targets: ArrayLike<number>,
  samples: readonly number[],
  options: TreeOptions,
): RegressionTree {
  const split = samples.length < 2 * options.leaf ? null : bestSplit(features, targets, samples, options);
  if (split === null) return { value: samples.reduce((sum, sample) => sum + (targets[sample] ?? 0), 0) / samples.length };
  const { feature, isLeft } = split;
  const values = features[feature]?.values ?? [];
  const [left, right] = [true, false].map((side) => samples.filter((sample) => isLeft(values[sample] ?? 0) === side));
  return {
    ...{ feature, isLeft },
    left: growTree(features, targets, left ?? [], options),
    right: growTree(features, targets, right ?? [], options),
  };
}

/** What a tree says of a sample, whose values of the features `valueIn` gives. */
export function treeValue(tree: RegressionTree, valueIn: (feature: number) => number): number {
  let node = tree;
  while ('feature' in node) node = node.isLeft(valueIn(node.feature)) ? node.left : node.right;
  return node.value;
}

function bestSplit(
  features: readonly TreeFeature[],
  targets: ArrayLike<number>,
  samples: readonly number[],
  { tried, leaf, random }: TreeOptions,
): Split | null {
  const left = features.map((_, feature) => feature);
  let best: Split | null = null;
  for (let drawn = 0; drawn < tried && left.length > 0; drawn++) {
    const [feature = 0] = left.splice(Math.floor(random() * left.length), 1);
    const column = features[feature];
    if (column === undefined) continue;
    const found = splitOf(column, feature, targets, samples, leaf);
    // A feature that can't split here does not use up a draw.
    if (found === null) drawn -= 1;
    else if (best === null || found.gain > best.gain) best = found;
  }
  return best;
}

function splitOf({ kind, values }: TreeFeature, feature: number, targets: ArrayLike<number>, samples: readonly number[], leaf: number) {
  const order = kind === 'words' ? meansOfWords(values, targets, samples) : null;
  const placeOf = (value: number): number => (order === null ? value : (order.get(value) ?? Number.POSITIVE_INFINITY));
  const sorted = samples
    .map((sample) => ({ place: placeOf(values[sample] ?? 0), target: targets[sample] ?? 0 }))
    .sort((a, b) => a.place - b.place);
  const threshold = bestThreshold(sorted, leaf);
  if (threshold === null) return null;
  return { gain: threshold.gain, feature, isLeft: (value: number) => placeOf(value) <= threshold.at };
}

function meansOfWords(values: ArrayLike<number>, targets: ArrayLike<number>, samples: readonly number[]): ReadonlyMap<number, number> {
  const sums = new Map<number, { sum: number; count: number }>();
  for (const sample of samples) {
    const entry = sums.get(values[sample] ?? 0) ?? { sum: 0, count: 0 };
    entry.sum += targets[sample] ?? 0;
    entry.count += 1;
    sums.set(values[sample] ?? 0, entry);
  }
  return new Map([...sums].map(([word, { sum, count }]) => [word, sum / count]));
}

/** The place up to which the sorted samples go left, so that the squared error falls most; null where they can't be parted. */
function bestThreshold(sorted: readonly { readonly place: number; readonly target: number }[], leaf: number) {
  const count = sorted.length;
  const all = sorted.reduce((sum, { target }) => sum + target, 0);
  let [sum, best] = [0, null as { readonly gain: number; readonly at: number } | null];
  for (let at = 1; at < count; at++) {
    const [before, after] = [sorted[at - 1], sorted[at]];
    if (before === undefined || after === undefined) break;
    sum += before.target;
    if (at < leaf || count - at < leaf || before.place === after.place) continue;
    const gain = sum ** 2 / at + (all - sum) ** 2 / (count - at) - all ** 2 / count;
    const middle = (before.place + after.place) / 2;
    if (best === null || gain > best.gain) best = { gain, at: Number.isFinite(middle) ? middle : before.place };
  }
  return best;
}
