import assert from 'node:assert/strict';
import {
  formatSplitLock,
  formatSplitTable,
  parseSplitLock,
  parseSplitTable,
  type SplitLock,
  splitMethod,
} from '../../../../src/core/dataset/splitTable';
import { validate } from '../../../../src/core/project/validate';

const lock: SplitLock = {
  version: 1,
  method: splitMethod,
  seed: 7,
  fractions: { train: 0.7, tuning: 0.15, test: 0.15 },
  outcome: 'bone_age',
  reader: 'import',
  strata: [
    { name: 'a', train: 7, tuning: 2, test: 1 },
    { name: 'b', train: 7, tuning: 1, test: 2 },
  ],
  split: 'ab',
  images: 'cd',
};

describe('split.csv', () => {
  it('is sorted and comes back', () => {
    const text = formatSplitTable(
      new Map([
        ['P-B', 'test'],
        ['P-A', 'train'],
      ]),
    );
    assert.equal(text, 'patient,part\nP-A,train\nP-B,test\n');
    assert.deepEqual(
      [...parseSplitTable(text)],
      [
        ['P-A', 'train'],
        ['P-B', 'test'],
      ],
    );
  });

  it('refuses another part, and a patient in two', () => {
    assert.throws(() => parseSplitTable('patient,part\nP-A,validation\n'), /3-data\/split\.csv, line 2: the part "validation"/);
    assert.throws(() => parseSplitTable('patient,part\nP-A,train\nP-A,test\n'), /line 3/);
  });
});

describe('split.lock', () => {
  it('is JSON, a stratum a line, and comes back', () => {
    const text = formatSplitLock(lock);
    assert.deepEqual(JSON.parse(text), lock);
    assert.deepEqual(parseSplitLock(text), lock);
    const hash = 'ab'.repeat(32);
    assert.deepEqual(validate('splitLock', JSON.parse(formatSplitLock({ ...lock, split: hash, images: hash }))), []);
    assert.equal(text.split('\n').filter((line) => line.includes('"name"')).length, 2);
    assert.deepEqual(parseSplitLock(formatSplitLock({ ...lock, strata: [] })).strata, []);
  });

  it('refuses what it does not know', () => {
    assert.throws(() => parseSplitLock('seed: 7'), /can't be read/);
    assert.throws(() => parseSplitLock('null'), /not known/);
    assert.throws(() => parseSplitLock(formatSplitLock(lock).replace('/v1', '/v9')), /not known to this version/);
    assert.throws(() => parseSplitLock(formatSplitLock(lock).replace('"seed": 7', '"seed": "x"')), /lacks the seed/);
  });
});
