import assert from 'node:assert/strict';
import { cohenKappa, confusionCounts, fleissKappa, specificAgreement, type ValuePair } from '../../../../src/core/statistics/kappa';
import golden from '../../../fixtures/statistics/golden.json';
import { estimateOf, near, nearInterval, patientsOf, reasonOf } from './near';

const pairsOf = (table: readonly (readonly number[])[]): readonly ValuePair[] =>
  table.flatMap((row, first) => row.flatMap((count, second) => Array.from({ length: count }, () => [first, second] as const)));
const { t2, t3 } = golden.kappa.in;

describe("Cohen's kappa", () => {
  const kappa = (table: readonly (readonly number[])[], weights?: 'linear' | 'quadratic') => {
    const pairs = pairsOf(table);
    return estimateOf(cohenKappa(pairs, table.length, patientsOf(pairs.length), weights));
  };

  it('is that of the reference, weighted and not, with its interval', () => {
    near(kappa(t2).value, golden.kappa.out.t2);
    near(kappa(t3).value, golden.kappa.out.t3);
    near(kappa(t3, 'linear').value, golden.kappa.out.t3_linear);
    near(kappa(t3, 'quadratic').value, golden.kappa.out.t3_quadratic);
    nearInterval(kappa(t3).interval, golden.kappa.out.t3_ci);
    assert.deepEqual([kappa(t3).n, kappa(t3).patients], [100, 100]);
    assert.match(kappa(t3).method, /Fleiss, Cohen and Everitt/);
  });

  it('has a large-sample interval near that of resampling, weighted too', () => {
    const pairs = Array.from({ length: 10 }, () => pairsOf(t3)).flat();
    // One image more of the first patient makes the images depend on each other.
    const more = [...pairs, [0, 0] as const];
    const patients = [...patientsOf(1000), 'p0000'];
    for (const weights of ['none', 'linear', 'quadratic'] as const) {
      const large = estimateOf(cohenKappa(pairs, 3, patientsOf(1000), weights));
      const resampled = estimateOf(cohenKappa(more, 3, patients, weights));
      assert.match(resampled.method, /bootstrap over patients/);
      for (const end of [0, 1] as const)
        assert.ok(Math.abs((large.interval?.[end] ?? 0) - (resampled.interval?.[end] ?? 9)) < 0.012, weights);
    }
  });

  it('counts the confusion of readers, row by the first', () => {
    assert.deepEqual(confusionCounts(pairsOf(t3), 3), t3);
    assert.throws(() => confusionCounts([[0, 3]], 3), RangeError);
  });

  it('does not exist without images or without a second value, and has no interval without a disagreement', () => {
    assert.match(reasonOf(cohenKappa([], 2, [])), /No image/);
    assert.match(
      reasonOf(
        cohenKappa(
          [
            [1, 1],
            [1, 1],
          ],
          2,
          ['a', 'b'],
        ),
      ),
      /the same value/,
    );
    const perfect = estimateOf(
      cohenKappa(
        [
          [0, 0],
          [1, 1],
          [1, 1],
        ],
        2,
        patientsOf(3),
      ),
    );
    assert.deepEqual([perfect.value, perfect.interval], [1, null]);
  });
});

describe("Fleiss' kappa", () => {
  it('is that of the reference', () => {
    for (const { in: counts, out } of [golden.fleiss_1971, golden.fleiss_wikipedia]) {
      const estimate = estimateOf(fleissKappa(counts, patientsOf(counts.length)));
      near(estimate.value, out);
      assert.ok(estimate.interval !== null && estimate.interval[0] < out && estimate.interval[1] > out);
    }
  });

  it('refuses unequal numbers of readers, and does not exist for one value', () => {
    assert.throws(
      () =>
        fleissKappa(
          [
            [2, 0],
            [1, 0],
          ],
          ['a', 'b'],
        ),
      RangeError,
    );
    assert.match(
      reasonOf(
        fleissKappa(
          [
            [2, 0],
            [2, 0],
          ],
          ['a', 'b'],
        ),
      ),
      /the same value/,
    );
    assert.match(reasonOf(fleissKappa([], [])), /No image/);
  });
});

describe('specific agreement', () => {
  it('is twice the agreed over all that were said', () => {
    const pairs = pairsOf(t2);
    near(estimateOf(specificAgreement(pairs, 0, patientsOf(50))).value, 40 / 55);
    near(estimateOf(specificAgreement(pairs, 1, patientsOf(50))).value, 30 / 45);
    assert.match(reasonOf(specificAgreement(pairs, 2, patientsOf(50))), /No reader/);
  });
});
