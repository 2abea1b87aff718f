import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { imageFiles, readers, readImages, readLabels, readSplit } from '../../../../src/node/dataset/readDataset';
import { splitProject } from '../../../../src/node/dataset/splitProject';
import { type DatasetProject, makeDatasetProject, put, readText, removeProject, runImport } from './datasetProject';
import { dicomBytes } from './dicomBytes';
import { pngBytes } from './pictures';

describe('splitProject', () => {
  let project: DatasetProject;
  beforeEach(async () => {
    project = await makeDatasetProject();
  });
  afterEach(() => removeProject(project));

  /** Two films of each patient, half of the patients with a fracture. */
  async function addPatients(from: number, to: number): Promise<void> {
    const rows = ['file,fracture'];
    for (let patient = from; patient < to; patient += 1)
      for (const film of [1, 2]) {
        await put(
          join(project.films, `${patient}-${film}.dcm`),
          dicomBytes({ instance: `1.${patient}.${film}`, patientId: `P${patient}`, sex: patient % 4 < 2 ? 'F' : 'M' }),
        );
        rows.push(`${patient}-${film}.dcm,${patient % 2}`);
      }
    await put(join(project.base, 'labels.csv'), `${rows.join('\n')}\n`);
    await runImport(project, { labels: join(project.base, 'labels.csv') });
  }

  it('keeps patients whole, spreads the outcome, and can be read again', async () => {
    await addPatients(0, 100);
    const summary = await splitProject(project.root, { seed: 5 });
    const { train, tuning, test } = summary.parts;
    assert.deepEqual([train.patients, tuning.patients, test.patients], [70, 15, 15]);
    assert.deepEqual([train.images, tuning.images, test.images], [140, 30, 30]);
    assert.deepEqual([summary.outcome, summary.seed, summary.added, summary.kept, summary.notes], ['fracture', 5, 100, 0, []]);
    for (const { outcome, images } of [train, tuning, test]) {
      assert.ok(outcome?.kind === 'category');
      assert.ok(Math.abs((outcome.counts.yes ?? 0) - images / 2) <= 2, JSON.stringify(outcome));
    }
    const split = await readSplit(project.root);
    assert.equal(split.size, 100);
    assert.ok((await readImages(project.root)).every(({ patient }) => split.has(patient)));
    assert.ok(JSON.parse(await readText(project.root, '3-data/split.lock')).strata.length >= 4);
  });

  it('is the same from the same images and seed, and differs with the seed', async () => {
    await addPatients(0, 30);
    const again = async (seed: number) => {
      await rm(join(project.root, '3-data/split.csv'), { force: true });
      await rm(join(project.root, '3-data/split.lock'), { force: true });
      await splitProject(project.root, { seed });
      return (await readText(project.root, '3-data/split.csv')) + (await readText(project.root, '3-data/split.lock'));
    };
    const first = await again(1);
    assert.equal(await again(1), first);
    assert.notEqual(await again(2), first);
  });

  it('keeps the part of every patient when others come', async () => {
    await addPatients(0, 40);
    await splitProject(project.root, {});
    const before = await readSplit(project.root);
    await addPatients(40, 60);
    const summary = await splitProject(project.root, {});
    assert.deepEqual([summary.added, summary.kept], [20, 40]);
    const after = await readSplit(project.root);
    assert.equal(after.size, 60);
    for (const [patient, part] of before) assert.equal(after.get(patient), part);
    assert.deepEqual([summary.parts.train.patients, summary.parts.tuning.patients, summary.parts.test.patients], [42, 9, 9]);
  });

  it('refuses another seed or other fractions, a changed table, and impossible numbers', async () => {
    await addPatients(0, 10);
    await assert.rejects(splitProject(project.root, { fractions: [0.5, 0.2, 0.2] }), /sum to 1/);
    await assert.rejects(splitProject(project.root, { fractions: [1, 0, 0] }), /only test may be 0/);
    await assert.rejects(splitProject(project.root, { seed: 1.5 }), /whole number/);
    await splitProject(project.root, { seed: 3, fractions: [0.6, 0.2, 0.2] });
    await assert.rejects(
      splitProject(project.root, { seed: 4 }),
      /split already, with seed 3.*delete 3-data\/split\.csv and 3-data\/split\.lock/,
    );
    await assert.rejects(splitProject(project.root, { fractions: [0.7, 0.15, 0.15] }), /fractions 0\.6\/0\.2\/0\.2/);
    assert.equal((await splitProject(project.root, { seed: 3 })).kept, 10);
    const table = await readText(project.root, '3-data/split.csv');
    await put(join(project.root, '3-data/split.csv'), table.replaceAll('\n', '\r\n'));
    assert.equal((await readSplit(project.root)).size, 10, 'line ends that git changed are no change');
    await put(join(project.root, '3-data/split.csv'), table.replace('test', 'train'));
    await assert.rejects(readSplit(project.root), /changed by hand/);
    await assert.rejects(splitProject(project.root, {}), /changed by hand/);
    await rm(join(project.root, '3-data/split.lock'));
    await assert.rejects(readSplit(project.root), /split\.lock is missing beside 3-data\/split\.csv/);
  });

  it('says so where images name no patient, and where there are too few', async () => {
    for (const seed of [1, 2]) await put(join(project.films, `${seed}.png`), await pngBytes(seed));
    await runImport(project);
    await assert.rejects(splitProject(project.root, {}), /of 2 patients, but a split needs at least 3/);
    await put(join(project.films, '3.png'), await pngBytes(3));
    await runImport(project);
    const { notes, outcome } = await splitProject(project.root, {});
    assert.equal(outcome, '');
    assert.ok(notes.some((note) => note.startsWith('3 of 3 images name no patient')));
    assert.ok(notes.some((note) => note.startsWith('No image has a label yet')));
  });
});

describe('readDataset', () => {
  it('names the command that comes first', async () => {
    const project = await makeDatasetProject();
    await assert.rejects(readImages(project.root), /run "radsteps import <folder>" first/);
    await assert.rejects(readSplit(project.root), /run "radsteps split" first/);
    await assert.rejects(splitProject(project.root, {}), /radsteps import/);
    assert.deepEqual([await readers(project.root), (await imageFiles(project.root)).size], [[], 0]);
    await put(
      join(project.root, '3-data/labels/anna/img-1.json'),
      '{"version":1,"image":"img-2","reader":"anna","status":"final","categories":{},"marks":[]}',
    );
    assert.deepEqual(await readers(project.root), ['anna']);
    await assert.rejects(readLabels(project.root, 'anna'), /img-1\.json is the label of image img-2 by anna/);
    await removeProject(project);
  });
});
