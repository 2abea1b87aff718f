import assert from 'node:assert/strict';
import type { FoldsRecord } from '../../../../src/core/experiment/foldsRecord';
import { describeFolds } from '../../../../src/vscode/training/describeFolds';

const part = { images: 2, patients: 2 };
const mae = { value: 8.125, interval: [7, 9.5], method: 'invented', n: 12, patients: 6, unit: 'months' } as const;
const fold = { index: 1, run: 'r', state: 'finished', train: part, tuning: part, held: part, predicted: 2, metrics: { mae } } as const;
const record: FoldsRecord = {
  ...{
    version: 1,
    group: 'g-folds',
    state: 'finished',
    experiment: 'quick',
    task: 'regression',
    target: 'age',
    unit: 'months',
    classes: [],
  },
  ...{ created: '2026-01-01T00:00:00.000Z', ended: null, hashes: { images: '', split: '', labels: '', experiment: '' }, changed: {} },
  ...{ method: 'm', seed: 1, of: 2, selection: 's', folds: [fold, { ...fold, index: 2, predicted: null }], notes: [] },
  pooled: { images: 12, patients: 6, predicted: 12, primary: 'mae', metrics: { mae } },
};

describe('the end of a cross-validation in a message', () => {
  it('names the pooled metric, or how far it came, or why it failed', () => {
    assert.equal(
      describeFolds(record),
      'Cross-validation g-folds finished: MAE 8.13 months (95 % interval 7.00 to 9.50; n = 12 images of 6 patients), out of fold.',
    );
    assert.equal(describeFolds({ ...record, state: 'stopped', pooled: null }), 'Cross-validation g-folds stopped with 1 of 2 folds done.');
    assert.equal(
      describeFolds({ ...record, state: 'failed', reason: 'Its fold 2 failed.', pooled: null }),
      'Cross-validation g-folds failed: Its fold 2 failed.',
    );
  });
});
