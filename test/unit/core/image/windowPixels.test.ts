import assert from 'node:assert/strict';
import { experimentDefaults } from '../../../../src/core/experiment/experimentDefaults';
import type { GreyImage, Window } from '../../../../src/core/image/greyImage';
import { windowPixels } from '../../../../src/core/image/windowPixels';

const settings = experimentDefaults.image;

const image = (values: readonly number[], window: Window | null = null): GreyImage => ({
  rows: 1,
  columns: values.length,
  pixels: Float32Array.from(values),
  bits: 12,
  window,
});

describe('windowPixels', () => {
  it('full maps minimum to maximum', () => {
    assert.deepEqual([...windowPixels(image([-10, 0, 10]), { ...settings, window: 'full' })], [0, 0.5, 1]);
  });

  it('percentile cuts off the outermost half per cent on each side', () => {
    const values = Array.from({ length: 1001 }, (_, i) => i);
    const found = windowPixels(image([...values, 1e6]), { ...settings, window: 'percentile' });
    assert.deepEqual([found[5], found[996], found[1001]], [0, 1, 1]);
    assert.ok(Math.abs((found[500] ?? 0) - 495 / 991) < 1e-6);
  });

  it('percentile falls back on the full range where it has none', () => {
    const values = [...Array.from({ length: 999 }, () => 0), 8];
    assert.equal(windowPixels(image(values), { ...settings, window: 'percentile' })[999], 1);
  });

  it('dicom follows PS3.3 C.11.2.1.2.1', () => {
    // The note there: center 2048 and width 4096 map 0 to 0 and 4095 to the maximum.
    const found = windowPixels(image([-1, 0, 2047.5, 4095, 5000], { center: 2048, width: 4096 }), { ...settings, window: 'dicom' });
    assert.deepEqual([...found], [0, 0, 0.5, 1, 1]);
  });

  it('dicom with a width of 1 is a threshold', () => {
    assert.deepEqual([...windowPixels(image([99, 99.5, 100], { center: 100, width: 1 }), { ...settings, window: 'dicom' })], [0, 0, 1]);
  });

  it('dicom takes percentiles where the file has no window', () => {
    const plain = image([1, 5, 3, 9]);
    assert.deepEqual(windowPixels(plain, { ...settings, window: 'dicom' }), windowPixels(plain, { ...settings, window: 'percentile' }));
  });

  it('is black for one value, for none, and where a pixel is no number', () => {
    assert.deepEqual([...windowPixels(image([7, 7]), { ...settings, window: 'full' })], [0, 0]);
    assert.deepEqual([...windowPixels(image([Number.NaN, Number.NaN]), { ...settings, window: 'percentile' })], [0, 0]);
    assert.deepEqual([...windowPixels(image([Number.NaN, 1, 2]), { ...settings, window: 'full' })], [0, 0, 1]);
    assert.equal(windowPixels(image([]), { ...settings, window: 'full' }).length, 0);
  });

  it('leaves the image as it is', () => {
    const plain = image([1, 2]);
    windowPixels(plain, { ...settings, window: 'full' });
    assert.deepEqual([...plain.pixels], [1, 2]);
  });

  it('percentile takes the percentiles that it is told', () => {
    const values = Array.from({ length: 101 }, (_, i) => i);
    const found = windowPixels(image(values), { ...settings, window: 'percentile', percentiles: [10, 90] });
    assert.deepEqual([found[10], found[50], found[90]], [0, 0.5, 1]);
  });

  it('fixed takes the same range for every image', () => {
    assert.deepEqual(
      [...windowPixels(image([-2000, -1000, 0, 1000, 3000]), { ...settings, window: 'fixed', range: [-1000, 1000] })],
      [0, 0, 0.5, 1, 1],
    );
  });
});
