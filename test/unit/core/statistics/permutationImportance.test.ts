import assert from 'node:assert/strict';
import { permutationImportance } from '../../../../src/core/statistics/permutationImportance';
import { mulberry32, normal } from '../../../../src/core/statistics/random';
import { growTree, type TreeFeature, treeValue } from '../../../../src/core/statistics/regressionTree';

/** Runs of a known law: the target is 4 times the first feature, plus 2 in one of three words of the second, plus noise; the others do nothing. */
function knownLaw(count: number, seed: number, noise = 0.3) {
  const random = mulberry32(seed);
  const column = (draw: () => number): number[] => Array.from({ length: count }, draw);
  const strong = column(random);
  const words = column(() => Math.floor(3 * random()));
  const idle = [column(random), column(() => Math.floor(4 * random())), column(random)];
  const targets = strong.map((value, index) => 4 * value + (words[index] === 1 ? 2 : 0) + noise * normal(random));
  const features: readonly TreeFeature[] = [
    { kind: 'number', values: strong },
    { kind: 'words', values: words },
    { kind: 'number', values: idle[0] ?? [] },
    { kind: 'words', values: idle[1] ?? [] },
    { kind: 'number', values: idle[2] ?? [] },
  ];
  return { features, targets };
}

describe('permutationImportance', () => {
  it('ranks what the target depends on first, and what it does not near zero', () => {
    for (const seed of [1, 2, 3, 4, 5]) {
      const { features, targets } = knownLaw(80, seed);
      const { shares, noise, explained } = permutationImportance(features, targets);
      const [strong = 0, words = 0, ...idle] = shares;
      assert.ok(strong > words && words > noise, `seed ${seed}: ${shares}, noise ${noise}`);
      assert.ok(Math.max(...idle.map(Math.abs)) < 0.04, `seed ${seed}: ${idle}`);
      assert.ok(explained > 0.6, `seed ${seed}: ${explained}`);
    }
  });

  it('explains nothing where the target is chance, and mostly says so', () => {
    const draws = Array.from({ length: 20 }, (_, seed) => {
      const { features } = knownLaw(40, seed);
      const random = mulberry32(1000 + seed);
      return permutationImportance(
        features,
        Array.from({ length: 40 }, () => normal(random)),
        { trees: 60 },
      ).explained;
    });
    assert.ok(draws.filter((explained) => explained > 0.15).length <= 1, String(draws));
  });

  it('is the same each time, whatever the unit of the target (a power of two, so that nothing is rounded)', () => {
    const { features, targets } = knownLaw(40, 7);
    const first = permutationImportance(features, targets, { trees: 50 });
    assert.deepEqual(permutationImportance(features, targets, { trees: 50 }), first);
    const scaled = permutationImportance(
      features,
      targets.map((target) => 1024 * target),
      { trees: 50 },
    );
    assert.ok(scaled.shares.every((share, index) => Math.abs(share - (first.shares[index] ?? 0)) < 1e-6));
  });
});

describe('growTree', () => {
  const options = { tried: 2, leaf: 1, random: mulberry32(1) };

  it('learns a step and a set of words exactly', () => {
    const number: TreeFeature = { kind: 'number', values: [1, 2, 3, 10, 11, 12] };
    const words: TreeFeature = { kind: 'words', values: [0, 1, 2, 0, 1, 2] };
    const targets = [1, 5, 1, 1, 5, 1].map((value, index) => value + (index > 2 ? 10 : 0));
    const tree = growTree([number, words], targets, [0, 1, 2, 3, 4, 5], options);
    const said = targets.map((_, index) => treeValue(tree, (feature) => [number, words][feature]?.values[index] ?? 0));
    assert.deepEqual(said, targets);
  });

  it('is a leaf with the mean where nothing parts the samples', () => {
    const tree = growTree([{ kind: 'number', values: [1, 1, 1] }], [1, 2, 6], [0, 1, 2], options);
    assert.deepEqual(tree, { value: 3 });
  });
});
