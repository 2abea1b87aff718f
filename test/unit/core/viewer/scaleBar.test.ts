import assert from 'node:assert/strict';
import { scaleBar } from '../../../../src/core/viewer/scaleBar';

describe('the scale bar', () => {
  it('is the longest round length that fits', () => {
    assert.deepEqual(scaleBar(0.5, 'mm', 300), { pixels: 200, label: '10 cm' });
    assert.deepEqual(scaleBar(0.5, 'mm', 199), { pixels: 100, label: '5 cm' });
    assert.deepEqual(scaleBar(0.01, 'mm', 300), { pixels: 200, label: '2 mm' });
  });

  it('says when the millimetres are those of the detector, and when there are only pixels', () => {
    assert.equal(scaleBar(0.5, 'mm at the detector', 300).label, '10 cm at the detector');
    assert.deepEqual(scaleBar(2, 'px', 300), { pixels: 250, label: '500 px' });
  });
});
