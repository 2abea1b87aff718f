import assert from 'node:assert/strict';
import { fitPixels, resizePixels } from '../../../../src/core/image/resize';

const size = (rows: number, columns: number) => ({ rows, columns });

// prettier-ignore
const source = Float32Array.from([
  0, 10, 20, 30, 40, 5, 100, 7, 8, 9, 1, 2, 3, 250, 5, 60, 50, 40, 30, 20, 9, 8, 7, 6, 5, 0, 0, 255, 0, 0, 3, 1, 4, 1, 5,
]);

const close = (found: Float32Array, expected: readonly number[], tolerance = 1e-4): void => {
  assert.equal(found.length, expected.length);
  for (const [i, value] of expected.entries())
    assert.ok(Math.abs((found[i] ?? Number.NaN) - value) <= tolerance, `${i}: ${found[i]} is not ${value}`);
};

describe('resizePixels', () => {
  // Pillow 12.3, mode F, BILINEAR.
  it('gives Pillow’s numbers when shrinking', () => {
    close(resizePixels(source, size(7, 5), size(3, 2)), [25.448051, 38.396103, 31.596256, 42.516041, 27.379869, 27.178572]);
    close(resizePixels(source, size(7, 5), size(1, 1)), [32.733997]);
    close(
      resizePixels(source, size(7, 5), size(4, 4)),
      [
        13.690476, 33.785713, 23.785715, 26.547619, 22.5, 26.34, 87.566666, 42.5, 20.65, 38.026665, 34.153332, 9.03, 1.72619, 47.075397,
        47.01984, 2.345238,
      ],
    );
  });

  it('gives Pillow’s numbers along one side, and when growing', () => {
    close(
      resizePixels(source, size(7, 5), size(2, 5)),
      [12.16279, 41.534885, 14.069767, 77.953491, 15.976745, 12.767442, 10.534883, 86.441864, 24.069765, 5.93023],
    );
    const grown = resizePixels(source, size(7, 5), size(10, 7));
    close(grown.subarray(21, 28), [1.2, 4.457143, 5.842858, 3.2, 170.842865, 138.171432, 5.2]);
    close(grown.subarray(0, 7), [0, 5.714286, 12.857142, 20, 27.142857, 34.285713, 40]);
  });

  it('keeps a picture of the same size, as a copy', () => {
    const same = resizePixels(source, size(7, 5), size(7, 5));
    assert.deepEqual(same, source);
    assert.notEqual(same.buffer, source.buffer);
  });

  it('keeps a constant constant', () => {
    const grey = new Float32Array(12 * 31).fill(0.25);
    assert.ok(resizePixels(grey, size(12, 31), size(5, 40)).every((value) => value === 0.25));
  });

  it('doubles two pixels by hand', () => {
    close(resizePixels(Float32Array.of(0, 1), size(1, 2), size(1, 4)), [0, 0.25, 0.75, 1]);
  });
});

describe('fitPixels', () => {
  const wide = Float32Array.of(1, 1, 1, 1, 1, 1, 1, 1);

  it('pads with black around the centre and keeps the aspect', () => {
    const found = fitPixels(wide, size(2, 4), size(4, 4), 'pad');
    assert.deepEqual([...found], [0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0]);
    const tall = fitPixels(wide, size(4, 2), size(4, 5), 'pad');
    assert.deepEqual([...tall.subarray(0, 5)], [0, 1, 1, 0, 0]);
  });

  it('stretches to the whole size', () => {
    assert.ok(fitPixels(wide, size(2, 4), size(4, 4), 'stretch').every((value) => value === 1));
  });

  it('keeps at least a row of a very long picture', () => {
    const found = fitPixels(new Float32Array(1000).fill(1), size(1, 1000), size(3, 10), 'pad');
    assert.deepEqual([...found], [...Array(10).fill(0), ...Array(10).fill(1), ...Array(10).fill(0)]);
  });
});
