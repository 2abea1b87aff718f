import assert from 'node:assert/strict';
import { curveCsv } from '../../../../src/core/volume/curveCsv';

describe('curveCsv', () => {
  it('has a row a frame, with times where there are any', () => {
    assert.equal(curveCsv([1.5, Number.NaN], [0, 2500], 'HU'), 'frame,time (ms),value (HU)\n1,0,1.5\n2,2500,\n');
    assert.equal(curveCsv([1, 2], [], ''), 'frame,value\n1,1\n2,2\n');
    assert.equal(curveCsv([1], [], 'a"b'), 'frame,"value (a""b)"\n1,1\n');
  });
});
