import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dicomBytes } from '../dataset/dicomBytes';
import { saidBy } from './saidBy';

describe('radsteps series', () => {
  let cwd = '';
  const trainer = { command: process.execPath, args: [], env: process.env };
  const run = (...words: readonly string[]) => saidBy(words, { cwd, templatesFolder: cwd, trainer });

  beforeEach(async () => {
    cwd = await mkdtemp(join(tmpdir(), 'radsteps-'));
    for (const z of [0, 1, 2]) {
      const bytes = dicomBytes({
        instance: `1.2.${z}`,
        series: '1.9',
        modality: 'MR',
        position: [0, 0, z],
        orientation: [1, 0, 0, 0, 1, 0],
        spacing: 1,
        patientName: 'Secret^Person',
      });
      await writeFile(join(cwd, `${2 - z}.dcm`), bytes);
    }
  });
  afterEach(() => rm(cwd, { recursive: true, force: true }));

  it('lists the series of a folder for people, without a project', async () => {
    const { code, out } = await run('series', '.');
    assert.deepEqual([code, out], [0, 'MR: 3 files\n  axial, 3 slices\n']);
  });

  it('gives machines the files in order, and nothing of the patient', async () => {
    const { code, out } = await run('series', '1.dcm', '--json');
    const { series, image, unreadable } = JSON.parse(out);
    assert.deepEqual([code, image, unreadable], [0, '', []]);
    assert.deepEqual(
      series[0].files.map(({ file }: { file: string }) => file),
      [join(cwd, '2.dcm'), join(cwd, '1.dcm'), join(cwd, '0.dcm')],
    );
    assert.doesNotMatch(out, /Secret|1\.9/);
  });

  it('names a file that can not be read, and says where there is none', async () => {
    await writeFile(join(cwd, 'cut.dcm'), dicomBytes({ instance: '1.2.7' }).subarray(0, 290));
    assert.match((await run('series', '.')).out, /cut\.dcm: .*0x/);
    const none = await run('series', 'nowhere');
    assert.equal(none.code, 1);
    assert.match(none.err, /There is no file or folder/);
  });
});
