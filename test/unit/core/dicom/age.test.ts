import assert from 'node:assert/strict';
import { parseAge } from '../../../../src/core/dicom/age';

describe('parseAge', () => {
  it('gives years', () => {
    assert.equal(parseAge('032Y'), 32);
    assert.equal(parseAge('018M'), 1.5);
    assert.equal(parseAge('000D'), 0);
    assert.ok(Math.abs((parseAge('052W') ?? 0) - 364 / 365.2425) < 1e-12);
    assert.ok(Math.abs((parseAge('365D') ?? 0) - 365 / 365.2425) < 1e-12);
  });

  it('takes short forms', () => {
    assert.equal(parseAge('7Y '), 7);
    assert.ok(Math.abs((parseAge('0520W') ?? 0) - (520 * 7) / 365.2425) < 1e-12);
    assert.ok(Math.abs((parseAge('1200D') ?? 0) - 1200 / 365.2425) < 1e-12);
  });

  it('is null for anything else', () => {
    for (const text of ['', '032', 'Y', '-03Y', '32y', '1.5Y', '0032Y', '03 Y']) assert.equal(parseAge(text), null);
  });
});
