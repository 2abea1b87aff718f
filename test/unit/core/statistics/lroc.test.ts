import assert from 'node:assert/strict';
import { lrocArea } from '../../../../src/core/statistics/lroc';
import golden from '../../../fixtures/statistics/golden.json';
import { near } from './near';

describe('lrocArea', () => {
  const cases = golden.lroc.in['lesion(score,correct_loc)'].map(([score = 0, located]) => ({ score, isLocated: located === 1 }));
  const { normal } = golden.lroc.in;

  it('is the golden area, and at most the share that is located', () => {
    near(lrocArea(cases, normal), golden.lroc.out.auc_lroc);
    near(
      lrocArea(
        cases.map((one) => ({ ...one, score: 1 })),
        normal,
      ),
      golden.lroc.out.max_pcl,
    );
  });

  it('counts a tie half and does not exist without both sides', () => {
    near(lrocArea([{ score: 0.5, isLocated: true }], [0.5, 0.1]), 0.75);
    assert.ok(Number.isNaN(lrocArea([], [0.5])));
    assert.ok(Number.isNaN(lrocArea([{ score: 0.5, isLocated: true }], [])));
  });
});
