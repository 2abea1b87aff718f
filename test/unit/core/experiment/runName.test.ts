import assert from 'node:assert/strict';
import { isRunName, readRunName, runName } from '../../../../src/core/experiment/runName';

describe('runName', () => {
  const moment = new Date('2026-03-04T05:06:07.890Z');

  it('is time in UTC, experiment and four digits', () => {
    assert.equal(runName(moment, 'baseline', '0af9'), '20260304-050607-baseline-0af9');
  });

  it('is a safe name of a file and a ref whatever the experiment is called', () => {
    assert.equal(runName(moment, 'größe .. ~^:?*[@{ x.lock', 'abcd'), '20260304-050607-gr-e-x-lock-abcd');
    assert.ok(isRunName(runName(moment, 'x'.repeat(500), 'abcd')));
  });

  it('is read back, and nothing else is taken for one', () => {
    assert.deepEqual(readRunName('20260304-050607-my-own_one-0af9'), { experiment: 'my-own_one', created: '2026-03-04T05:06:07.000Z' });
    for (const name of [
      '',
      '..',
      '20260304-050607-x-0AF9',
      '../20260304-050607-x-0af9',
      '20260304-050607--0af9',
      '20260304-050607-x-0af9/y',
      '20260304-050607-x-0af9\n',
    ])
      assert.equal(isRunName(name), false, JSON.stringify(name));
  });
});
