import assert from 'node:assert/strict';
import { directionLetters } from '../../../../src/core/viewer/edgeLetters';
import { invertAffine3, toMm } from '../../../../src/core/volume/affine3';
import type { FrameGeometry, Point3 } from '../../../../src/core/volume/frameGeometry';
import { resamplePlane } from '../../../../src/core/volume/resamplePlane';
import { cross3, scale3 } from '../../../../src/core/volume/vector3';
import {
  gridMm,
  gridPlace,
  nearestCell,
  type PlaneName,
  placeInPlane,
  placeOfPixel,
  planeNames,
  planeThrough,
  viewGrid,
} from '../../../../src/core/volume/viewGrid';
import { type Volume, voxelValue } from '../../../../src/core/volume/volume';
import { volumeOf } from '../../../../src/core/volume/volumeBuilder';
import { slicesOf } from '../../../fixtures/slices';

const orientations: Readonly<Record<string, FrameGeometry['orientation']>> = {
  axial: [
    [1, 0, 0],
    [0, 1, 0],
  ],
  'axial of a prone patient': [
    [-1, 0, 0],
    [0, -1, 0],
  ],
  coronal: [
    [1, 0, 0],
    [0, 0, -1],
  ],
  sagittal: [
    [0, 1, 0],
    [0, 0, -1],
  ],
  'seen from above': [
    [-1, 0, 0],
    [0, 1, 0],
  ],
};

const scanned = (orientation: FrameGeometry['orientation'], backwards = false): Volume =>
  volumeOf(
    slicesOf({
      size: [6, 5, 4],
      orientation,
      spacingMm: [2, 1],
      positionMm: [3, -7, 50],
      stepMm: scale3(cross3(...orientation), backwards ? -3 : 3),
    }),
  );

const lettersOf = (volume: Volume, name: PlaneName): string =>
  planeThrough(viewGrid(volume), name, [0, 0, 0]).orientation.map(directionLetters).join(' ');

describe('viewGrid', () => {
  for (const [scan, orientation] of Object.entries(orientations)) {
    it(`shows planes of a scan that is ${scan} in radiological convention`, () => {
      for (const backwards of [false, true]) {
        const volume = scanned(orientation, backwards);
        // To the screen's right the patient's left, or the back; downwards the back, or the feet.
        assert.deepEqual(
          planeNames.map((name) => lettersOf(volume, name)),
          ['L P', 'L F', 'P F'],
        );
      }
    });

    it(`takes the voxels of a scan that is ${scan} as they are, at the right places`, () => {
      const volume = scanned(orientation);
      const grid = viewGrid(volume);
      const inverse = invertAffine3(volume.toMm);
      const place: Point3 = [1, 2, 2];
      for (const name of planeNames) {
        const plane = planeThrough(grid, name, place);
        const out = new Int16Array(plane.rows * plane.columns);
        resamplePlane(volume, plane, out, -1);
        for (let row = 0; row < plane.rows; row += 1)
          for (let column = 0; column < plane.columns; column += 1) {
            const mm = gridMm(grid, placeOfPixel(grid, name, place, [column, row]));
            assert.equal(out[row * plane.columns + column], voxelValue(volume, toMm(inverse, mm)), `${name} ${column} ${row}`);
          }
        const [column, row] = placeInPlane(grid, name, place);
        assert.equal(out[row * plane.columns + column], voxelValue(volume, toMm(inverse, gridMm(grid, place))));
      }
      assert.equal(new Set(volume.values).size, 120);
    });
  }

  it('goes from millimetres to the grid and back', () => {
    const grid = viewGrid(
      scanned([
        [1, 0, 0],
        [0, 0, -1],
      ]),
    );
    assert.deepEqual(gridPlace(grid, gridMm(grid, [1, 2, 3])), [1, 2, 3]);
    assert.deepEqual(nearestCell(grid, [-4, 1.4, 1.6]), [0, 1, 2]);
  });

  it('covers a sheared volume with right-angled cells', () => {
    const volume = volumeOf(slicesOf({ size: [4, 6, 5], stepMm: [0, -1, 2] }));
    const grid = viewGrid(volume);
    assert.deepEqual(grid.counts, [4, 10, 5]);
    assert.deepEqual(grid.origin, [0, -4, 0]);
    assert.deepEqual(grid.stepsMm, [1, 1, 2]);
    const plane = planeThrough(grid, 'sagittal', [0, 0, 0]);
    const out = new Int16Array(50);
    resamplePlane(volume, plane, out, -1);
    // The uppermost slice lies farthest to the front.
    assert.deepEqual([...out.subarray(0, 10)], [96, 100, 104, 108, 112, 116, -1, -1, -1, -1]);
    assert.deepEqual([...out.subarray(40)], [-1, -1, -1, -1, 0, 4, 8, 12, 16, 20]);
  });
});
