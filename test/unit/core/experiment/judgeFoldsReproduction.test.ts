import assert from 'node:assert/strict';
import type { FoldsRecord } from '../../../../src/core/experiment/foldsRecord';
import type { FoldRow } from '../../../../src/core/experiment/foldTable';
import { judgeFoldsReproduction } from '../../../../src/core/experiment/judgeFoldsReproduction';
import type { ReproductionVerdict } from '../../../../src/core/experiment/judgeReproduction';

const group = (value: number | null) =>
  ({
    pooled:
      value === null
        ? null
        : {
            images: 2,
            patients: 2,
            predicted: 2,
            primary: 'mae',
            metrics: { mae: { value, interval: [8, 12], method: '', n: 2, patients: 2, unit: 'months' } },
          },
  }) as unknown as FoldsRecord;
const row = (image: string, prediction: number): FoldRow => ({
  image,
  patient: 'p',
  label: 1,
  prediction,
  probabilities: [],
  problem: '',
  fold: 1,
  run: 'r',
});
const rows = [row('a', 1), row('b', 2)];
const fold = (index: number, outcome: ReproductionVerdict['outcome']) => ({
  index,
  run: `r${index}`,
  verdict: { outcome } as ReproductionVerdict,
});

describe('judgeFoldsReproduction', () => {
  const judge = (again: number | null, outcomes: readonly ReproductionVerdict['outcome'][], strict: boolean, after = rows) =>
    judgeFoldsReproduction(
      { record: group(10), rows },
      { record: group(again), rows: after },
      outcomes.map((outcome, index) => fold(index + 1, outcome)),
      strict,
    );

  it('is equal only where all folds, predictions and pooled numbers are', () => {
    assert.equal(judge(10, ['equal', 'equal'], true).outcome, 'equal');
    assert.match(
      judge(10, ['equal', 'equal'], true).words,
      /^Equal: 2 folds to the last digit, and so are all 2 out-of-fold predictions\.$/,
    );
    const { outcome, words, sameRows } = judge(10, ['equal', 'equal'], true, [row('a', 1), row('b', 2.5)]);
    assert.deepEqual([outcome, sameRows], ['not equal', 1]);
    assert.match(words, /1 of 2 predictions are the same/);
    assert.equal(judge(10.0000001, ['equal', 'equal'], true).outcome, 'not equal');
  });

  it('elsewhere asks whether the pooled metric lies in the interval, and never forgets a worse fold', () => {
    const inside = judge(11, ['inside interval', 'equal'], false);
    assert.equal(inside.outcome, 'inside interval');
    assert.match(
      inside.words,
      /^Inside the record's interval: pooled MAE 11\.0 months where the record has 10\.0 \(95 % interval 8\.0 to 12\.0\); 2 folds: 1 equal, 1 inside interval\.$/,
    );
    assert.equal(judge(13, ['inside interval', 'equal'], false).outcome, 'outside interval');
    assert.equal(judge(11, ['outside interval', 'equal'], false).outcome, 'inside interval', 'one fold of few patients may lie outside');
    assert.equal(judge(11, ['not comparable', 'equal'], false).outcome, 'not comparable');
  });

  it('says where there is nothing to compare', () => {
    assert.equal(judge(10, [], true).outcome, 'not comparable');
    assert.match(judge(null, ['equal', 'not comparable'], true).words, /^2 folds: 1 equal, 1 not comparable\.$/);
  });
});
