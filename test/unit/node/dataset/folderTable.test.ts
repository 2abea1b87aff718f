import assert from 'node:assert/strict';
import { join } from 'node:path';
import { readImages, readLabels } from '../../../../src/node/dataset/readDataset';
import { workbookBytes } from '../../../fixtures/workbookBytes';
import { type DatasetProject, makeDatasetProject, put, readText, removeProject, runImport } from './datasetProject';
import { pngBytes } from './pictures';

describe('a folder with a table of labels', () => {
  let project: DatasetProject;
  beforeEach(async () => {
    project = await makeDatasetProject();
    for (const seed of [1, 2]) await at(`films/${seed}.png`, await pngBytes(seed));
  });
  afterEach(() => removeProject(project));
  const at = (name: string, content: string | Uint8Array) => put(join(project.films, name), content);
  const ages = async () => [...(await readLabels(project.root, 'import')).values()].map(({ categories }) => categories.bone_age).toSorted();
  const noteOf = (notes: readonly string[], words: RegExp) =>
    assert.ok(
      notes.some((note) => words.test(note)),
      notes.join('\n'),
    );

  it('is found by itself, said, and keeps its place in the list of problems', async () => {
    await at('tables/Reading.csv', 'file,Bone age (years)\n1.png,10.5\n2.png,old\n');
    await at('patients.csv', 'name,town\na,b\n');
    const summary = await runImport(project);
    assert.deepEqual([summary.added, summary.labels, summary.labelProblems], [2, 1, 1]);
    noteOf(summary.notes, /^Labels \(reader import\) were read from tables\/Reading\.csv, the one table in the folder that fits/);
    assert.deepEqual(await ages(), [126]);
    const list = await readText(project.root, '3-data/import-problems.csv');
    assert.match(list, /^file-[0-9a-f]{10},Row 3: bone_age is not a number\.$/m);
    assert.ok(!list.includes('Reading'));
    assert.ok((await readImages(project.root)).every(({ image }) => image.startsWith('img-')));
    await at('tables/Reading.csv', 'file,Bone age (years)\n1.png,10.5\n2.png,9\n');
    await runImport(project);
    assert.deepEqual(await ages(), [108, 126]);
    assert.doesNotMatch(await readText(project.root, '3-data/import-problems.csv'), /Row/);
  });

  it('gives way to a table that is named, to none, and to a choice among several', async () => {
    await at('a.csv', 'file,bone_age\n1.png,10\n');
    assert.equal((await runImport(project, { labels: false })).labels, 0);
    await put(join(project.base, 'other.csv'), 'file,bone_age\n2.png,20\n');
    await runImport(project, { labels: join(project.base, 'other.csv') });
    assert.deepEqual(await ages(), [20]);
    await at('b.tsv', 'image\tbone_age_months\n1.png\t30\n');
    const summary = await runImport(project);
    noteOf(summary.notes, /^No labels were read: 2 tables in the folder may hold them \(a\.csv, b\.tsv\)\. Choose one with "--labels"\.$/);
    assert.deepEqual(await ages(), [20]);
  });

  it('may be a workbook, and is refused by the heading that can not be understood', async () => {
    await at(
      'ages.xlsx',
      workbookBytes([
        ['file', 'bone_age'],
        ['1.png', 94],
      ]),
    );
    await runImport(project);
    assert.deepEqual(await ages(), [94]);
    await at(
      'ages.xlsx',
      workbookBytes([
        ['file', 'bone_age_m'],
        ['1.png', 95],
      ]),
    );
    const summary = await runImport(project);
    noteOf(summary.notes, /^No labels were read\. ages\.xlsx: the heading "bone_age_m" does not say whether it holds months or years/);
    assert.deepEqual(await ages(), [94]);
    await assert.rejects(runImport(project, { labels: join(project.films, 'ages.xlsx') }), /does not say whether it holds months or years/);
  });

  it('goes by the columns that the protocol names', async () => {
    const protocol = (await readText(project.root, '3-data/protocol.md')).replace('maximum: 240', 'maximum: 240\n    columns: [Alter_GP]');
    await put(join(project.root, '3-data/protocol.md'), protocol);
    await at('a.csv', 'Datei;alter gp\n1.png;10\n');
    assert.equal((await runImport(project)).labels, 0, 'no column says which file');
    await at('a.csv', 'filename;alter gp\n1.png;10\n');
    await runImport(project);
    assert.deepEqual(await ages(), [10]);
  });

  it('hurts nothing where it is no table', async () => {
    await at('a.csv', '"never closed\n');
    await at('b.csv', '');
    await at('c.xlsx', 'PK');
    await at('d.csv', Buffer.from([0xff, 0xfe, 0x00, 0xd8]));
    const summary = await runImport(project);
    assert.deepEqual([summary.added, summary.labels], [2, 0]);
  });
});
