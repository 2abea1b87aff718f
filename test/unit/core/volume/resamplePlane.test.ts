import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { mulberry32 } from '../../../../src/core/statistics/random';
import { invertAffine3, toMm } from '../../../../src/core/volume/affine3';
import type { Point3 } from '../../../../src/core/volume/frameGeometry';
import { type Plane, resamplePlane } from '../../../../src/core/volume/resamplePlane';
import { resampleSlab } from '../../../../src/core/volume/resampleSlab';
import { add3, cross3, scale3, subtract3, unit3 } from '../../../../src/core/volume/vector3';
import type { Volume } from '../../../../src/core/volume/volume';
import { volumeOf } from '../../../../src/core/volume/volumeBuilder';
import { slicesOf } from '../../../fixtures/slices';

const python = '/usr/bin/python3';
const script = join(__dirname, '../../../fixtures/scipyPlanes.py');

function resampled(volume: Volume, plane: Plane, out = new Float32Array(plane.rows * plane.columns)): readonly number[] {
  resamplePlane(volume, plane, out, Number.NaN);
  return [...out];
}

/** The plane in voxel indices, as scipy takes it. */
function inVoxels(volume: Volume, { positionMm, orientation: [right, down], spacingMm, rows, columns }: Plane) {
  const inverse = invertAffine3(volume.toMm);
  const first = toMm(inverse, positionMm);
  const step = (direction: Point3, length: number): Point3 => subtract3(toMm(inverse, add3(positionMm, scale3(direction, length))), first);
  return { first, column: step(right, spacingMm[1]), row: step(down, spacingMm[0]), rows, columns };
}

