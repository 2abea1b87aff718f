import assert from 'node:assert/strict';
import { type Affine, identityAffine, thenAffine } from '../../../../../src/core/image/affine';
import { fitAffine, fitPlace } from '../../../../../src/core/image/fitAffine';
import { resizePixels } from '../../../../../src/core/image/resize';
import type { MaskMark, OutlineMark, PixelPoint } from '../../../../../src/core/label/label';
import { countPixels, fillRuns, formatRuns, runsOfBitmap } from '../../../../../src/core/label/maskRuns';
import { decodeMask } from '../../../../../src/core/network/targets/decodeMask';
import { drawRegion } from '../../../../../src/core/network/targets/drawRegion';
import { drawTarget } from '../../../../../src/core/network/targets/drawTarget';
import { mulberry32 } from '../../../../../src/core/statistics/random';

const source = { rows: 60, columns: 80 };
const outline = (points: readonly PixelPoint[]): OutlineMark => ({ id: 'o', kind: 'outline', name: 'n', points });
const star = outline([
  [10, 5],
  [70, 20],
  [30, 30],
  [60, 55],
  [5, 50],
  [20, 25],
]);
const asMask = (mark: OutlineMark): MaskMark => ({
  id: 'k',
  kind: 'mask',
  name: 'n',
  runs: formatRuns(runsOfBitmap(drawRegion([mark], identityAffine, source), source)),
});
const sum = (bitmap: Uint8Array) => bitmap.reduce((total, value) => total + value, 0);

describe('drawRegion', () => {
  it('draws a mask as it is, and several marks as one', () => {
    const bitmap = drawRegion([star], identityAffine, source);
    assert.deepEqual(drawRegion([asMask(star)], identityAffine, source), bitmap);
    const other = outline([
      [60, 40],
      [79, 40],
      [79, 59],
      [60, 59],
    ]);
    assert.equal(sum(drawRegion([star, asMask(star)], identityAffine, source)), sum(bitmap));
    assert.equal(
      sum(drawRegion([star, other, { id: 'b', kind: 'box', name: 'n', from: [0, 0], to: [9, 9] }], identityAffine, source)),
      sum(bitmap) + 19 * 19,
    );
  });

  const turned: Affine = [Math.cos(0.5), -Math.sin(0.5), 12, Math.sin(0.5), Math.cos(0.5), -8];
  const maps: readonly (readonly [string, Affine])[] = [
    ['a smaller image', fitAffine(source, { rows: 32, columns: 32 }, 'pad')],
    ['a larger image', fitAffine(source, { rows: 90, columns: 90 }, 'crop')],
    ['a flip', [-1, 0, 80, 0, 1, 0]],
    ['a rotation', thenAffine(turned, fitAffine(source, { rows: 48, columns: 64 }, 'stretch'))],
  ];
  for (const [name, map] of maps) {
    it(`draws outline and mask alike but for their edges: ${name}`, () => {
      const size = { rows: 90, columns: 90 };
      const [one, other] = [drawRegion([star], map, size), drawRegion([asMask(star)], map, size)];
      const apart = one.filter((value, index) => value !== other[index]).length;
      assert.ok(sum(one) > 100 && apart < 0.06 * sum(one), `${apart} of ${sum(one)} pixels`);
    });
  }

  it('is what a segmentation network should say', () => {
    const map = fitAffine(source, { rows: 30, columns: 40 }, 'pad');
    const target = drawTarget('segmentation', [star], map, [1, 30, 40]);
    assert.deepEqual([...target], [...drawRegion([star], map, { rows: 30, columns: 40 })]);
    assert.ok(drawTarget('segmentation', [], map, [1, 30, 40]).every((value) => value === 0));
  });
});

describe('decodeMask', () => {
  const seen = { rows: 12, columns: 16 };
  const smooth = (seed: number): Float32Array => {
    const random = mulberry32(seed);
    return resizePixels(Float32Array.from({ length: 12 }, random), { rows: 3, columns: 4 }, seen);
  };
  const pixelsOf = (probabilities: Float32Array, map: Affine, size: typeof source): Uint8Array => {
    const bitmap = new Uint8Array(size.rows * size.columns);
    fillRuns(decodeMask(probabilities, seen, map, size), size, bitmap);
    return bitmap;
  };

  // Sizes that the fit divides without a rest, so that one resizing can stand for the other way round.
  const sizes = { pad: { rows: 36, columns: 42 }, crop: { rows: 42, columns: 48 }, stretch: { rows: 36, columns: 40 } };
  for (const fit of ['pad', 'crop', 'stretch'] as const) {
    it(`is the resized probabilities from a half on: ${fit}`, () => {
      const size = sizes[fit];
      const { inner, top, left } = fitPlace(size, seen, fit);
      const map = fitAffine(size, seen, fit);
      const scale = { rows: size.rows / inner.rows, columns: size.columns / inner.columns };
      for (let seed = 0; seed < 20; seed++) {
        const probabilities = smooth(seed);
        const whole = resizePixels(probabilities, seen, {
          rows: Math.round(seen.rows * scale.rows),
          columns: Math.round(seen.columns * scale.columns),
        });
        const wide = Math.round(seen.columns * scale.columns);
        const [down, right] = [Math.round(top * scale.rows), Math.round(left * scale.columns)];
        const bitmap = pixelsOf(probabilities, map, size);
        for (let index = 0; index < bitmap.length; index++) {
          const [row, column] = [Math.floor(index / size.columns) + down, (index % size.columns) + right];
          const inside = row >= 0 && column >= 0 && row < whole.length / wide && column < wide;
          const value = inside ? (whole[row * wide + column] ?? 0) : 0;
          // Where rounding decides, either is right.
          if (Math.abs(value - 0.5) > 1e-6) assert.equal(bitmap[index], value >= 0.5 ? 1 : 0, `${fit} ${seed} at ${index}`);
        }
      }
    });
  }

  it('is empty where nothing reaches a half, and whole where all does', () => {
    assert.equal(countPixels(decodeMask(new Float32Array(192).fill(0.4999), seen, identityAffine, seen)), 0);
    assert.equal(countPixels(decodeMask(new Float32Array(192).fill(0.5), seen, fitAffine(source, seen, 'stretch'), source)), 4800);
  });

  it('takes a film of 2,000 x 2,500 in little time', () => {
    const film = { rows: 2500, columns: 2000 };
    const began = performance.now();
    const runs = decodeMask(smooth(1), seen, fitAffine(film, seen, 'pad'), film);
    assert.ok(countPixels(runs) > 0 && performance.now() - began < 2000);
  });
});
