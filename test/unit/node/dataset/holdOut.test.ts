import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseImageTable } from '../../../../src/core/dataset/imageTable';
import { parseSplitLock } from '../../../../src/core/dataset/splitTable';
import { writeImageTable } from '../../../../src/node/dataset/imageTableFile';
import { readSplit } from '../../../../src/node/dataset/readDataset';
import { splitProject } from '../../../../src/node/dataset/splitProject';
import { type DatasetProject, makeDatasetProject, put, readText, removeProject, runImport } from './datasetProject';
import { pngBytes } from './pictures';

describe('a part of the split held out by a column', () => {
  let project: DatasetProject;
  const at = (name: string, content: string | Uint8Array) => put(join(project.films, name), content);
  const rows = async () => parseImageTable(await readText(project.root, '3-data/images.csv')).rows;
  const imagesIn = async (part: string) => {
    const split = await readSplit(project.root);
    return (await rows()).filter(({ patient }) => split.get(patient) === part);
  };
  const official = (list: readonly { readonly extra: Readonly<Record<string, string>> }[]) =>
    [...new Set(list.map(({ extra }) => extra.official_part))].toSorted();
  const unsplit = async () => {
    for (const file of ['split.csv', 'split.lock']) await rm(join(project.root, '3-data', file), { force: true });
  };

  beforeEach(async () => {
    project = await makeDatasetProject();
    const table = (head: string, from: number, to: number, row: (id: number) => string) =>
      `${head}\n${Array.from({ length: to - from }, (_, index) => `${row(from + index)}\n`).join('')}`;
    for (let id = 1; id <= 60; id += 1) await at(`${id}.png`, await pngBytes(id));
    await at(
      'train.csv',
      table('id,boneage,male', 1, 41, (id) => `${id},${id * 4},${id % 2 === 0 ? 'True' : 'False'}`),
    );
    await at(
      'validation.csv',
      table('Image ID,male,Bone Age (months)', 41, 51, (id) => `${id},TRUE,${id}`),
    );
    await at(
      'test.csv',
      table('Case ID,Sex,Ground truth bone age (months)', 51, 61, (id) => `${id},F,${id}`),
    );
    await runImport(project);
  });
  afterEach(() => removeProject(project));

  it('is exactly the official one; the rest is split by the shares of the other parts', async () => {
    const summary = await splitProject(project.root, { test: 'official_part=test' });
    assert.deepEqual([summary.parts.train.images, summary.parts.tuning.images, summary.parts.test.images], [41, 9, 10]);
    assert.deepEqual(official(await imagesIn('test')), ['test']);
    assert.deepEqual(official(await imagesIn('train')), ['training', 'validation']);
    assert.ok(!summary.notes.some((note) => note.includes('official')), summary.notes.join('\n'));
    const lock = parseSplitLock(await readText(project.root, '3-data/split.lock'));
    assert.deepEqual(lock.held, { test: 'official_part=test' });
    assert.ok(Math.abs(lock.fractions.train - 0.7 / 0.85) < 1e-12 && lock.fractions.test === 0);
    assert.deepEqual(lock.strata.at(-1), { name: 'held out, official_part=test', train: 0, tuning: 0, test: 10 });
    assert.equal(
      lock.strata.reduce((sum, { train, tuning, test }) => sum + train + tuning + test, 0),
      60,
    );

    const before = await readText(project.root, '3-data/split.csv');
    const again = await splitProject(project.root, {});
    assert.deepEqual([again.added, again.kept, await readText(project.root, '3-data/split.csv')], [0, 60, before]);
    await splitProject(project.root, { test: 'official_part=test', fractions: [0.7, 0.15, 0.15] });
    const refused = /split already, with seed 1 and fractions 0\.8235\/0\.1765\/0, held out test official_part=test/;
    await assert.rejects(splitProject(project.root, { test: 'official_part=validation' }), refused);
    await assert.rejects(splitProject(project.root, { tuning: 'official_part=validation' }), refused);
  });

  it('may be all three of the challenge', async () => {
    const summary = await splitProject(project.root, { test: 'official_part=test', tuning: 'official_part=validation' });
    assert.deepEqual([summary.parts.train.images, summary.parts.tuning.images, summary.parts.test.images], [40, 10, 10]);
    assert.deepEqual([official(await imagesIn('train')), official(await imagesIn('tuning'))], [['training'], ['validation']]);
  });

  it('takes new images of its kind, and tells when a patient had another part', async () => {
    await splitProject(project.root, { test: 'official_part=test' });
    await at('61.png', await pngBytes(61));
    await at('more.csv', 'Case ID,Sex,Ground truth bone age (months)\n61,F,61\n');
    await runImport(project);
    const summary = await splitProject(project.root, {});
    assert.deepEqual([summary.added, summary.parts.test.images], [1, 11]);
    const list = (await rows()).map((row) => (row.image === '1' ? { ...row, extra: { official_part: 'test' } } : row));
    await writeImageTable(project.root, { rows: list, extraColumns: ['official_part'] });
    const third = await splitProject(project.root, {});
    assert.equal(third.parts.test.images, 11);
    assert.ok(third.notes.some((note) => note.startsWith('1 patients of test official_part=test had another part already')));
  });

  it('holds a whole patient, and says where that is more than the named images', async () => {
    const list = (await rows()).map((row) => (['1', '51', '41'].includes(row.image) ? { ...row, patient: 'P-ONE' } : row));
    await writeImageTable(project.root, { rows: list, extraColumns: ['official_part'] });
    const summary = await splitProject(project.root, { test: 'official_part=test', tuning: 'official_part=validation' });
    assert.deepEqual([summary.parts.test.images, summary.parts.tuning.images], [12, 9]);
    assert.ok(summary.notes.some((note) => note.startsWith('1 patients have images in and outside test official_part=test, tuning')));
  });

  it('says without it that published results can not be compared', async () => {
    const summary = await splitProject(project.root, {});
    assert.ok(
      summary.notes.some((note) => /images of the official test part are not in the test part/.test(note)),
      summary.notes.join('\n'),
    );
    assert.ok(!(await readText(project.root, '3-data/split.lock')).includes('held'));
  });

  it('goes by common columns too, with several values, and refuses what fits nothing', async () => {
    await splitProject(project.root, { test: 'official_part=test,validation' });
    assert.equal((await imagesIn('test')).length, 20);
    await unsplit();
    const list = (await rows()).map((row, index) => ({ ...row, manufacturer: index % 3 === 0 ? 'Maker, AG' : 'Other' }));
    await writeImageTable(project.root, { rows: list, extraColumns: ['official_part'] });
    await splitProject(project.root, { test: 'manufacturer=Maker, AG' });
    assert.equal((await imagesIn('test')).length, 20);
    await unsplit();
    const refuses = (test: string, words: RegExp) => assert.rejects(splitProject(project.root, { test }), words);
    await refuses('official_part', /"official_part" must be a column of images\.csv and a value/);
    await refuses('official_part=Test', /No image has official_part "Test": there are test, training, validation\./);
    await refuses('site=a', /No image has site "a": the column is empty\./);
    await refuses('constructor=a', /images\.csv has no column constructor/);
    await refuses('official_part=test,validation,training', /leaves no patient to train with/);
  });
});
