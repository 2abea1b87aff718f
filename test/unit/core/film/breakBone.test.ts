import assert from 'node:assert/strict';
import { breakBone } from '../../../../src/core/film/breakBone';
import type { Break } from '../../../../src/core/film/brokenBone';
import { convexHull } from '../../../../src/core/film/convexHull';
import type { BoneModel } from '../../../../src/core/film/shaftModel';
import type { Point } from '../../../../src/core/film/wristBones';

/** A round rod of 120 mm whose radius grows from 7 to 10 mm. */
const rod: BoneModel = {
  length: 120,
  reach: 24,
  boneAt: (along, across) => {
    const radius = 7 + along / 40;
    return along < 0 || along > 120 || Math.abs(across) >= radius ? 0 : 2 * Math.sqrt(radius * radius - across * across);
  },
};

const plain: Break = {
  ...{ kind: 'transverse', at: 0.5, slope: 0.2, gap: 0.6, shift: 0, overlap: 0, bend: 0, strength: 1 },
  ...{ moves: 'distal', seed: 7 },
};

const kinds = ['transverse', 'oblique', 'comminuted', 'buckle'] as const;

function isWithin(outline: readonly Point[], [x, y]: Point): boolean {
  return outline.every(([ax, ay], index) => {
    const [bx, by] = outline[(index + 1) % outline.length] ?? [ax, ay];
    return (bx - ax) * (y - ay) - (by - ay) * (x - ax) >= -1e-6;
  });
}

/** All points of a grid round the break, in the bone's millimetres. */
function* grid(): Generator<Point> {
  for (let along = 5; along < 115; along += 0.7) for (let across = -23; across < 23; across += 0.7) yield [along, across];
}

describe('breakBone', () => {
  it('changes nothing outside its outline where nothing has moved, and something inside', () => {
    for (const kind of kinds) {
      for (const seed of [1, 2, 3, 4, 5]) {
        const slope = kind === 'oblique' ? 1 : 0.3;
        const { model, outline } = breakBone(rod, { ...plain, kind, slope, seed, strength: seed % 2 === 0 ? 0.5 : 1 });
        const hull = convexHull(outline);
        let changed = 0;
        for (const point of grid()) {
          const apart = Math.abs(model.boneAt(...point, 1) - rod.boneAt(...point, 1));
          if (apart < 1e-9) continue;
          changed += 1;
          assert.ok(isWithin(hull, point), `${kind} ${seed}: ${point} lies outside`);
        }
        assert.ok(changed > 20, `${kind} ${seed}: ${changed}`);
      }
    }
  });

  it('leaves both parts as they were outside its outline, one of them moved as a whole', () => {
    for (const moves of ['proximal', 'distal'] as const) {
      const broken: Break = { ...plain, moves, shift: 5, overlap: 3, bend: 0.15, gap: 1 };
      const { model, outline } = breakBone(rod, broken);
      const hull = convexHull(outline);
      const back = ([along, across]: Point): Point => {
        const [u, v] = [along - 60 - (moves === 'distal' ? -3 : 3), across - 5];
        return [60 + Math.cos(0.15) * u + Math.sin(0.15) * v, -Math.sin(0.15) * u + Math.cos(0.15) * v];
      };
      for (const point of grid()) {
        if (isWithin(hull, point)) continue;
        const value = model.boneAt(...point, 1);
        const still = rod.boneAt(...point, 1);
        const moved = rod.boneAt(...back(point), 1);
        const fitting = [still, moved, 0].some((one) => Math.abs(one - value) < 1e-9);
        assert.ok(fitting, `${moves}: ${value} at ${point}, not ${still} or ${moved}`);
        if (value === 0) assert.ok(still === 0 || moved === 0, `${moves}: bone is missing at ${point}`);
      }
      const free = moves === 'distal' ? 15 : 105;
      assert.equal(model.boneAt(free, 0, 1), rod.boneAt(free, 0, 1));
    }
  });

  it('is dark in its gap, less so where it shines through whole bone', () => {
    const darkest = (broken: Break): number => {
      const { model } = breakBone(rod, broken);
      const line = Array.from({ length: 400 }, (_, index) => 50 + index / 20);
      return Math.min(...line.map((along) => model.boneAt(along, 0, 1) / rod.boneAt(along, 0, 1)));
    };
    assert.ok(darkest({ ...plain, gap: 1 }) < 0.01);
    assert.ok(Math.abs(darkest({ ...plain, gap: 1, strength: 0.4 }) - 0.6) < 0.01);
  });

  it('bulges without a gap where it buckles', () => {
    const { model, outline } = breakBone(rod, { ...plain, kind: 'buckle', slope: 1 });
    const widest = Math.max(...outline.map(([, across]) => across));
    assert.ok(widest > 9.5 && widest < 12, `${widest}`);
    for (const [along, across] of grid()) assert.ok(model.boneAt(along, across, 1) >= rod.boneAt(along, across, 1) - 1e-9);
  });
});

describe('convexHull', () => {
  it('goes round all points once, without those inside or on an edge', () => {
    const square: readonly Point[] = [
      [0, 0],
      [2, 0],
      [2, 2],
      [0, 2],
    ];
    const hull = convexHull([...square, [1, 1], [1, 0], [2, 1], [0, 0]]);
    assert.deepEqual(hull, [
      [0, 0],
      [2, 0],
      [2, 2],
      [0, 2],
    ]);
    assert.deepEqual(convexHull([[1, 1]]), [[1, 1]]);
  });
});
