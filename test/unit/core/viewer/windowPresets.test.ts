import assert from 'node:assert/strict';
import { windowPresets } from '../../../../src/core/viewer/windowPresets';

describe('windows by name', () => {
  it('are there only where the unit says what the numbers mean', () => {
    assert.ok(windowPresets('CT', 'HU').some(({ name, center, width }) => name === 'Lung' && center === -600 && width === 1500));
    assert.deepEqual(windowPresets('CT', ''), []);
    assert.deepEqual(windowPresets('MR', ''), []);
    assert.equal(windowPresets('PT', 'GML').length, 3);
    assert.deepEqual(windowPresets('PT', 'BQML'), []);
  });
});
