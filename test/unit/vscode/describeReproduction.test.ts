import assert from 'node:assert/strict';
import { describeCheck, describeVerdict, isReproduced } from '../../../src/vscode/reproduction/describeReproduction';

const check = { run: 'r-1', images: 30, missing: [], changed: [], blocks: [], limits: [], strict: true };

describe('describeCheck', () => {
  it('asks plainly where all is as it was', () => {
    const { question, detail } = describeCheck(check);
    assert.equal(question, 'Train r-1 again?');
    assert.match(detail, /30 images are as they were, so every digit must be the same/);
  });

  it('says before the start what can’t be had as it was, and what may give other numbers', () => {
    const { question, detail } = describeCheck({ ...check, strict: false, blocks: ['2 images are missing.'], limits: ['Another CPU.'] });
    assert.match(question, /although it can't be as it was\?$/);
    assert.match(
      detail,
      /can't be had again as it was:\n- 2 images are missing\.\n\nThe numbers may differ from the record:\n- Another CPU\./,
    );
  });
});

describe('describeVerdict', () => {
  const metric = { metric: 'mae', unit: 'months', recorded: 12, reproduced: 12.5, same: false };

  it('tells the judgement with the numbers that differ', () => {
    const reproduced = {
      run: 'r-1',
      recordFile: 'x',
      verdict: { outcome: 'not equal' as const, words: 'Not equal.', metrics: [metric, { ...metric, same: true }] },
    };
    assert.equal(describeVerdict(reproduced), 'Reproduction of r-1. Not equal. MAE recorded 12, reproduced 12.5 months.');
    assert.equal(isReproduced(reproduced), false);
  });

  it('tells the pooled numbers of a cross-validation', () => {
    const reproduced = {
      group: 'g-folds',
      recordFile: 'x',
      verdict: { outcome: 'equal' as const, words: 'Equal: 2 folds.', pooled: [{ ...metric, same: true }] },
    };
    assert.equal(describeVerdict(reproduced), 'Reproduction of g-folds. Equal: 2 folds.');
    assert.equal(isReproduced(reproduced), true);
  });
});
