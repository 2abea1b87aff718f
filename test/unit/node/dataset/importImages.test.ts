import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { imageFiles, readImages, readLabels } from '../../../../src/node/dataset/readDataset';
import { type DatasetProject, filesUnderGit, makeDatasetProject, put, readText, removeProject, runImport } from './datasetProject';
import { dicomBytes } from './dicomBytes';
import { jpegBytes, pngBytes } from './pictures';

describe('importImages', () => {
  let project: DatasetProject;
  beforeEach(async () => {
    project = await makeDatasetProject();
  });
  afterEach(() => removeProject(project));
  const film = (name: string, bytes: Uint8Array | string) => put(join(project.films, name), bytes);
  const problems = async () => (await readText(project.root, '3-data/import-problems.csv')).trim().split('\n').slice(1);

  it('takes PNG, JPEG and DICOM of any name, and hashes them', async () => {
    await film('a.png', await pngBytes(1));
    await film('b.jpg', await jpegBytes(2));
    const dicom = dicomBytes({
      instance: '1.2.3',
      series: '1.2',
      study: '1.1',
      patientId: 'PAT1',
      sex: 'F',
      age: '009Y',
      bodyPart: 'HAND',
    });
    await film('deep/without-extension', dicom);
    await film('notes.txt', 'no image');
    const summary = await runImport(project);
    assert.deepEqual(
      [summary.added, summary.updated, summary.unchanged, summary.problems, summary.images, summary.patients, summary.withoutIdentity],
      [3, 0, 0, 0, 3, 3, 2],
    );
    assert.ok(summary.notes.some((note) => note.includes('1 files of other kinds')));
    assert.ok(summary.notes.some((note) => note.includes('2 of 3 images name no patient')));
    const rows = await readImages(project.root);
    const row = rows.find(({ modality }) => modality === 'DX');
    assert.deepEqual([row?.sex, row?.ageYears, row?.bodyPart, row?.rows, row?.columns], ['F', 9, 'HAND', 4, 4]);
    assert.match(row?.patient ?? '', /^P-[A-Z2-7]{16}$/);
    assert.ok(rows.every(({ image }) => /^img-[0-9a-f]{10}$/.test(image)));
    const files = await imageFiles(project.root);
    for (const { image, sha256 } of rows) {
      const bytes = await readFile(files.get(image) ?? '');
      assert.equal(sha256, createHash('sha256').update(bytes).digest('hex'));
    }
  });

  it('lists damaged and doubled files and videos, and goes on', async () => {
    const jpeg = await jpegBytes(1);
    await film('cut.jpg', jpeg.subarray(0, jpeg.length - 200));
    await film('empty.png', '');
    await film('fake.png', 'text');
    await film('good.png', await pngBytes(1));
    await film('good-again.png', await pngBytes(1));
    await film('squeezed.dcm', dicomBytes({ instance: '1.9', transferSyntax: '1.2.840.10008.1.2.4.102' }));
    await film('short.dcm', dicomBytes({ instance: '1.8', size: 32 }).subarray(0, 900));
    await film('x1.dcm', dicomBytes({ instance: '1.7', patientId: 'A', grey: 1 }));
    await film('x2.dcm', dicomBytes({ instance: '1.7', patientId: 'A', grey: 2 }));
    const summary = await runImport(project);
    assert.deepEqual([summary.added, summary.problems], [2, 7]);
    const list = await problems();
    assert.ok(list.every((line) => /^file-[0-9a-f]{10},/.test(line)));
    for (const reason of [
      'same bytes as another file',
      'same instance UID',
      'video',
      'damaged or cut off',
      'empty',
      'no DICOM, PNG or JPEG',
    ])
      assert.ok(
        list.some((line) => line.includes(reason)),
        `${reason} in ${list.join('\n')}`,
      );
    const originals = await readText(project.root, '.radsteps/problem-paths.csv');
    assert.ok(originals.includes('cut.jpg') && originals.includes('x2.dcm'));

    await rm(join(project.films, 'fake.png'));
    await film('cut.jpg', jpeg);
    const second = await runImport(project);
    assert.deepEqual([second.added, second.unchanged, second.problems, (await problems()).length], [1, 2, 5, 5]);
  });

  it('takes a mended file off the list also on a machine that never saw it broken', async () => {
    await film('a.png', await pngBytes(1));
    await film('b.png', (await pngBytes(2)).subarray(0, 60));
    assert.equal((await runImport(project)).problems, 1);
    await rm(join(project.root, '.radsteps/problem-paths.csv'));
    await film('b.png', await pngBytes(2));
    await runImport(project);
    assert.deepEqual(await problems(), []);
  });

  it('adds and never doubles: the same again, a new file, another folder, another machine', async () => {
    await film('a.png', await pngBytes(1));
    await film('b.dcm', dicomBytes({ instance: '1.2.3', series: '1.2', patientId: 'A' }));
    await runImport(project);
    const before = await readText(project.root, '3-data/images.csv');
    const again = await runImport(project);
    assert.deepEqual([again.added, again.updated, again.unchanged], [0, 0, 2]);
    await film('c.png', await pngBytes(3));
    assert.deepEqual([(await runImport(project)).added, (await readImages(project.root)).length], [1, 3]);

    const moved = join(project.base, 'elsewhere/other');
    await put(join(moved, 'x'), '');
    await rename(join(project.films, 'a.png'), join(moved, 'renamed.png'));
    await rename(join(project.films, 'b.dcm'), join(moved, 'renamed'));
    await rm(join(project.root, '.radsteps/paths.csv'));
    await rm(join(project.root, '.radsteps/local.yaml'));
    const there = await runImport({ ...project, films: join(project.base, 'elsewhere') });
    assert.deepEqual([there.added, there.updated, there.unchanged, there.images], [0, 0, 2, 3]);
    const files = await imageFiles(project.root);
    assert.deepEqual([...files.values()].sort(), [join(moved, 'renamed'), join(moved, 'renamed.png')]);
    for (const line of before.split('\n')) assert.ok((await readText(project.root, '3-data/images.csv')).includes(line));
  });

  it('gives equal pixels without identity one group, and other pixels another', async () => {
    await film('a.png', await pngBytes(1, { level: 1 }));
    await film('b.png', await pngBytes(1, { level: 9, rows: 8 }));
    await film('c.png', await pngBytes(2));
    await film('d.dcm', dicomBytes({ instance: '1.1', study: '5.1', grey: 7 }));
    await film('e.dcm', dicomBytes({ instance: '1.2', study: '5.2', grey: 7 }));
    await film('f.dcm', dicomBytes({ instance: '1.3', study: '5.2', grey: 8 }));
    const summary = await runImport(project);
    assert.deepEqual([summary.images, summary.withoutIdentity, summary.patients], [6, 6, 3]);
    assert.ok((await readImages(project.root)).every(({ patient }) => /^px-[0-9a-f]{10}$/.test(patient)));
  });

  it('takes labels, patients, sex and age from a table, and lists what is wrong in it', async () => {
    for (const seed of [1, 2, 3, 4]) await film(`set/${seed}.png`, await pngBytes(seed));
    await film('other/4.png', await pngBytes(5));
    await film('cut.png', (await pngBytes(9)).subarray(0, 60));
    const table = join(project.base, 'labels.csv');
    const lines = [
      'id;bone_age;patient;male;age_months',
      '1;94,5;A;True;96',
      'SET/2.PNG;old;A;False;',
      '3;300;B;;',
      '4;10;;;',
      'gone;1;;;',
      'cut;1;;;',
      '1;12;A;;',
    ];
    await put(table, `\uFEFF${lines.join('\r\n')}\r\n`);
    const summary = await runImport(project, { labels: table });
    assert.deepEqual([summary.images, summary.labels, summary.labelProblems, summary.problems], [5, 1, 6, 1]);
    const rows = await readImages(project.root);
    const patients = rows.map(({ patient }) => patient);
    assert.equal(new Set(patients.filter((patient) => patient.startsWith('P-'))).size, 2);
    const [[image, label] = []] = await readLabels(project.root, 'import');
    assert.deepEqual(label?.categories, { bone_age: 94.5 });
    const row = rows.find((entry) => entry.image === image);
    assert.deepEqual([row?.sex, row?.ageYears], ['M', 8]);
    const list = (await problems()).join('\n');
    for (const reason of [
      'Row 3: bone_age is not a number.',
      'Row 4: bone_age is above 240 months.',
      'Row 5: its file name fits several files',
      'Row 6: its file is not in the folder.',
      'Row 7: its file could not be used',
      'Row 8: it says something else of the same image than row 2',
    ])
      assert.ok(list.includes(reason), reason);
  });

  it('updates the labels of a reader and leaves those of others', async () => {
    await film('1.png', await pngBytes(1));
    const table = join(project.base, 'labels.csv');
    await put(table, 'file,bone_age,fracture\n1.png,90,no\n');
    await runImport(project, { labels: table, reader: 'anna' });
    await put(table, 'file,bone_age\n1.png,95\n');
    await runImport(project, { labels: table, reader: 'anna' });
    await runImport(project, { labels: table, reader: 'ben' });
    const label = [...(await readLabels(project.root, 'anna')).values()][0];
    assert.deepEqual([label?.categories, label?.status], [{ bone_age: 95, fracture: 'no' }, 'final']);
    assert.equal([...(await readLabels(project.root, 'ben')).values()][0]?.reader, 'ben');
    assert.equal((await readImages(project.root)).length, 1);
  });

  it('writes nothing when it is cancelled before its end', async () => {
    await film('a.png', await pngBytes(1));
    const before = await filesUnderGit(project.root);
    await assert.rejects(runImport(project, {}, AbortSignal.abort()), { name: 'AbortError' });
    assert.deepEqual(await filesUnderGit(project.root), before);
  });

  it('is not led in a circle by links, passes hidden files, and follows a link outwards', async () => {
    await film('a/1.png', await pngBytes(1));
    await film('.hidden/2.png', await pngBytes(2));
    await film('a/.3.png', await pngBytes(3));
    await film('DICOMDIR', dicomBytes({ instance: '1' }));
    await put(join(project.base, 'outside/4.png'), await pngBytes(4));
    await symlink(project.films, join(project.films, 'a/loop'));
    await symlink(join(project.base, 'outside'), join(project.films, 'b'));
    await symlink(join(project.base, 'outside'), join(project.base, 'outside/self'));
    await symlink(join(project.base, 'nowhere'), join(project.films, 'broken'));
    const summary = await runImport(project);
    assert.deepEqual([summary.added, summary.problems], [2, 0]);
  });

  it('keeps names only when asked, only harmless ones, and tells equal stems apart', async () => {
    await film('x/one.png', await pngBytes(1));
    await film('y/One.png', await pngBytes(2));
    await film('z/Jane Doe.png', await pngBytes(3));
    const summary = await runImport(project, { keepNames: true });
    assert.deepEqual([summary.added, summary.problems], [2, 1]);
    const names = (await readImages(project.root)).map(({ image }) => image);
    assert.ok(names.includes('one') && names.some((name) => /^One-[0-9a-f]{6}$/.test(name)), names.join());
    assert.deepEqual((await runImport(project, { keepNames: true })).unchanged, 2);
  });

  it('refuses what can not be, in one sentence, and changes nothing', async () => {
    const before = await filesUnderGit(project.root);
    await assert.rejects(runImport({ ...project, films: join(project.base, 'nowhere') }), /There is no folder .*nowhere/);
    await assert.rejects(runImport(project), /holds no DICOM, PNG, JPEG file/);
    await film('a.png', await pngBytes(1));
    await assert.rejects(runImport({ ...project, films: join(project.films, 'a.png') }), /is a file: give the folder/);
    await assert.rejects(runImport(project, { layout: 'fracatlas' }), /is not FracAtlas/);
    await assert.rejects(runImport(project, { reader: '../x' }), /The reader "\.\.\/x"/);
    await assert.rejects(runImport(project, { labels: join(project.base, 'no.csv') }), /no\.csv can't be read/);
    await put(join(project.base, 'book.xlsx'), 'PK\u0003\u0004');
    await assert.rejects(runImport(project, { labels: join(project.base, 'book.xlsx') }), /can't be read as a workbook/);
    await put(join(project.base, 'odd.csv'), 'file,shoe\na.png,1\n');
    await assert.rejects(runImport(project, { labels: join(project.base, 'odd.csv') }), /no column for a label/);
    assert.deepEqual(await filesUnderGit(project.root), before);
    assert.deepEqual((await readdir(project.root)).sort(), ['.radsteps', '3-data']);
  });

  it('lets no name, number or place of a patient out of .radsteps', async () => {
    const planted = ['Dolores', 'Haze', 'MRN-889911', 'Ramsdale', '1.2.826.777', 'HospitalSecret'];
    await film('Dolores_Haze/film.png', await pngBytes(1));
    await film(
      'Ramsdale/Haze^Dolores.dcm',
      dicomBytes({
        instance: '1.2.826.777.1',
        series: '1.2.826.777.2',
        study: '1.2.826.777.3',
        patientId: 'MRN-889911',
        patientName: 'Haze^Dolores',
        institution: 'HospitalSecret Ramsdale',
        bodyPart: 'Haze',
      }),
    );
    await film('Dolores/cut.jpg', (await jpegBytes(1)).subarray(0, 300));
    await film('Haze.png', 'not a picture');
    const ct = { modality: 'CT', series: '1.2.826.777.9', patientId: 'MRN-889911', patientName: 'Haze^Dolores' };
    for (const number of [1, 2]) await film(`Ramsdale/ct${number}`, dicomBytes({ ...ct, instance: `1.2.826.777.9.${number}`, number }));
    const table = join(project.base, 'Dolores Haze.csv');
    await put(
      table,
      'file,patient,bone_age\nDolores_Haze/film.png,MRN-889911,80\nHaze^Dolores.dcm,,Ramsdale\nDolores Ramsdale,,1\nHaze.png,,3\n',
    );
    const summary = await runImport(project, { labels: table });
    assert.deepEqual([summary.images, summary.problems, summary.labelProblems], [3, 2, 3]);
    const files = await filesUnderGit(project.root);
    assert.ok(files.size >= 5);
    for (const [file, text] of files) for (const name of planted) assert.ok(!`${file}\n${text}`.includes(name), `${name} in ${file}`);
    assert.ok((await readText(project.root, '.radsteps/paths.csv')).includes('Dolores'));
    assert.equal(summary.patients, 1, "the table's patient is that of the DICOM files");
  });

  it('takes many images', async () => {
    const films = Array.from({ length: 400 }, (_, index) => ({ instance: `2.3.${index}`, patientId: `P${index % 130}`, grey: index }));
    await Promise.all(films.map((fields, index) => film(`${index % 20}/${index}`, dicomBytes({ ...fields, series: '2.1', study: '2.2' }))));
    const summary = await runImport(project);
    assert.deepEqual([summary.added, summary.patients, summary.problems], [400, 130, 0]);
    assert.ok((await readImages(project.root)).every(({ sha256 }) => sha256 !== ''));
  });
});
