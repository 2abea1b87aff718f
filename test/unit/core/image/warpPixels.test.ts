import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { type Affine, invertAffine } from '../../../../src/core/image/affine';
import { warpPixels } from '../../../../src/core/image/warpPixels';
import { mulberry32 } from '../../../../src/core/statistics/random';

const python = '/usr/bin/python3';
const script = join(__dirname, '../../../fixtures/torchWarp.py');
const maps: readonly Affine[] = [
  [1, 0, 0, 0, 1, 0],
  [-1, 0, 13, 0, 1, -2],
  [1, 0, 0.25, 0, 1, -3.5],
  [0.9, -0.4, 2, 0.5, 1.2, -1],
  [1.7, 0.1, -6, -0.2, 0.4, 3],
  [-0.3, 0.8, 4, -0.9, -0.2, 12],
];

describe('warpPixels', () => {
  it('gives PyTorch’s grid_sample', function () {
    this.timeout(60000);
    const random = mulberry32(5);
    const size = [11, 14] as const;
    const pixels = Uint16Array.from({ length: 11 * 14 }, () => Math.floor(65536 * random()));
    const cases = maps.map((map) => ({ size, pixels: [...pixels], back: invertAffine(map) }));
    const { stdout, status } = spawnSync(python, [script], { input: JSON.stringify(cases), encoding: 'utf8' });
    if (status !== 0) this.skip();
    const lines = stdout.trim().split('\n');
    assert.equal(lines.length, maps.length);
    for (const [index, line] of lines.entries()) {
      const expected: readonly number[] = JSON.parse(line);
      const into = new Float32Array(pixels.length);
      warpPixels(pixels, size, maps[index] ?? [1, 0, 0, 0, 1, 0], into);
      const worst = Math.max(...expected.map((value, at) => Math.abs(value / 65535 - (into[at] ?? Number.NaN))));
      assert.ok(worst < 1e-5, `${maps[index]}: ${worst}`);
    }
  });
});