function scipyValues(volume: Volume, planes: readonly Plane[]): readonly (readonly (number | null)[])[] {
  const input = JSON.stringify({ size: volume.size, values: [...volume.values], planes: planes.map((plane) => inVoxels(volume, plane)) });
  const { stdout, stderr } = spawnSync(python, [script], { input, encoding: 'utf8', maxBuffer: 2 ** 28 });
  assert.ok(stdout !== '', stderr);
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

const tilted = (): Volume => {
  const random = mulberry32(7);
  const right = unit3([0.9, 0.2, -0.1]);
  const down = unit3(cross3([0.1, 0.3, 0.95], right));
  return volumeOf(
    slicesOf({
      size: [17, 13, 11],
      value: () => Math.floor(random() * 4000) - 1000,
      orientation: [right, down],
      spacingMm: [0.8, 0.7],
      positionMm: [-40, 12, 300],
      // Sheared, as by a tilted gantry.
      stepMm: add3(scale3(cross3(right, down), 2.2), scale3(down, 0.4)),
    }),
  );
};

describe('resamplePlane', () => {
  const slices = slicesOf({ size: [7, 5, 4], spacingMm: [2, 3], positionMm: [-8, 4, 100], stepMm: [0, 0, 5] });
  const volume = volumeOf(slices);

  it('gives the slices back as they are', () => {
    slices.forEach(({ frame, geometry }) => {
      assert.ok(geometry);
      const out = new Int16Array(35);
      resamplePlane(volume, { ...geometry, rows: 5, columns: 7 }, out, -1);
      assert.deepEqual(out, frame.values);
    });
  });

  it('takes voxels across the slices, turned and from behind, exactly', () => {
    const coronal: Plane = {
      positionMm: [-8 + 6 * 3, 4 + 2 * 2, 115],
      orientation: [
        [-1, 0, 0],
        [0, 0, -1],
      ],
      spacingMm: [5, 3],
      rows: 4,
      columns: 7,
    };
    const expected = [3, 2, 1, 0].flatMap((slice) => [6, 5, 4, 3, 2, 1, 0].map((column) => (slice * 5 + 2) * 7 + column));
    assert.deepEqual(resampled(volume, coronal), expected);
    const between = { ...coronal, positionMm: [10, 4 + 2.5 * 2, 115] as const };
    assert.deepEqual(
      resampled(volume, between),
      expected.map((value) => value + 3.5),
    );
    assert.deepEqual(resampled(volume, between, new Float32Array(28)).length, 28);
    const whole = new Int16Array(28);
    resamplePlane(volume, between, whole, -1);
    assert.deepEqual(
      [...whole],
      expected.map((value) => value + 4),
    );
  });

  it('reaches half a voxel beyond the outermost centres and no farther', () => {
    const through = (z: number): Plane => ({
      positionMm: [-8, 4, z],
      orientation: [
        [1, 0, 0],
        [0, 1, 0],
      ],
      spacingMm: [2, 3],
      rows: 5,
      columns: 7,
    });
    assert.deepEqual(resampled(volume, through(97.6)), [...Array(35).keys()]);
    assert.deepEqual(resampled(volume, through(97.4)), Array(35).fill(Number.NaN));
    const wide = resampled(volume, { ...through(100), positionMm: [-11, 4, 100], columns: 9 }).slice(0, 9);
    assert.deepEqual(wide, [Number.NaN, 0, 1, 2, 3, 4, 5, 6, Number.NaN]);
  });

  it('interpolates oblique planes of a sheared volume as scipy does', function () {
    if (spawnSync(python, ['-c', 'import scipy.ndimage']).status !== 0) this.skip();
    const sheared = tilted();
    const random = mulberry32(3);
    const middle = toMm(sheared.toMm, [8, 6, 5]);
    const planes = Array.from({ length: 12 }, (): Plane => {
      const right = unit3([random() - 0.5, random() - 0.5, random() - 0.5]);
      const down = unit3(cross3(right, unit3([random() - 0.5, random() - 0.5, random() - 0.5])));
      const positionMm = add3(middle, add3(scale3(right, -8), scale3(down, -8)));
      return { positionMm, orientation: [right, down], spacingMm: [0.37, 0.41], rows: 40, columns: 40 };
    });
    const theirs = scipyValues(sheared, planes);
    let compared = 0;
    planes.forEach((plane, at) => {
      resampled(sheared, plane).forEach((value, pixel) => {
        const expected = theirs[at]?.[pixel] ?? null;
        // On the very border rounding decides.
        if (Number.isNaN(value) !== (expected === null)) return;
        if (expected === null) return;
        compared += 1;
        assert.ok(Math.abs(value - expected) < 0.002, `plane ${at}, pixel ${pixel}: ${value}, scipy ${expected}`);
      });
      const outside = resampled(sheared, plane).filter(Number.isNaN).length;
      assert.ok(Math.abs(outside - (theirs[at] ?? []).filter((value) => value === null).length) <= 2);
    });
    assert.ok(compared > 8000, `${compared} pixels were compared`);
  });

  it('has one result for voxels, copied or interpolated', () => {
    const plane: Plane = {
      positionMm: [-8, 4, 107],
      orientation: [
        [1, 0, 0],
        [0, 1, 0],
      ],
      spacingMm: [2, 3],
      rows: 5,
      columns: 7,
    };
    // A step that is a little off goes the general way.
    const general = { ...plane, spacingMm: [2, 3.0001] as const };
    resampled(volume, general).forEach((value, at) => {
      assert.ok(Math.abs(value - (resampled(volume, plane)[at] ?? 0)) < 0.01);
    });
  });
});

describe('resampleSlab', () => {
  const volume = volumeOf(slicesOf({ size: [2, 1, 5], value: (column, _, slice) => (column === 0 ? slice * slice : -slice) }));
  const plane: Plane = {
    positionMm: [0, 0, 2],
    orientation: [
      [1, 0, 0],
      [0, 1, 0],
    ],
    spacingMm: [1, 1],
    rows: 1,
    columns: 2,
  };
  const slab = (kind: 'mean' | 'highest', planes: number, z = 2): readonly number[] => {
    const out = new Float32Array(2);
    resampleSlab(volume, { ...plane, positionMm: [0, 0, z] }, { kind, planes, stepMm: 1 }, out, -99);
    return [...out].map((value) => Number(value.toFixed(3)));
  };

  it('takes the mean or the highest value of planes on both sides', () => {
    assert.deepEqual(slab('mean', 3), [4.667, -2]);
    assert.deepEqual(slab('highest', 3), [9, -1]);
    assert.deepEqual(slab('mean', 1), [4, -2]);
  });

  it('leaves out what lies outside', () => {
    assert.deepEqual(slab('mean', 3, 0), [0.5, -0.5]);
    assert.deepEqual(slab('highest', 3, 4), [16, -3]);
    assert.deepEqual(slab('mean', 3, 20), [-99, -99]);
  });
});
