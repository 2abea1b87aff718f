import assert from 'node:assert/strict';
import type { Experiment } from '../../../../src/core/experiment/experiment';
import { experimentDefaults } from '../../../../src/core/experiment/experimentDefaults';
import { movePoint } from '../../../../src/core/image/affine';
import { changeAffine, drawChange, type ImageChange, unchanged } from '../../../../src/core/image/imageChange';

type Augmentation = Experiment['augment'];

const none = experimentDefaults.augment;
const size = [50, 20] as const;
const all: Augmentation = {
  ...{ flip: true, flipRows: true, shift: 0.1, rotate: 15, scale: 0.2, shear: 8, brightness: 0.1 },
  ...{ contrast: 0.3, gamma: 0.5, noise: 0.05, blur: 2, cutOut: 0.4 },
};
const draws = (settings: Augmentation, count = 400) => Array.from({ length: count }, (_, seed) => drawChange(settings, size, seed));
const range = (changes: readonly ImageChange[], pick: (change: ImageChange) => number): readonly [number, number] => {
  const values = changes.map(pick);
  return [Math.min(...values), Math.max(...values)];
};
const near = (found: readonly number[], expected: readonly number[], tolerance = 1e-9) =>
  assert.ok(
    found.length === expected.length && found.every((value, index) => Math.abs(value - (expected[index] ?? Number.NaN)) <= tolerance),
    `${found} is not ${expected}`,
  );

describe('drawChange', () => {
  it('changes nothing where nothing is asked for', () => {
    for (const change of draws(none, 20)) assert.deepEqual(change, unchanged);
  });

  it('draws each change up to its setting, both ways', () => {
    const changes = draws(all);
    near(
      range(changes, ({ shift }) => shift[0]),
      [-5, 5],
    );
    near(
      range(changes, ({ shift }) => shift[1]),
      [-2, 2],
    );
    near(
      range(changes, ({ rotate }) => rotate),
      [-15, 15],
      0.3,
    );
    near(
      range(changes, ({ shear }) => shear),
      [-8, 8],
      0.2,
    );
    near(
      range(changes, ({ scale }) => scale),
      [0.8, 1.2],
      0.005,
    );
    near(
      range(changes, ({ brightness }) => brightness),
      [-0.1, 0.1],
      0.003,
    );
    near(
      range(changes, ({ contrast }) => contrast),
      [0.7, 1.3],
      0.008,
    );
    near(
      range(changes, ({ gamma }) => gamma),
      [1 / 1.5, 1.5],
      0.01,
    );
    near(
      range(changes, ({ noise }) => noise),
      [0, 0.05],
      0.001,
    );
    near(
      range(changes, ({ blur }) => blur),
      [0, 2],
      0.03,
    );
    assert.ok(changes.every(({ shift }) => shift.every(Number.isInteger)));
    assert.ok(new Set(changes.map(({ noiseSeed }) => noiseSeed)).size > 390);
    for (const share of [({ flip }: ImageChange) => flip, ({ flipRows }: ImageChange) => flipRows, (c: ImageChange) => c.cutOut !== null])
      near([changes.filter(share).length / changes.length], [0.5], 0.08);
  });

  it('keeps the rectangle within the image and its sides within the share', () => {
    const rectangles = draws(all).flatMap(({ cutOut }) => cutOut ?? []);
    for (const { top, left, rows, columns } of rectangles)
      assert.ok(top >= 0 && left >= 0 && top + rows <= 50 && left + columns <= 20 && rows <= 20 && columns <= 8);
    assert.ok(rectangles.some(({ top, rows }) => top + rows === 50) && rectangles.some(({ left }) => left === 0));
  });

  it('leaves the other draws as they were when one is switched off', () => {
    for (const name of Object.keys(all) as (keyof Augmentation)[]) {
      const without = draws({ ...all, [name]: none[name] }, 30);
      for (const [seed, change] of draws(all, 30).entries()) {
        const { [name]: _, noiseSeed: _seed, ...rest } = change;
        const { [name]: left, noiseSeed: _other, ...others } = without[seed] ?? unchanged;
        assert.deepEqual(others, rest, name);
        assert.deepEqual(left, unchanged[name], name);
      }
    }
  });

  it('draws alike for a seed, and otherwise for another', () => {
    assert.deepEqual(drawChange(all, size, 7), drawChange(all, size, 7));
    assert.notDeepEqual(drawChange(all, size, 7), drawChange(all, size, 8));
  });
});

describe('changeAffine', () => {
  const moved = (change: Partial<ImageChange>, point: readonly [number, number]) =>
    movePoint(changeAffine({ ...unchanged, ...change }, size), point);

  it('leaves points where they are, and moves by hand as told', () => {
    near(moved({}, [3, 4]), [3, 4]);
    near(moved({ flip: true }, [3, 4]), [17, 4]);
    near(moved({ flipRows: true }, [3, 4]), [3, 46]);
    near(moved({ shift: [5, -2] }, [3, 4]), [1, 9]);
    near(moved({ scale: 2 }, [9, 25]), [8, 25]);
    // Clockwise as seen: what lay to the right comes to lie below.
    near(moved({ rotate: 90 }, [12, 25]), [10, 27]);
    // What lies below the centre leans to the right.
    near(moved({ shear: 45 }, [10, 28]), [13, 28]);
  });

  it('mirrors first and shifts last', () => {
    near(moved({ flip: true, rotate: 90, shift: [1, 0] }, [12, 25]), [10, 24]);
  });
});
