import assert from 'node:assert/strict';
import { angleOf, cobbOf, lengthOf, type Spacing } from '../../../../src/core/label/measure';
import { near } from '../statistics/near';

const spacing: Spacing = { mm: [0.5, 0.2], from: 'PixelSpacing' };

describe('measures of marks', () => {
  it('are lengths in pixels, or in millimetres by the spacing of rows and of columns', () => {
    assert.equal(lengthOf({ from: [1, 1], to: [4, 5] }, null), 5);
    near(lengthOf({ from: [1, 1], to: [4, 5] }, spacing), Math.hypot(3 * 0.2, 4 * 0.5));
  });

  it('are angles at the vertex, of pixels that are not square too', () => {
    near(
      angleOf(
        {
          points: [
            [5, 0],
            [0, 0],
            [0, 5],
          ],
        },
        null,
      ),
      90,
    );
    near(
      angleOf(
        {
          points: [
            [5, 0],
            [0, 0],
            [-5, 0],
          ],
        },
        null,
      ),
      180,
    );
    near(
      angleOf(
        {
          points: [
            [5, 5],
            [0, 0],
            [5, 0],
          ],
        },
        null,
      ),
      45,
    );
    near(
      angleOf(
        {
          points: [
            [5, 2],
            [0, 0],
            [5, 0],
          ],
        },
        spacing,
      ),
      45,
    );
    assert.ok(
      Number.isNaN(
        angleOf(
          {
            points: [
              [0, 0],
              [0, 0],
              [5, 0],
            ],
          },
          null,
        ),
      ),
    );
  });

  it("are Cobb's angles, whichever way a line was drawn", () => {
    const tilted = (degrees: number) => [100 * Math.cos((degrees * Math.PI) / 180), 100 * Math.sin((degrees * Math.PI) / 180)] as const;
    for (const [a, b] of [
      [12, -23],
      [-5, 30],
    ] as const) {
      near(cobbOf({ points: [[0, 0], tilted(a), [10, 300], [10 + tilted(b)[0], 300 + tilted(b)[1]]] }, null), 35);
      near(cobbOf({ points: [tilted(a), [0, 0], [10, 300], [10 + tilted(b)[0], 300 + tilted(b)[1]]] }, null), 35);
    }
    near(
      cobbOf(
        {
          points: [
            [0, 0],
            [1, 0],
            [0, 9],
            [1, 9],
          ],
        },
        null,
      ),
      0,
    );
  });
});
