import assert from 'node:assert/strict';
import { shortest } from '../../../../../src/core/label/formats/readSr';
import { drawnOf } from '../../../../../src/core/label/formats/srMarks';

describe('shapes of reports', () => {
  it('are circles and ellipses as polygons, closed lines as regions, open lines as measurements', () => {
    const [circle] =
      drawnOf('CIRCLE', [
        [10, 10],
        [13, 10],
      ]) ?? [];
    assert.equal(circle?.polygons[0]?.length, 64);
    for (const [column, row] of circle?.polygons[0] ?? []) assert.ok(Math.abs(Math.hypot(column - 10, row - 10) - 3) < 1e-9);
    const [ellipse] =
      drawnOf('ELLIPSE', [
        [0, 5],
        [20, 5],
        [10, 3],
        [10, 7],
      ]) ?? [];
    for (const [column, row] of ellipse?.polygons[0] ?? [])
      assert.ok(Math.abs(((column - 10) / 10) ** 2 + ((row - 5) / 2) ** 2 - 1) < 1e-9);
    assert.deepEqual(
      drawnOf('POLYLINE', [
        [0, 0],
        [2, 0],
        [2, 2],
        [0, 0],
      ]),
      [
        {
          polygons: [
            [
              [0, 0],
              [2, 0],
              [2, 2],
            ],
          ],
        },
      ],
    );
    assert.equal(
      drawnOf('POLYLINE', [
        [0, 0],
        [2, 0],
        [2, 2],
        [3, 3],
        [4, 4],
      ]),
      null,
    );
    assert.equal(drawnOf('ELLIPSOID', []), null);
  });
});

describe('numbers of reports', () => {
  it('lose the noise of single precision', () => {
    for (const value of [3.3, 0.1, 1234.567, -0.3, 5, 2048.0625, 1 / 3])
      assert.equal(Math.fround(shortest(Math.fround(value))), Math.fround(value));
    assert.equal(shortest(Math.fround(3.3)), 3.3);
  });
});
