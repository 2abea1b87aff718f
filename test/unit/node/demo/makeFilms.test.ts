import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import dicomParser from 'dicom-parser';
import type { Progress } from '../../../../src/core/progress';
import { UserError } from '../../../../src/core/userError';
import { makeFilms } from '../../../../src/node/demo/makeFilms';

const run = promisify(execFile);
const options = { template: 'bone-age', count: 6, seed: 4 } as const;
const never = new AbortController().signal;
const silent = (): void => undefined;

async function contents(folder: string): Promise<ReadonlyMap<string, string>> {
  const names = (await readdir(folder)).sort();
  return new Map(await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name), 'latin1')] as const)));
}

describe('makeFilms', () => {
  let base = '';
  let films = '';
  const progress: Progress[] = [];

  before(async () => {
    base = await mkdtemp(join(tmpdir(), 'radsteps-'));
    films = join(base, 'films');
    await makeFilms(films, options, (step) => progress.push(step), never);
  });
  after(() => rm(base, { recursive: true }));

  it('writes films and their table, and says what it made', async () => {
    const made = await makeFilms(join(base, 'again'), options, silent, never);
    assert.deepEqual(await contents(join(base, 'again')), await contents(films));
    assert.equal(made.films, 6);
    assert.ok(made.patients >= 2 && made.patients <= 6);
    assert.equal(made.table, join(base, 'again', 'bone-age.csv'));
    const names = (await readdir(films)).sort();
    assert.deepEqual(names, ['bone-age.csv', ...[1, 2, 3, 4, 5, 6].map((number) => `film-000${number}.dcm`)]);
    assert.deepEqual(progress.at(-1), { phase: 'Drawing films', done: 6, total: 6 });
    assert.equal(progress.length, 6);
  });

  it('differs by seed', async () => {
    await makeFilms(join(base, 'other'), { ...options, count: 1, seed: 5 }, silent, never);
    assert.notEqual((await contents(join(base, 'other'))).get('film-0001.dcm'), (await contents(films)).get('film-0001.dcm'));
  });

  it('marks every film as synthetic and shows bone bright in both photometric interpretations', async () => {
    const interpretations = new Set<string>();
    for (let number = 1; number <= 6; number++) {
      const bytes = await readFile(join(films, `film-000${number}.dcm`));
      const data = dicomParser.parseDicom(bytes);
      assert.match(data.string('x00100010') ?? '', /^SYNTHETIC\^RadSteps\^\d{4}$/);
      assert.match(data.string('x00204000') ?? '', /^SYNTHETIC FILM/);
      assert.match(data.string('x0008103e') ?? '', /^SYNTHETIC FILM/);
      assert.match(data.string('x00101010') ?? '', /^\d{3}[MY]$/);
      assert.match(data.string('x0020000d') ?? '', /^2\.25\.\d{20,39}$/);
      interpretations.add(data.string('x00280004') ?? '');
      const value = (column: number, row: number): number => data.uint16('x7fe00010', row * 512 + column) ?? 0;
      const turned = data.string('x00280004') === 'MONOCHROME1' ? -1 : 1;
      assert.ok(turned * (value(256, 400) - value(60, 120)) > 0, `film ${number}`);
    }
    assert.deepEqual([...interpretations].sort(), ['MONOCHROME1', 'MONOCHROME2']);
  });

  it('stops between two films and goes on with the same seed later', async () => {
    const folder = join(base, 'stopped');
    const controller = new AbortController();
    const stopAtTwo = ({ done }: Progress): void => {
      if (done === 2) controller.abort();
    };
    await assert.rejects(makeFilms(folder, options, stopAtTwo, controller.signal), { name: 'AbortError' });
    assert.deepEqual((await readdir(folder)).sort(), ['film-0001.dcm', 'film-0002.dcm']);
    const { mtimeMs } = await stat(join(folder, 'film-0001.dcm'));
    await makeFilms(folder, options, silent, never);
    assert.equal((await stat(join(folder, 'film-0001.dcm'))).mtimeMs, mtimeMs);
    assert.deepEqual(await contents(folder), await contents(films));
  });

  it('refuses a folder with anything else and leaves it as it was', async () => {
    const cases: readonly [name: string, content: string][] = [
      ['notes.txt', 'mine'],
      ['film-0003.dcm', 'mine'],
      ['bone-age.csv', 'file,bone_age\n'],
    ];
    for (const [name, content] of cases) {
      const folder = join(base, `holds ${name}`);
      await mkdir(folder);
      await writeFile(join(folder, name), content);
      await assert.rejects(
        makeFilms(folder, options, silent, never),
        (error) => error instanceof UserError && /name a new or empty folder/.test(error.message),
      );
      assert.deepEqual(await contents(folder), new Map([[name, content]]));
    }
    await assert.rejects(makeFilms(join(films, 'bone-age.csv'), options, silent, never), /is a file/);
  });

  it('refuses a count or a seed that is none', async () => {
    for (const count of [0, -1, 1.5, Number.NaN, 10000])
      await assert.rejects(makeFilms(join(base, 'no'), { ...options, count, seed: 1 }, silent, never), UserError);
    for (const seed of [-1, 0.5, Number.NaN, 2 ** 32])
      await assert.rejects(makeFilms(join(base, 'no'), { ...options, count: 1, seed }, silent, never), UserError);
    await assert.rejects(stat(join(base, 'no')));
  });

  it('satisfies pydicom', async function () {
    const script = [
      'import sys, warnings, pydicom, json',
      'warnings.simplefilter("error")',
      'd = pydicom.dcmread(sys.argv[1])',
      '[e.value for e in d.iterall()]',
      'print(json.dumps([d.SOPClassUID.name, d.Rows, d.Columns, d.BitsStored, len(d.PixelData), str(d.PatientName), d.ImageLaterality, d.file_meta.MediaStorageSOPInstanceUID == d.SOPInstanceUID]))',
    ].join('\n');
    const hasPydicom = await run('/usr/bin/python3', ['-c', 'import pydicom']).then(
      () => true,
      () => false,
    );
    if (!hasPydicom) this.skip();
    const { stdout, stderr } = await run('/usr/bin/python3', ['-c', script, join(films, 'film-0001.dcm')]);
    assert.equal(stderr, '');
    const expected = ['Digital X-Ray Image Storage - For Presentation', 640, 512, 12, 655360, 'SYNTHETIC^RadSteps^0001', 'L', true];
    assert.deepEqual(JSON.parse(stdout), expected);
  });
});
