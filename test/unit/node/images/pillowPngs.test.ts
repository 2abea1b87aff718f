import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeImage, readGreyImage } from '../../../../src/node/images/readImage';
import { readPictureHeader } from '../../../../src/node/images/readPicture';

type Read = { readonly mode: string; readonly size: readonly [number, number]; readonly values: readonly number[] };

describe('PNG against Pillow', () => {
  it('gives every value of 16-bit and 8-bit grey, whatever the filter, gamma or transparency', async function () {
    const folder = mkdtempSync(join(tmpdir(), 'radsteps-png-'));
    try {
      const { stdout, status } = spawnSync('/usr/bin/python3', [join(__dirname, '../../../fixtures/pillowPngs.py'), folder], {
        encoding: 'utf8',
      });
      if (status !== 0) this.skip();
      const expected: Readonly<Record<string, Read>> = JSON.parse(stdout);
      assert.deepEqual(Object.keys(expected), ['deep', 'deep-paeth-gamma', 'grey', 'grey-alpha']);
      for (const [name, { size, values }] of Object.entries(expected)) {
        const file = join(folder, `${name}.png`);
        const image = await readGreyImage(file);
        const bits = name.startsWith('deep') ? 16 : 8;
        assert.deepEqual([image.rows, image.columns, image.bits], [...size, bits], name);
        assert.deepEqual([...image.pixels], values, name);
        assert.ok(bits === 8 || Math.max(...values) > 60_000, 'the whole range is tested');
        const coded = await decodeImage(await readFile(file));
        const codes = 'codes' in coded ? Array.from(coded.codes, (code) => coded.greys[code]) : [...coded.pixels];
        assert.deepEqual(codes, values, `${name} in codes`);
        const header = await readPictureHeader((await readFile(file)).subarray(0, 600));
        assert.deepEqual([header.rows, header.columns, header.bits], [...size, bits], `${name} by its header`);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
