import { mulberry32, shuffled } from './random';
import { growTree, type RegressionTree, type TreeFeature, treeValue } from './regressionTree';

export type ForestOptions = { readonly trees?: number; readonly leaf?: number; readonly seed?: number };

/** How much a forest's prediction of the target owes to each feature. */
export type Importance = {
  /**
   * One a feature: half of how much the squared error of the samples out of the bag grows when the feature is shuffled, as a share of the target's
   * variance; for a perfect forest and independent features this is Sobol's total index. About 0, or below, for noise.
   */
  readonly shares: readonly number[];
  /** The largest share that a shuffled copy of a feature gets: what is no larger is as good as noise. */
  readonly noise: number;
  /** Share of the target's variance that the forest explains out of the bag; 0 or less where it knows no more than the mean. */
  readonly explained: number;
};

/**
 * Permutation importance in a random forest (Breiman 2001), measured on each tree's samples out of the bag; every feature has a shuffled copy
 * beside it, as in Boruta (Kursa and Rudnicki 2010), that shows what chance does. The same for the same seed.
 */
export function permutationImportance(
  features: readonly TreeFeature[],
  targets: readonly number[],
  { trees = 300, leaf = 2, seed = 1 }: ForestOptions = {},
): Importance {
  const random = mulberry32(seed);
  const shadows = features.map(({ kind, values }): TreeFeature => ({ kind, values: shuffled(Array.from(values), random) }));
  const all = [...features, ...shadows];
  const tried = Math.max(1, Math.ceil(all.length / 3));
  const sums = all.map(() => 0);
  const said = targets.map(() => ({ sum: 0, count: 0 }));
  let measured = 0;
  for (let made = 0; made < trees; made++) {
    const bag = targets.map(() => Math.floor(random() * targets.length));
    const drawn = new Set(bag);
    const outside = targets.map((_, sample) => sample).filter((sample) => !drawn.has(sample));
    if (outside.length === 0) continue;
    const tree = growTree(all, targets, bag, { tried, leaf, random });
    for (const sample of outside) {
      const entry = said[sample];
      if (entry === undefined) continue;
      entry.sum += treeValue(tree, (feature) => all[feature]?.values[sample] ?? 0);
      entry.count += 1;
    }
    for (const [feature, growth] of growths(tree, all, targets, outside, random).entries()) sums[feature] = (sums[feature] ?? 0) + growth;
    measured += 1;
  }
  const variance = varianceOf(targets);
  const shares = sums.map((sum) => (variance > 0 && measured > 0 ? sum / measured / 2 / variance : 0));
  return {
    shares: shares.slice(0, features.length),
    noise: Math.max(0, ...shares.slice(features.length)),
    explained: variance > 0 ? 1 - squaredError(said, targets) / variance : 0,
  };
}

/** Of every feature by how much a tree's mean squared error outside its bag grows when the feature is shuffled there. */
function growths(
  tree: RegressionTree,
  features: readonly TreeFeature[],
  targets: readonly number[],
  outside: readonly number[],
  random: () => number,
): readonly number[] {
  const error = (mixed: number, from: readonly number[]): number => {
    let sum = 0;
    for (const [place, sample] of outside.entries()) {
      const value = treeValue(tree, (feature) => features[feature]?.values[feature === mixed ? (from[place] ?? 0) : sample] ?? 0);
      sum += (value - (targets[sample] ?? 0)) ** 2;
    }
    return sum / outside.length;
  };
  const used = featuresOf(tree);
  const before = error(-1, outside);
  return features.map((_, feature) => (used.has(feature) ? error(feature, shuffled(outside, random)) - before : 0));
}

function featuresOf(tree: RegressionTree): ReadonlySet<number> {
  if (!('feature' in tree)) return new Set();
  return new Set([tree.feature, ...featuresOf(tree.left), ...featuresOf(tree.right)]);
}

function varianceOf(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
}

/** Of the samples that some tree had not in its bag. */
function squaredError(said: readonly { readonly sum: number; readonly count: number }[], targets: readonly number[]): number {
  const errors = said.flatMap(({ sum, count }, sample) => (count === 0 ? [] : [(sum / count - (targets[sample] ?? 0)) ** 2]));
  return errors.length === 0 ? Number.POSITIVE_INFINITY : errors.reduce((sum, error) => sum + error, 0) / errors.length;
}
