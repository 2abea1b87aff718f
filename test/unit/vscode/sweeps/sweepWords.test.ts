import assert from 'node:assert/strict';
import type { RunListing } from '../../../../src/core/experiment/runListing';
import { completeSweep } from '../../../../src/core/experiment/sweep';
import type { SweepRecord } from '../../../../src/core/experiment/sweepRecord';
import { describeSweepEnd } from '../../../../src/vscode/sweeps/describeSweepEnd';
import { durationWords } from '../../../../src/vscode/sweeps/durationWords';

const sweep = completeSweep({ settings: { 'train.learningRate': [1, 2, 3, 4] } });
const listing: RunListing = {
  ...{
    run: '20260101-000000-quick-0000',
    state: 'finished',
    experiment: 'quick',
    created: '',
    seconds: 60,
    metric: null,
    epochs: 30,
    pending: false,
  },
};

describe('the words of a sweep', () => {
  it('say how long it may take, by which runs, or that nobody knows', () => {
    const plan = { sweep, rungs: [30], trials: [1, 2, 3, 4] };
    assert.equal(durationWords(plan, [listing], 'quick', 1), 'about 4 min 0 s, by 1 finished run of quick');
    assert.equal(durationWords(plan, [listing], 'quick', 2), 'about at best 2 min 0 s, by 1 finished run of quick');
    const unknown = 'how long is not known: no run of wide has finished yet';
    assert.equal(durationWords(plan, [listing, { ...listing, experiment: 'wide', state: 'failed' }], 'wide', 1), unknown);
  });

  it('tell the end with interval, n and the word that the best was chosen', () => {
    const metric = {
      name: 'mae',
      better: 'lower',
      value: 12.34,
      interval: [11, 13.5],
      unit: 'months',
      n: 90,
      patients: 61,
      epoch: 8,
    } as const;
    const trial = { index: 2, settings: {}, state: 'finished', run: 'r', rungs: 1, epochs: 9, metric } as const;
    const record: SweepRecord = {
      ...{ version: 1, group: 'g-sweep', state: 'finished', experiment: 'quick', task: 'regression', target: 't', unit: 'months' },
      ...{ created: '', ended: '', experimentHash: '', changed: {}, sweep, of: 4, atOnce: 1, rungs: [9], trials: [trial], notes: [] },
    };
    assert.equal(
      describeSweepEnd(record),
      'Sweep g-sweep finished: best MAE 12.3 months (95 % interval 11.0 to 13.5; tuning part, n = 90 images of 61 patients) by run 2, chosen as the best of 4.',
    );
    assert.equal(
      describeSweepEnd({ ...record, state: 'failed', reason: 'None came through.' }),
      'Sweep g-sweep failed: None came through.',
    );
    assert.equal(describeSweepEnd({ ...record, state: 'stopped', trials: [] }), 'Sweep g-sweep stopped.');
  });
});
