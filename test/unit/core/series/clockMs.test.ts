import assert from 'node:assert/strict';
import { clockMs } from '../../../../src/core/series/clockMs';

describe('clockMs', () => {
  it('reads every length of a time', () => {
    assert.equal(clockMs('010203.5'), 3_723_500);
    assert.equal(clockMs('10'), 36_000_000);
    assert.equal(clockMs('1030 '), 37_800_000);
    assert.equal(clockMs('10:30:01'), 37_801_000);
    assert.equal(clockMs('235959.75'), 86_399_750);
  });

  it('is null for what is no time', () => {
    for (const text of ['', 'x', '1', '-1']) assert.equal(clockMs(text), null);
  });
});
