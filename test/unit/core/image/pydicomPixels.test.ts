import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { readDicom } from '../../../../src/core/dicom/readDicom';
import { dicomGreyImage } from '../../../../src/core/image/dicomPixels';
import { nodeCodecs } from '../../../../src/node/images/nodeCodecs';
import { sharedFiles } from '../../../fixtures/sharedData';

const python = '/usr/bin/python3';
const script = join(__dirname, '../../../fixtures/pydicomPixels.py');

const isPart10 = (file: string): boolean => readFileSync(file).subarray(128, 132).toString() === 'DICM';
const hasPydicom = (): boolean => spawnSync(python, ['-c', 'import pydicom']).status === 0;

async function ourHash(file: string): Promise<string> {
  const { pixels } = await dicomGreyImage(readDicom(readFileSync(file), { inflate: inflateRawSync }), nodeCodecs);
  return createHash('md5').update(Buffer.from(pixels.buffer)).digest('hex');
}

describe('pixels against pydicom', function () {
  this.timeout(60000);

  it('are the same numbers in every uncompressed file', async function () {
    const files = ['dicom', 'deid'].flatMap(sharedFiles).filter(isPart10);
    if (files.length === 0 || !hasPydicom()) this.skip();
    const { stdout } = spawnSync(python, [script], { input: files.join('\n'), encoding: 'utf8' });
    const theirs: readonly (string | null)[] = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const compared = files.flatMap((file, i) => (theirs[i] === null || theirs[i] === undefined ? [] : [{ file, hash: theirs[i] }]));
    const wrong: string[] = [];
    for (const { file, hash } of compared) if ((await ourHash(file)) !== hash) wrong.push(basename(file));
    assert.deepEqual(wrong, []);
    assert.ok(compared.length > 40, `${compared.length} files were compared`);
  });
});
