import assert from 'node:assert/strict';
import { maskOnPlane } from '../../../../src/core/label/maskOnPlane';
import { emptyRuns, fillRuns, type MaskRuns, runsOfBitmap } from '../../../../src/core/label/maskRuns';
import { mulberry32 } from '../../../../src/core/statistics/random';
import { invertAffine3 } from '../../../../src/core/volume/affine3';
import { resamplePlane } from '../../../../src/core/volume/resamplePlane';
import { cross3, unit3 } from '../../../../src/core/volume/vector3';
import { planeNames, planeThrough, viewGrid } from '../../../../src/core/volume/viewGrid';
import { volumeOf } from '../../../../src/core/volume/volumeBuilder';
import { type SlicesContents, slicesOf } from '../../../fixtures/slices';

const random = mulberry32(8);
const [columns, rows, slices] = [13, 11, 9];
const masks = Array.from({ length: slices }, () =>
  runsOfBitmap(
    Uint8Array.from({ length: rows * columns }, () => (random() < 0.6 ? 1 : 0)),
    { rows, columns },
  ),
);

/** A volume of 0 and 1 of the same masks. */
function volume(contents: Partial<SlicesContents>) {
  const bitmaps = masks.map((mask) => {
    const bitmap = new Uint8Array(rows * columns);
    fillRuns(mask, { rows, columns }, bitmap);
    return bitmap;
  });
  return volumeOf(
    slicesOf({ size: [columns, rows, slices], value: (column, row, slice) => bitmaps[slice]?.[row * columns + column] ?? 0, ...contents }),
  );
}

describe('masks on planes', () => {
  it('are what resampling a volume of the masks gives, on all three planes and whichever way slices are sorted', () => {
    const askew = unit3([0.99, 0.1, -0.05]);
    for (const contents of [
      {},
      { stepMm: [0, 0, -2.5] as const, spacingMm: [0.7, 1.3] as const },
      {
        orientation: [
          [0, 1, 0],
          [0, 0, -1],
        ] as const,
        stepMm: [1.5, 0, 0] as const,
      },
    ]) {
      const made = volume(contents);
      const grid = viewGrid(made);
      const maskAt = (slice: number): MaskRuns | undefined => masks[made.order[slice] ?? -1];
      for (const name of planeNames) {
        const plane = planeThrough(grid, name, [4, 5, 3]);
        const values = new Float32Array(plane.rows * plane.columns);
        resamplePlane(made, plane, values, 0);
        const expected = runsOfBitmap(
          Uint8Array.from(values, (value) => (value > 0.5 ? 1 : 0)),
          plane,
        );
        assert.deepEqual(maskOnPlane(maskAt, invertAffine3(made.toMm), plane), expected);
        assert.ok(expected.rows.length > 5);
        // Another mask on one slice: the same as anew, and rows of other slices are not looked at again.
        const changed = masks.map((mask, slice) => (slice === 3 ? (masks[5] ?? emptyRuns) : mask));
        const changedAt = (slice: number): MaskRuns | undefined => changed[made.order[slice] ?? -1];
        const before = maskOnPlane(maskAt, invertAffine3(made.toMm), plane);
        const after = maskOnPlane(changedAt, invertAffine3(made.toMm), plane, { maskAt, mask: before });
        assert.deepEqual(after, maskOnPlane(changedAt, invertAffine3(made.toMm), plane));
        const kept = after.rows.filter((row, at) => row === before.rows[after.firstRow + at - before.firstRow]);
        assert.ok(kept.length >= (plane.rows === slices ? slices - 2 : 0));
      }
    }
    const tilted = {
      positionMm: [1, 2, 3] as const,
      orientation: [askew, unit3(cross3([0, 0, 1], askew))] as const,
      spacingMm: [0.8, 0.9] as const,
      rows: 20,
      columns: 15,
    };
    const made = volume({});
    const found = maskOnPlane((slice) => masks[slice], invertAffine3(made.toMm), tilted);
    assert.ok(found.rows.length > 3);
    for (const [index, row] of found.rows.entries())
      for (let at = 0; at < row.length; at += 2) {
        const column = row[at] ?? 0;
        const mm = tilted.positionMm.map(
          (start, axis) =>
            start + column * 0.9 * (tilted.orientation[0][axis] ?? 0) + (found.firstRow + index) * 0.8 * (tilted.orientation[1][axis] ?? 0),
        );
        const [i, j, k] = mm.map(Math.round);
        const bitmap = new Uint8Array(rows * columns);
        fillRuns(masks[k ?? -1] ?? emptyRuns, { rows, columns }, bitmap);
        assert.equal(bitmap[(j ?? 0) * columns + (i ?? 0)], 1);
      }
  });

  it('are empty beside the volume', () => {
    const made = volume({});
    const plane = {
      positionMm: [0, 0, 40] as const,
      orientation: [
        [1, 0, 0],
        [0, 1, 0],
      ] as const,
      spacingMm: [1, 1] as const,
      rows: 11,
      columns: 13,
    };
    assert.deepEqual(
      maskOnPlane((slice) => masks[slice], invertAffine3(made.toMm), plane),
      emptyRuns,
    );
    assert.deepEqual(
      maskOnPlane(() => undefined, invertAffine3(made.toMm), { ...plane, positionMm: [0, 0, 4] }),
      emptyRuns,
    );
  });
});
