import assert from 'node:assert/strict';
import type { Case, CaseTable } from '../../../../src/core/experiment/caseTable';
import { runThreshold } from '../../../../src/core/experiment/runThreshold';

const one = (label: string, score: number): Case => ({
  image: `i${score}`,
  patient: `P-${score}`,
  label,
  prediction: score >= 0.5 ? 'yes' : 'no',
  probabilities: [1 - score, score],
  problem: '',
  row: undefined,
});

const table = (cases: readonly Case[]): CaseTable => ({
  run: 'run',
  part: 'tuning',
  task: 'classification',
  target: 'fracture',
  unit: '',
  classes: ['no', 'yes'],
  reader: 'import',
  cases,
  extraColumns: [],
  notes: [],
});

describe('runThreshold', () => {
  it('is the score that parts the classes best', () => {
    const chosen = runThreshold(table([one('no', 0.1), one('no', 0.3), one('yes', 0.35), one('yes', 0.9)]));
    assert.deepEqual(chosen, { threshold: 0.35, rule: 'highest sum of sensitivity and specificity', n: 4, part: 'tuning' });
  });

  it('says why there is none', () => {
    assert.deepEqual(runThreshold(table([one('no', 0.1)])), { undefined: 'There is no positive image.' });
    assert.deepEqual(runThreshold({ ...table([]), classes: [] }), { undefined: 'Only a run of two classes has a threshold.' });
  });
});
