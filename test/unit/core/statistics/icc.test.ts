import assert from 'node:assert/strict';
import { icc21 } from '../../../../src/core/statistics/icc';
import golden from '../../../fixtures/statistics/golden.json';
import { estimateOf, near, nearInterval, patientsOf, reasonOf } from './near';

const { in: ratings, out } = golden.icc21_shrout_fleiss;

describe('ICC(2,1)', () => {
  it("is Shrout and Fleiss's, with R psych's interval", () => {
    const estimate = estimateOf(icc21(ratings, patientsOf(6)));
    near(estimate.value, out.icc);
    nearInterval(estimate.interval, out.ci);
    assert.deepEqual([estimate.n, estimate.patients], [6, 6]);
  });

  it('is that of the bone ages of the reference', () => {
    const { truth, pred } = golden.regression_bone_age.in;
    const pairs = truth.map((value, image) => [value, pred[image] ?? Number.NaN]);
    near(estimateOf(icc21(pairs, patientsOf(10))).value, golden.regression_bone_age.out.icc21);
  });

  it('resamples patients where one has several images', () => {
    assert.match(estimateOf(icc21(ratings, ['a', 'a', 'b', 'c', 'd', 'e'])).method, /bootstrap|no interval: the statistic/);
  });

  it('does not exist for too little or for constants', () => {
    assert.match(reasonOf(icc21([[1, 2]], ['a'])), /two images/);
    assert.match(reasonOf(icc21([[1], [2]], ['a', 'b'])), /two readers/);
    assert.match(
      reasonOf(
        icc21(
          [
            [1, 1],
            [1, 1],
          ],
          ['a', 'b'],
        ),
      ),
      /same number/,
    );
    assert.throws(() => icc21([[1, 2], [1]], ['a', 'b']), RangeError);
    const same = estimateOf(
      icc21(
        [
          [1, 1],
          [2, 2],
          [4, 4],
        ],
        patientsOf(3),
      ),
    );
    assert.deepEqual([same.value, same.interval], [1, null]);
  });
});
