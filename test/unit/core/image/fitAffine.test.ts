import assert from 'node:assert/strict';
import { type Affine, invertAffine, movePoint, thenAffine } from '../../../../src/core/image/affine';
import { type Fit, fitAffine } from '../../../../src/core/image/fitAffine';
import { fitPixels } from '../../../../src/core/image/resize';

const near = (found: readonly number[], expected: readonly number[]) => {
  for (const [index, value] of expected.entries())
    assert.ok(Math.abs((found[index] ?? Number.NaN) - value) < 1e-9, `${found} is not ${expected}`);
};

describe('fitAffine', () => {
  const from = { rows: 40, columns: 20 };

  it('stretches each side by itself', () => {
    near(movePoint(fitAffine(from, { rows: 10, columns: 10 }, 'stretch'), [20, 40]), [10, 10]);
  });

  it('centres what is padded', () => {
    const fit = fitAffine(from, { rows: 20, columns: 20 }, 'pad');
    near(movePoint(fit, [0, 0]), [5, 0]);
    near(movePoint(fit, [20, 40]), [15, 20]);
  });

  it('cuts off evenly what is cropped', () => {
    const fit = fitAffine(from, { rows: 20, columns: 20 }, 'crop');
    near(movePoint(fit, [0, 10]), [0, 0]);
    near(movePoint(fit, [20, 30]), [20, 20]);
  });

  it('says where a bright pixel of a fitted image lies', () => {
    const to = { rows: 60, columns: 48 };
    for (const fit of ['pad', 'crop', 'stretch'] satisfies Fit[]) {
      const pixels = new Float32Array(40 * 20);
      pixels[17 * 20 + 9] = 1;
      const fitted = fitPixels(pixels, from, to, fit);
      const sum = fitted.reduce((total, value) => total + value, 0);
      const column = fitted.reduce((total, value, index) => total + value * ((index % to.columns) + 0.5), 0) / sum;
      const row = fitted.reduce((total, value, index) => total + value * (Math.floor(index / to.columns) + 0.5), 0) / sum;
      const [expectedColumn, expectedRow] = movePoint(fitAffine(from, to, fit), [9.5, 17.5]);
      assert.ok(Math.abs(column - expectedColumn) < 0.05 && Math.abs(row - expectedRow) < 0.05, `${fit}: ${column}, ${row}`);
    }
  });
});

describe('affine', () => {
  const first: Affine = [1.5, 0.2, 3, -0.4, 0.9, 7];
  const second: Affine = [0, 1, -2, 1, 0, 5];

  it('does one map after the other', () => {
    near(movePoint(thenAffine(first, second), [4, 9]), movePoint(second, movePoint(first, [4, 9])));
  });

  it('goes back where it came from', () => {
    near(movePoint(invertAffine(first), movePoint(first, [4, 9])), [4, 9]);
  });
});
