import assert from 'node:assert/strict';
import { formatDuration } from '../../../../src/core/experiment/formatDuration';

describe('formatDuration', () => {
  it('speaks in seconds, minutes and hours', () => {
    const cases: readonly (readonly [number, string])[] = [
      [0, '0 s'],
      [-3, '0 s'],
      [42.4, '42 s'],
      [59.6, '1 min 0 s'],
      [185, '3 min 5 s'],
      [3599.7, '1 h 0 min'],
      [7830, '2 h 10 min'],
    ];
    for (const [seconds, text] of cases) assert.equal(formatDuration(seconds), text);
  });
});
