import assert from 'node:assert/strict';
import { alikeNumbers } from '../../../../src/core/experiment/alikeNumbers';

describe('alikeNumbers', () => {
  it('gives a value and its interval the same decimals', () => {
    assert.deepEqual(alikeNumbers([0.8743, 0.81, 0.9]), ['0.874', '0.810', '0.900']);
    assert.deepEqual(alikeNumbers([-0.42, -2.1, 1.3]), ['-0.42', '-2.10', '1.30']);
    assert.deepEqual(alikeNumbers([9.96, 8, 12.34]), ['10.0', '8.0', '12.3']);
  });

  it('has no minus before zero', () => {
    assert.deepEqual(alikeNumbers([-0.01, 12]), ['0.0', '12.0']);
  });

  it('takes nothing for nothing', () => {
    assert.deepEqual(alikeNumbers([]), []);
  });
});
