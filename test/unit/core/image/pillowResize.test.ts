import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { resizePixels, type Size } from '../../../../src/core/image/resize';
import { mulberry32 } from '../../../../src/core/statistics/random';

const python = '/usr/bin/python3';
const script = join(__dirname, '../../../fixtures/pillowResize.py');
const size = (rows: number, columns: number): Size => ({ rows, columns });
const sizes: readonly (readonly [from: Size, to: Size])[] = [
  [size(250, 200), size(26, 21)],
  [size(101, 67), size(100, 66)],
  [size(64, 64), size(32, 16)],
  [size(13, 40), size(29, 9)],
  [size(7, 5), size(7, 11)],
  [size(3, 200), size(1, 1)],
];

describe('resizePixels against Pillow', function () {
  this.timeout(60000);

  it('gives the same numbers for sizes of all kinds', function () {
    const random = mulberry32(4);
    const cases = sizes.map(([from, to]) => ({ from, to, pixels: Float32Array.from({ length: from.rows * from.columns }, random) }));
    const input = JSON.stringify(
      cases.map(({ from, to, pixels }) => ({ from: [from.rows, from.columns], to: [to.rows, to.columns], pixels: [...pixels] })),
    );
    const { stdout, status } = spawnSync(python, [script], { input, encoding: 'utf8' });
    if (status !== 0) this.skip();
    const lines = stdout.trim().split('\n');
    assert.equal(lines.length, cases.length);
    for (const [index, { from, to, pixels }] of cases.entries()) {
      const expected: readonly number[] = JSON.parse(lines[index] ?? '[]');
      const found = resizePixels(pixels, from, to);
      assert.equal(found.length, expected.length);
      const worst = Math.max(...expected.map((value, at) => Math.abs(value - (found[at] ?? Number.NaN))));
      assert.ok(worst < 1e-6, `${JSON.stringify([from, to])}: ${worst}`);
    }
  });
});
