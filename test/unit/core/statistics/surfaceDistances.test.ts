import assert from 'node:assert/strict';
import { surfaceDistances } from '../../../../src/core/statistics/surfaceDistances';
import golden from '../../../fixtures/statistics/golden.json';
import { near } from './near';

const size = { rows: 20, columns: 20 };

function square(left: number, more: readonly (readonly [row: number, column: number])[] = []): Uint8Array {
  const mask = new Uint8Array(size.rows * size.columns);
  for (let row = 5; row < 15; row++) for (let column = left; column < left + 10; column++) mask[row * size.columns + column] = 1;
  for (const [row, column] of more) mask[row * size.columns + column] = 1;
  return mask;
}

const dot = (row: number, column: number): Uint8Array => {
  const mask = new Uint8Array(128 * 128);
  mask[row * 128 + column] = 1;
  return mask;
};

describe('surfaceDistances', () => {
  const { out } = golden.segmentation;

  it('are the golden ones of a shifted square', () => {
    const near1 = surfaceDistances(square(5), square(7), size, [1, 1], 1);
    near(near1?.hausdorff, out.hd);
    near(near1?.hausdorff95, out.hd95_max_directed);
    near(near1?.mean, out.assd);
    near(near1?.surfaceDice, out.surface_dice_tau1_pixelcount);
    near(surfaceDistances(square(5), square(7), size, [1, 1], 2)?.surfaceDice, out.surface_dice_tau2);
  });

  it('let one stray pixel change the largest distance, and not the 95th percentile', () => {
    const stray = surfaceDistances(square(5), square(7, [[1, 1]]), size, [1, 1], 1);
    near(stray?.hausdorff, out['B_plus_outlier(1,1)'].hd);
    near(stray?.hausdorff95, out['B_plus_outlier(1,1)'].hd95_max_directed);
  });

  it("have the golden distance of DeepMind's two pixels with pixels of 2 by 1 mm", () => {
    const [gt, pred] = [golden.surface_distance_deepmind.in.gt, golden.surface_distance_deepmind.in.pred];
    const found = surfaceDistances(dot(gt[0] ?? 0, gt[1] ?? 0), dot(pred[0] ?? 0, pred[1] ?? 0), { rows: 128, columns: 128 }, [2, 1], 1);
    near(found?.hausdorff95, golden.surface_distance_deepmind.out.hd95);
    near(found?.hausdorff, golden.surface_distance_deepmind.out.hd100);
    const below = surfaceDistances(dot(50, 70), dot(52, 70), { rows: 128, columns: 128 }, [2, 1], 1);
    near(below?.hausdorff, 4);
  });

  it('do not exist where both are empty, and are infinite where one is', () => {
    const empty = new Uint8Array(400);
    assert.equal(surfaceDistances(empty, empty, size, [1, 1], 1), null);
    const one = surfaceDistances(square(5), empty, size, [1, 1], 1);
    assert.deepEqual(one, { hausdorff: Infinity, hausdorff95: Infinity, mean: Infinity, surfaceDice: 0 });
  });

  it('count the pixels at the edge of the image as border', () => {
    const full = new Uint8Array(400).fill(1);
    const found = surfaceDistances(full, full, size, [1, 1], 0);
    assert.deepEqual(found, { hausdorff: 0, hausdorff95: 0, mean: 0, surfaceDice: 1 });
  });
});
