import assert from 'node:assert/strict';
import { movePoint } from '../../../../src/core/image/affine';
import { blurPixels } from '../../../../src/core/image/blurPixels';
import { changePixels } from '../../../../src/core/image/changePixels';
import { changeAffine, type ImageChange, unchanged } from '../../../../src/core/image/imageChange';

const small = Uint16Array.from({ length: 6 }, (_, index) => index * 13107);
const sixth = (change: Partial<ImageChange>): readonly number[] => {
  const into = new Float32Array(6);
  changePixels(small, [2, 3], { ...unchanged, ...change }, into);
  return Array.from(into, (value) => Math.round(value * 5000) / 1000);
};

/** A bright round blob on black, its centre at (column, row). */
function blob([rows, columns]: readonly [number, number], [column, row]: readonly [number, number]): Uint16Array {
  return Uint16Array.from({ length: rows * columns }, (_, index) => {
    const distance = Math.hypot((index % columns) + 0.5 - column, Math.floor(index / columns) + 0.5 - row);
    return Math.round(60000 * Math.exp(-0.5 * (distance / 2.5) ** 2));
  });
}

function centroid(pixels: Float32Array, columns: number): readonly [number, number] {
  let [sum, column, row] = [0, 0, 0];
  for (const [index, value] of pixels.entries()) {
    sum += value;
    column += value * ((index % columns) + 0.5);
    row += value * (Math.floor(index / columns) + 0.5);
  }
  return [column / sum, row / sum];
}

const changed = (pixels: Uint16Array, size: readonly [number, number], change: Partial<ImageChange>): Float32Array => {
  const into = new Float32Array(pixels.length);
  changePixels(pixels, size, { ...unchanged, ...change }, into);
  return into;
};
const mean = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
const spread = (values: Float32Array) => {
  const middle = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - middle) ** 2)));
};

describe('changePixels', () => {
  it('flips and shifts exactly, repeating the border', () => {
    assert.deepEqual(sixth({}), [0, 1, 2, 3, 4, 5]);
    assert.deepEqual(sixth({ flip: true }), [2, 1, 0, 5, 4, 3]);
    assert.deepEqual(sixth({ flipRows: true }), [3, 4, 5, 0, 1, 2]);
    assert.deepEqual(sixth({ shift: [0, 1] }), [0, 0, 1, 3, 3, 4]);
    assert.deepEqual(sixth({ shift: [-1, 0] }), [3, 4, 5, 3, 4, 5]);
    assert.deepEqual(sixth({ flip: true, shift: [1, -1] }), [1, 0, 0, 1, 0, 0]);
  });

  it('turns by a right angle as by hand', () => {
    const square = Uint16Array.from([0, 13107, 26214, 39321]);
    const turned = Array.from(changed(square, [2, 2], { rotate: 90 }), (value) => Math.round(value * 5));
    assert.deepEqual(turned, [2, 0, 3, 1]);
  });

  it('moves a bright blob to where changeAffine says', () => {
    const size = [60, 80] as const;
    const moves: readonly Partial<ImageChange>[] = [
      { flip: true, shift: [3, -4] },
      { rotate: 30 },
      { rotate: -100 },
      { scale: 1.3 },
      { scale: 0.7 },
      { shear: 20 },
      { flipRows: true, rotate: 17, scale: 0.9, shear: -12, shift: [-2, 5] },
    ];
    for (const move of moves) {
      const found = centroid(changed(blob(size, [47.3, 25.8]), size, move), 80);
      const expected = movePoint(changeAffine({ ...unchanged, ...move }, size), [47.3, 25.8]);
      assert.ok(Math.hypot(found[0] - expected[0], found[1] - expected[1]) < 0.03, `${JSON.stringify(move)}: ${found}, not ${expected}`);
    }
  });

  it('keeps a constant image constant however it is moved', () => {
    const grey = new Uint16Array(20 * 30).fill(26214);
    const moved = changed(grey, [20, 30], { rotate: 33, scale: 0.6, shear: 10 });
    assert.ok(moved.every((value) => Math.abs(value - 0.4) < 1e-6));
  });

  it('changes greys: gamma, then contrast about the mean, then brightness, cut off at 0 and 1', () => {
    const pair = Uint16Array.from([16384, 49151]);
    const [dark = 0, light = 0] = changed(pair, [1, 2], { gamma: 2 });
    assert.ok(Math.abs(dark - 1 / 16) < 1e-4 && Math.abs(light - 9 / 16) < 1e-4);
    const [low = 0, high = 0] = changed(pair, [1, 2], { contrast: 0.5, brightness: 0.1 });
    assert.ok(Math.abs(low - 0.475) < 1e-4 && Math.abs(high - 0.725) < 1e-4);
    assert.deepEqual(
      [...changed(pair, [1, 2], { contrast: 1.9, brightness: 0.4 })].map((value) => Math.round(value * 1e3)),
      [425, 1000],
    );
  });

  it('adds noise of the given spread, the same for the same seed', () => {
    const grey = new Uint16Array(100 * 100).fill(32768);
    const noisy = changed(grey, [100, 100], { noise: 0.05, noiseSeed: 3 });
    assert.ok(Math.abs(spread(noisy) - 0.05) < 0.002 && Math.abs(mean(noisy) - 0.5) < 0.002);
    assert.deepEqual(changed(grey, [100, 100], { noise: 0.05, noiseSeed: 3 }), noisy);
    assert.notDeepEqual(changed(grey, [100, 100], { noise: 0.05, noiseSeed: 4 }), noisy);
  });

  it('fills the cut-out with the mean grey', () => {
    const cut = changed(small, [2, 3], { cutOut: { top: 0, left: 1, rows: 2, columns: 1 } });
    assert.deepEqual(
      Array.from(cut, (value) => Math.round(value * 50)),
      [0, 25, 20, 30, 25, 50],
    );
  });
});

describe('blurPixels', () => {
  it('spreads a point to a Gaussian of that standard deviation and keeps its sum', () => {
    const pixels = new Float32Array(41 * 61);
    pixels[20 * 61 + 30] = 1;
    blurPixels(pixels, [41, 61], 2.5);
    const variance = pixels.reduce((sum, value, index) => sum + value * ((index % 61) - 30) ** 2, 0);
    assert.ok(Math.abs(pixels.reduce((sum, value) => sum + value, 0) - 1) < 1e-5);
    // Cut off at three standard deviations it is a little narrower.
    assert.ok(Math.abs(Math.sqrt(variance) - 2.5) < 0.05, String(Math.sqrt(variance)));
    assert.ok(Math.abs((pixels[20 * 61 + 33] ?? 0) - (pixels[23 * 61 + 30] ?? 1)) < 1e-7);
  });

  it('repeats the border, so that a constant stays', () => {
    const grey = new Float32Array(3 * 5).fill(0.7);
    blurPixels(grey, [3, 5], 4);
    assert.ok(grey.every((value) => Math.abs(value - 0.7) < 1e-6));
  });
});
