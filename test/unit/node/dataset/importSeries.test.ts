import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseSeriesTable } from '../../../../src/core/dataset/seriesTable';
import { completeHashes } from '../../../../src/node/dataset/completeHashes';
import { imageFiles, readImages } from '../../../../src/node/dataset/readDataset';
import { type DatasetProject, makeDatasetProject, put, readText, removeProject, runImport } from './datasetProject';
import { dicomBytes } from './dicomBytes';
import { pngBytes } from './pictures';

const never = new AbortController().signal;

describe('importing series', () => {
  let project: DatasetProject;
  beforeEach(async () => {
    project = await makeDatasetProject();
  });
  afterEach(() => removeProject(project));
  const slice = (number: number, fields: object = {}) =>
    dicomBytes({
      instance: `1.5.${number}`,
      series: '1.5',
      study: '1',
      patientId: 'A',
      modality: 'CT',
      number,
      position: [0, 0, -3 * number],
      ...fields,
    });
  const film = (name: string, bytes: Uint8Array) => put(join(project.films, name), bytes);
  const list = async (image: string) => parseSeriesTable(await readText(project.root, `3-data/series/${image}.csv`), 'list');

  it('makes one image of the slices, in the order of their position, and hashes the list', async () => {
    for (const number of [2, 3, 1]) await film(`${number}`, slice(number));
    await film('scout', slice(9, { size: 8 }));
    await film('film.dcm', dicomBytes({ instance: '1.6', series: '1.5', study: '1', patientId: 'A' }));
    const summary = await runImport(project);
    assert.deepEqual([summary.added, summary.patients, summary.problems], [2, 1, 1]);
    const row = (await readImages(project.root)).find(({ modality }) => modality === 'CT');
    assert.equal(row?.frames, 3);
    const instances = await list(row?.image ?? '');
    assert.deepEqual(
      instances.map(({ number }) => number),
      [3, 2, 1],
    );
    assert.equal(instances[0]?.sha256, createHash('sha256').update(slice(3)).digest('hex'));
    const text = await readText(project.root, `3-data/series/${row?.image}.csv`);
    assert.equal(row?.sha256, createHash('sha256').update(text).digest('hex'));
    assert.equal((await runImport(project)).unchanged, 2);
  });

  it('adds slices that come later, also from another folder', async () => {
    await film('1', slice(1));
    await runImport(project);
    const [before] = await readImages(project.root);
    await put(join(project.base, 'more/2'), slice(2));
    const summary = await runImport({ ...project, films: join(project.base, 'more') });
    assert.deepEqual([summary.added, summary.updated, summary.images], [0, 1, 1]);
    const [after] = await readImages(project.root);
    assert.deepEqual([before?.frames, after?.frames, after?.image], [1, 2, before?.image]);
    assert.notEqual(after?.sha256, before?.sha256);
    assert.equal((await list(after?.image ?? '')).filter(({ sha256 }) => sha256 !== '').length, 2);
  });
});

describe('completeHashes', () => {
  let project: DatasetProject;
  beforeEach(async () => {
    project = await makeDatasetProject();
    await put(join(project.films, 'a.dcm'), dicomBytes({ instance: '1.1', patientId: 'A' }));
    await put(join(project.films, 'b.dcm'), dicomBytes({ instance: '1.2', patientId: 'B' }));
    await put(join(project.films, 'c'), dicomBytes({ instance: '1.3.1', series: '1.3', patientId: 'C', modality: 'MR' }));
    await put(join(project.films, 'd.png'), await pngBytes(1));
  });
  afterEach(() => removeProject(project));

  it('fills in what an import that was killed between its passes left open', async () => {
    const abort = new AbortController();
    const stopAtHashes = runImport(project, {}, abort.signal);
    await stopAtHashes;
    const table = join(project.root, '3-data/images.csv');
    const whole = await readText(project.root, '3-data/images.csv');
    await writeFile(table, whole.replace(/[0-9a-f]{64}/g, ''));
    const rows = await readImages(project.root);
    await completeHashes(project.root, [rows[0]?.image ?? ''], () => undefined, never);
    assert.equal((await readImages(project.root)).filter(({ sha256 }) => sha256 !== '').length, 1);
    await completeHashes(
      project.root,
      rows.map(({ image }) => image),
      () => undefined,
      never,
    );
    assert.equal(await readText(project.root, '3-data/images.csv'), whole);
  });

  it('is cancelled in the second pass with a consistent table, which the next import completes', async () => {
    const { importImages } = await import('../../../../src/node/dataset/importImages');
    const abort = new AbortController();
    const stop = ({ phase }: { readonly phase: string }) => (phase === 'Hashing files' ? abort.abort() : undefined);
    await assert.rejects(importImages(project.root, project.films, { layout: 'auto' }, stop, abort.signal), { name: 'AbortError' });
    const rows = await readImages(project.root);
    assert.equal(rows.length, 4);
    assert.ok(rows.some(({ sha256 }) => sha256 === ''));
    await runImport(project);
    assert.ok((await readImages(project.root)).every(({ sha256 }) => sha256 !== ''));
  });

  it('says which step helps when a file is not there', async () => {
    await runImport(project);
    const text = await readText(project.root, '3-data/images.csv');
    await writeFile(join(project.root, '3-data/images.csv'), text.replace(/[0-9a-f]{64}/g, ''));
    const [first] = (await imageFiles(project.root)).values();
    await rename(first ?? '', join(project.base, 'gone'));
    const images = (await readImages(project.root)).map(({ image }) => image);
    await assert.rejects(
      completeHashes(project.root, images, () => undefined, never),
      /1 of the images have no readable file.*radsteps import/,
    );
    assert.equal((await readImages(project.root)).filter(({ sha256 }) => sha256 === '').length, 1);
  });

  it('notices a file whose bytes changed under the same UID', async () => {
    await runImport(project);
    await put(join(project.films, 'a.dcm'), dicomBytes({ instance: '1.1', patientId: 'A', grey: 9, bodyPart: 'HAND' }));
    const summary = await runImport(project);
    assert.deepEqual([summary.updated, summary.unchanged], [1, 3]);
    assert.ok(summary.notes.some((note) => note.startsWith('1 images have other bytes')));
  });
});
