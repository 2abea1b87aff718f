import assert from 'node:assert/strict';
import { type Affine, identityAffine, invertAffine } from '../../../../../src/core/image/affine';
import { fitAffine } from '../../../../../src/core/image/fitAffine';
import { type Box, boxOverlap } from '../../../../../src/core/label/box';
import { decodeBoxes } from '../../../../../src/core/network/targets/decodeBoxes';
import { centreRadius, drawCentres } from '../../../../../src/core/network/targets/drawCentres';
import { mulberry32 } from '../../../../../src/core/statistics/random';

const shape = [5, 8, 10] as const;
const places = 80;
const at = (target: Float32Array, channel: number, row: number, column: number) =>
  target[channel * places + row * 10 + column] ?? Number.NaN;
const box = (left: number, top: number, right: number, bottom: number): Box => ({ from: [left, top], to: [right, bottom] });

describe('centre-point targets', () => {
  it('have a peak of exactly 1 with size and offset at the centre, in places of four pixels', () => {
    const target = drawCentres([box(11, 6, 19, 22)], identityAffine, shape);
    assert.equal(at(target, 0, 3, 3), 1);
    assert.deepEqual(
      [1, 2, 3, 4].map((channel) => at(target, channel, 3, 3)),
      [4, 2, 0.5, 0.75],
    );
    assert.equal(target.subarray(places).filter((value) => value !== 0).length, 4);
  });

  it('fall off as a Gaussian of a sixth of the radius around it', () => {
    const wide = [5, 40, 40] as const;
    const heat = drawCentres([box(0, 0, 160, 160)], identityAffine, wide).subarray(0, 1600);
    const radius = centreRadius(40, 40);
    assert.equal(radius, 3);
    const deviation = 7 / 6;
    for (const [down, right] of [
      [0, 1],
      [2, 1],
      [3, 3],
    ] as const) {
      const expected = Math.exp(-(down ** 2 + right ** 2) / (2 * deviation ** 2));
      assert.ok(Math.abs((heat[(20 + down) * 40 + 20 - right] ?? 0) - expected) < 1e-7);
    }
    assert.equal(heat[24 * 40 + 20], 0);
    assert.equal(heat.filter((value) => value > 0).length, 49);
  });

  it('let both corners move by the radius until the boxes overlap by 0.7 no more', () => {
    const random = mulberry32(2);
    for (let trial = 0; trial < 200; trial++) {
      const [height, width] = [4 + 100 * random(), 4 + 100 * random()];
      const moved = (by: number) =>
        Math.min(
          ...[
            [by, by, by, by],
            [by, by, -by, -by],
            [-by, -by, by, by],
          ].map(([a = 0, b = 0, c = 0, d = 0]) => boxOverlap(box(0, 0, width, height), box(a, b, width + c, height + d))),
        );
      const radius = centreRadius(height, width);
      assert.ok(moved(radius) >= 0.7 && moved(radius + 1) < 0.7, `${height} x ${width}: ${radius}`);
    }
    assert.equal(centreRadius(1, 1), 0);
  });

  it('are decoded to the boxes that they were drawn from, through any fit', () => {
    const boxes = [box(20, 30, 60, 90), box(100, 10, 140.5, 44), box(150, 100, 158, 110)];
    const size = { rows: 128, columns: 160 };
    for (const fit of ['pad', 'stretch'] as const) {
      const map = fitAffine(size, { rows: 96, columns: 64 }, fit);
      const grid = [5, 24, 16] as const;
      const found = decodeBoxes(drawCentres(boxes, map, grid), grid, invertAffine(map), size).filter(({ score }) => score === 1);
      assert.equal(found.length, 3);
      for (const expected of boxes)
        assert.ok(Math.max(...found.map((other) => boxOverlap(other, expected))) > 0.9999, JSON.stringify(found));
    }
  });

  it('follow a flip', () => {
    const flip: Affine = [-1, 0, 40, 0, 1, 0];
    assert.deepEqual(drawCentres([box(2, 3, 10, 12)], flip, shape), drawCentres([box(30, 3, 38, 12)], identityAffine, shape));
  });

  it('are cut at the border, and left out when little is left', () => {
    const cut = drawCentres([box(-8, 0, 8, 8)], identityAffine, shape);
    assert.deepEqual([at(cut, 0, 1, 1), at(cut, 1, 1, 1), at(cut, 2, 1, 1)], [1, 2, 2]);
    assert.ok(drawCentres([box(-28, 0, 4, 8)], identityAffine, shape).every((value) => value === 0));
    assert.equal(at(drawCentres([box(38, 30, 42, 34)], identityAffine, shape), 0, 7, 9), 1);
  });

  it('give a place with two centres to the smaller box, whatever the order', () => {
    const [large, small] = [box(8, 8, 16, 16), box(10, 10, 14, 14)];
    const target = drawCentres([small, large], identityAffine, shape);
    assert.equal(at(target, 1, 3, 3), 1);
    assert.deepEqual(target, drawCentres([large, small], identityAffine, shape));
  });
});

describe('decodeBoxes', () => {
  const size = { rows: 32, columns: 40 };
  function decode(peaks: readonly (readonly [row: number, column: number, score: number])[], sides = 2) {
    const output = new Float32Array(5 * places);
    for (const [row, column, score] of peaks) output[row * 10 + column] = score;
    output.fill(sides, places, 3 * places);
    return decodeBoxes(output, shape, identityAffine, size);
  }

  it('takes local maxima only, the surest first', () => {
    const found = decode([
      [2, 2, 0.5],
      [2, 3, 0.75],
      [6, 7, 1],
    ]);
    assert.deepEqual(found, [
      { from: [24, 20], to: [32, 28], score: 1 },
      { from: [8, 4], to: [16, 12], score: 0.75 },
    ]);
  });

  it('takes one of a plateau, and nothing below a hundredth', () => {
    assert.deepEqual(
      decode([
        [2, 2, 0.5],
        [2, 3, 0.5],
        [3, 3, 0.5],
        [6, 6, 0.009],
      ]).map(({ from }) => from),
      [[4, 4]],
    );
  });

  it('cuts at the border and drops what has no inside', () => {
    assert.deepEqual(decode([[0, 0, 0.5]]), [{ from: [0, 0], to: [4, 4], score: 0.5 }]);
    assert.deepEqual(decode([[3, 3, 0.5]], -1), []);
  });

  it('stops at a hundred', () => {
    const grid = [5, 40, 40] as const;
    const output = new Float32Array(5 * 1600).fill(1);
    for (let index = 0; index < 1600; index++) output[index] = (Math.floor(index / 40) % 2) * (index % 2) * (0.5 + index / 4000);
    const found = decodeBoxes(output, grid, identityAffine, { rows: 160, columns: 160 });
    assert.equal(found.length, 100);
    assert.ok(found.every(({ score }, index) => score <= (found[index - 1]?.score ?? 1)));
  });
});
