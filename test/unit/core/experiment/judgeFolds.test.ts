import assert from 'node:assert/strict';
import { type FoldRow, formatFoldTable, parseFoldTable } from '../../../../src/core/experiment/foldTable';
import { groupName, isGroupName } from '../../../../src/core/experiment/groupName';
import { judgeFolds } from '../../../../src/core/experiment/judgeFolds';
import { isRunName } from '../../../../src/core/experiment/runName';

const row = (fold: number, label: FoldRow['label'], prediction: FoldRow['prediction'], probabilities: readonly number[] = []): FoldRow => ({
  ...{ image: `img-${fold}-${label}-${prediction}`, patient: `P-${fold}-${label}-${prediction}`, fold, run: 'r' },
  ...{ label, prediction, probabilities, problem: prediction === null ? 'damaged, "wholly"' : '' },
});
const months = { task: 'regression', classes: [], unit: 'months' } as const;
const sides = { task: 'classification', classes: ['no', 'yes'], unit: '' } as const;

describe('judgeFolds', () => {
  it('pools numbers, leaves out what could not be read, and compares with the mean of each fold', () => {
    const rows = [row(1, 100, 110), row(1, 120, 100), row(2, 60, 60), row(2, 50, null)];
    const { metrics, missing } = judgeFolds(rows, months, (fold) => (fold === 1 ? 80 : 100));
    assert.deepEqual([metrics.mae?.value, metrics.mae?.n, metrics.mae?.patients, metrics.mae?.unit], [10, 3, 3, 'months']);
    assert.ok(Math.abs((metrics.bias?.value ?? 0) + 10 / 3) < 1e-12);
    assert.equal(metrics.mae_of_mean?.value, (20 + 40 + 40) / 3);
    assert.deepEqual(missing, []);
  });

  it("calls classes as each fold's own network did, whatever the probability", () => {
    const rows = [
      row(1, 'yes', 'yes', [0.7, 0.3]),
      row(1, 'no', 'no', [0.8, 0.2]),
      row(2, 'yes', 'no', [0.4, 0.6]),
      row(2, 'no', 'no', [0.9, 0.1]),
    ];
    const { metrics } = judgeFolds(rows, sides, () => 0);
    assert.deepEqual([metrics.sensitivity?.value, metrics.specificity?.value, metrics.accuracy?.value], [0.5, 1, 0.75]);
    assert.equal(metrics.auc?.value, 1);
  });

  it('says which metric a fold of one class lacks', () => {
    const { metrics, missing } = judgeFolds([row(1, 'no', 'no', [0.8, 0.2])], sides, () => 0);
    assert.deepEqual(Object.keys(metrics), ['specificity', 'accuracy']);
    assert.equal(missing.length, 2);
    assert.match(missing[0] ?? '', /^no auc: /);
    assert.deepEqual(judgeFolds([], months, () => 0).metrics, {});
  });
});

describe('the table of folds', () => {
  it('is read as it was written', () => {
    const numbers = [row(1, 100, 110.5), row(2, 50, null)];
    assert.deepEqual(parseFoldTable('p.csv', formatFoldTable(numbers, []), []), numbers);
    const classes = [row(1, 'yes', 'no', [0.75, 0.25]), row(2, 'no', null)];
    assert.deepEqual(parseFoldTable('p.csv', formatFoldTable(classes, sides.classes), sides.classes), classes);
  });

  it('refuses another table with file and line', () => {
    assert.throws(() => parseFoldTable('p.csv', 'image,patient\n', []), /p\.csv, line 1.*"fold"/);
    const bad = formatFoldTable([row(1, 1, 1)], []).replace(',1,r,', ',x,r,');
    assert.throws(() => parseFoldTable('p.csv', bad, []), /p\.csv, line 2/);
  });
});

describe('groupName', () => {
  it('is the name of no run, and sorts with the runs of its time', () => {
    const name = groupName(new Date(Date.UTC(2026, 0, 2, 3, 4, 5)), 'quick', '0a1b');
    assert.equal(name, '20260102-030405-quick-0a1b-folds');
    assert.ok(isGroupName(name) && !isRunName(name) && !isGroupName('20260102-030405-quick-0a1b'));
    assert.ok(!isGroupName('../x-folds'));
  });
});
