import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import dicomParser from 'dicom-parser';
import { makeFilms } from '../../../../src/node/demo/makeFilms';

const run = promisify(execFile);
const options = { template: 'fractures', count: 7, seed: 2 } as const;
const never = new AbortController().signal;
const silent = (): void => undefined;

const works = (command: string, ...words: readonly string[]): Promise<boolean> =>
  run(command, words).then(
    () => true,
    () => false,
  );

describe('makeFilms for fractures', function () {
  this.timeout(60_000);
  let base = '';
  let films = '';

  before(async () => {
    base = await mkdtemp(join(tmpdir(), 'radsteps-'));
    films = join(base, 'films');
    const made = await makeFilms(films, options, silent, never);
    assert.deepEqual([made.table, made.marks], [join(films, 'labels.csv'), join(films, 'fractures.json')]);
  });
  after(() => rm(base, { recursive: true }));

  it('writes films, their table and their marks, and finds them unchanged the next time', async () => {
    const names = [1, 2, 3, 4, 5, 6, 7].map((number) => `film-000${number}.dcm`);
    assert.deepEqual((await readdir(films)).sort(), [...names, 'fractures.json', 'labels.csv']);
    await makeFilms(films, options, silent, never);
    await writeFile(join(films, 'fractures.json'), '{}\n');
    await assert.rejects(makeFilms(films, options, silent, never), /already holds something other/);
    await rm(join(films, 'fractures.json'));
    await makeFilms(films, options, silent, never);
  });

  it('puts the views of a study together, and says region, view and side', async () => {
    const headers = await Promise.all(
      [1, 2, 3, 4, 5, 6].map(async (number) => {
        const data = dicomParser.parseDicom(await readFile(join(films, `film-000${number}.dcm`)));
        const text = (tag: string): string => data.string(tag) ?? '';
        return {
          ...{ study: text('x0020000d'), series: text('x0020000e'), part: text('x00180015'), position: text('x00185101') },
          ...{ side: text('x00200062'), patient: text('x00100020'), name: text('x00100010'), age: text('x00101010') },
        };
      }),
    );
    const studies = new Set(headers.map(({ study }) => study));
    assert.ok(studies.size >= 2 && studies.size <= 3);
    assert.equal(new Set(headers.map(({ series }) => series)).size, 6);
    for (const { study, part, side, patient, position, name, age } of headers) {
      const others = headers.filter((other) => other.study === study);
      assert.ok(others.every((other) => other.part === part && other.side === side && other.patient === patient));
      assert.equal(new Set(others.map((other) => other.position)).size, others.length);
      assert.match(part, /^(HAND|WRIST|FOREARM|ANKLE|LEG)$/);
      assert.match(position, /^(AP|PA|[LR]L|[LR]LO)$/);
      assert.match(name, /^SYNTHETIC\^RadSteps\^\d{4}$/);
      assert.match(age, /^\d{3}[MY]$/);
    }
  });

  it('refuses a region for hand films', async () => {
    const wish = { template: 'bone-age', count: 1, seed: 1, region: 'ankle' } as const;
    await assert.rejects(makeFilms(join(base, 'no'), wish, silent, never), /leave --region out/);
  });

  it('has no error for dciodvfy', async function () {
    if (!(await works('which', 'dciodvfy'))) this.skip();
    for (const number of [1, 4, 7]) {
      const said = await run('dciodvfy', [join(films, `film-000${number}.dcm`)]);
      assert.match(said.stderr, /DXImageForPresentation/);
      assert.doesNotMatch(said.stderr, /Error/);
    }
  });

  it('satisfies pydicom', async function () {
    if (!(await works('/usr/bin/python3', '-c', 'import pydicom'))) this.skip();
    const script = [
      'import sys, warnings, pydicom, json',
      'warnings.simplefilter("error")',
      'd = pydicom.dcmread(sys.argv[1])',
      '[e.value for e in d.iterall()]',
      'print(json.dumps([d.SOPClassUID.name, d.Rows, d.Columns, len(d.PixelData), d.AnatomicRegionSequence[0].CodeMeaning != ""]))',
    ].join('\n');
    const { stdout, stderr } = await run('/usr/bin/python3', ['-c', script, join(films, 'film-0003.dcm')]);
    assert.equal(stderr, '');
    assert.deepEqual(JSON.parse(stdout), ['Digital X-Ray Image Storage - For Presentation', 560, 448, 501760, true]);
  });
});
