import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { type FoundSeries, findSeries } from '../../../../src/node/series/findSeries';
import { sharedFiles } from '../../../fixtures/sharedData';
import { type DicomFields, dicomBytes } from '../dataset/dicomBytes';

const python = '/usr/bin/python3';
const hasPydicom = (): boolean => spawnSync(python, ['-c', 'import pydicom']).status === 0;

describe('findSeries', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'radsteps-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const find = (path: string, options: Partial<Parameters<typeof findSeries>[1]> = {}): Promise<FoundSeries> =>
    findSeries(path, { project: null, limit: 20_000, onProgress: () => undefined, signal: new AbortController().signal, ...options });
  const slice = (name: string, z: number, fields: Partial<DicomFields> = {}): string => {
    const file = join(folder, name);
    const more = { orientation: [1, 0, 0, 0, 1, 0], spacing: 1, modality: 'CT', ...fields };
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, dicomBytes({ instance: `1.2.${z + 1}`, series: '1.2.9', position: [0, 0, z], ...more }));
    return file;
  };
  const names = (found: FoundSeries) => found.series.map(({ files }) => files.map(({ file }) => basename(file)));

  it("finds a file's series in its own folder, sorted, with sizes and times, and passes over what is no DICOM", async () => {
    const files = [slice('a', 20), slice('b.dcm', 0), slice('c.IMA', 10)];
    slice('other', 5, { series: '1.2.10' });
    slice('deeper/d', 30);
    writeFileSync(join(folder, 'notes'), 'no DICOM here');
    writeFileSync(join(folder, 'x.png'), 'no picture here');
    const found = await find(files[0] ?? '');
    assert.deepEqual(names(found).toSorted(), [['b.dcm', 'c.IMA', 'a'], ['other']]);
    const own = found.series.find((series) => series.files.length === 3);
    assert.deepEqual([own?.modality, own?.stacks[0]?.label, own?.stacks[0]?.isVolume], ['CT', 'axial, 3 slices', true]);
    assert.ok(own?.files.every(({ bytes, modified }) => bytes > 300 && modified > 1e12));
    assert.deepEqual([found.image, found.unreadable, found.notes], ['', [], []]);
  });

  it('finds all series of a folder with the folders in it, and says what can not be read', async () => {
    slice('one/a', 0);
    slice('two/b', 0, { series: '1.2.10' });
    const cut = join(folder, 'two', 'cut');
    writeFileSync(cut, dicomBytes({ instance: '1.2.3' }).subarray(0, 290));
    mkdirSync(join(folder, '.hidden'));
    copyFileSync(join(folder, 'one', 'a'), join(folder, '.hidden', 'a'));
    symlinkSync(folder, join(folder, 'circle'));
    const found = await find(folder);
    assert.deepEqual(names(found), [['a'], ['b']]);
    assert.equal(found.unreadable.length, 1);
    assert.equal(found.unreadable[0]?.file, cut);
    assert.match(found.unreadable[0]?.reason ?? '', /0x/);
  });

  it('stops at its limit with a sentence, and at once when cancelled', async () => {
    for (let z = 0; z < 5; z += 1) slice(`s${z}`, z);
    const found = await find(folder, { limit: 3 });
    assert.deepEqual(names(found), [['s0', 's1', 's2']]);
    assert.match(found.notes[0] ?? '', /more than 3 files/);
    assert.deepEqual(names(await find(join(folder, 's3'), { limit: 2 })), [['s2', 's3']]);
    assert.deepEqual(names(await find(join(folder, 's4'), { limit: 5 })), [['s0', 's1', 's2', 's3', 's4']]);
    const controller = new AbortController();
    controller.abort();
    await assert.rejects(find(folder, { signal: controller.signal }), { name: 'AbortError' });
    await assert.rejects(find(join(folder, 'nowhere')), { name: 'UserError', message: /There is no file or folder/ });
  });

  it('takes the files of a project’s image from its tables, wherever they lie', async () => {
    const files = [slice('x/a', 20), slice('y/b', 0), slice('y/c', 10)];
    slice('y/stranger', 15);
    const root = join(folder, 'project');
    mkdirSync(join(root, '.radsteps'), { recursive: true });
    writeFileSync(join(root, '.radsteps', 'local.yaml'), `dataRoot: ${folder}\nreader: anna\nroots:\n  here: ${folder}\n`);
    const rows = ['img-1,i1,here,x/a', 'img-1,i2,here,y/b', 'img-1,i3,here,y/c', 'img-10,i4,here,y/other', 'img-2,,gone,y/b'];
    const table = ['image,instance,root,path,bytes,modified', ...rows.map((row) => `${row},1,1`)].join('\n');
    writeFileSync(join(root, '.radsteps', 'paths.csv'), `${table}\n`);
    const found = await find(files[1] ?? '', { project: root });
    assert.deepEqual([found.image, names(found)], ['img-1', [['b', 'c', 'a']]]);
    const stranger = await find(join(folder, 'y', 'stranger'), { project: root });
    assert.deepEqual([stranger.image, names(stranger)], ['', [['b', 'c', 'stranger']]]);
  });

  it('reads the real series as pydicom does: the same files in the same order', function () {
    const folders = [...new Set(sharedFiles('dicom/pydicom/test_files/dicomdirtests').map((file) => dirname(file)))];
    const others = ['ct/totalsegmentator/example_ct_dicom', 'deid/ftdc-pseudo-phi/exampleData/dicom'];
    const all = [
      ...folders,
      ...others.flatMap((name) =>
        sharedFiles(name)
          .slice(0, 1)
          .map((file) => dirname(file)),
      ),
    ];
    if (all.length < 5 || !hasPydicom()) this.skip();
    const script = join(__dirname, '../../../fixtures/pydicomSeries.py');
    const theirs: readonly (readonly (readonly string[])[])[] = JSON.parse(
      spawnSync(python, [script], { input: all.join('\n'), encoding: 'utf8' }).stdout,
    );
    return Promise.all(
      all.map(async (one, index) => {
        const { series } = await find(one);
        const here = series.filter(({ files }) => files.every(({ file }) => dirname(file) === one));
        const ours = here.flatMap(({ files, stacks }) =>
          stacks.map(({ frames }) => frames.map(({ file }) => basename(files[file]?.file ?? ''))),
        );
        assert.deepEqual(ours.toSorted(byFirst), (theirs[index] ?? []).toSorted(byFirst), one);
      }),
    ).then(() => undefined);
  });

  it('opens a DICOMDIR as the series that it names', async function () {
    const [directory] = sharedFiles('dicom/pydicom/test_files/dicomdirtests').filter((file) => basename(file) === 'DICOMDIR');
    if (directory === undefined) this.skip();
    const found = await find(directory);
    assert.ok(found.series.length > 5);
    assert.deepEqual(
      found.series.map(({ files }) => files.length).reduce((a, b) => a + b, 0),
      31,
    );
  });
});

const byFirst = ([a = '']: readonly string[], [b = '']: readonly string[]): number => (a < b ? -1 : a > b ? 1 : 0);
