import assert from 'node:assert/strict';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { cellText, columnOf, type GalleryTable } from '../../../../src/core/dataset/galleryTable';
import { formatLabel } from '../../../../src/core/label/labelFile';
import { splitProject } from '../../../../src/node/dataset/splitProject';
import { galleryReader } from '../../../../src/node/gallery/galleryReader';
import { type DatasetProject, makeDatasetProject, put, removeProject, runImport } from '../dataset/datasetProject';
import { pngBytes } from '../dataset/pictures';

describe('the reader of a gallery', () => {
  let project: DatasetProject;
  beforeEach(async () => {
    project = await makeDatasetProject();
  });
  afterEach(() => removeProject(project));

  const label = (image: string, reader: string, status: 'draft' | 'final', fracture: string): string =>
    formatLabel({ version: 1, image, reader, status, categories: { fracture }, marks: [] });
  const cells = (table: GalleryTable, name: string): readonly string[] =>
    Array.from({ length: table.n }, (_, row) => cellText(columnOf(table, name), row));
  const films = async (count: number): Promise<readonly string[]> => {
    for (let index = 0; index < count; index += 1) await put(join(project.films, `film-${index}.png`), await pngBytes(index));
    await runImport(project, { keepNames: true });
    return cells(await galleryReader(project.root).table(), 'image');
  };
  const put3 = (file: string, text: string) => put(join(project.root, '3-data', file), text);

  it('has nothing to show before the first import', async () => {
    const table = await galleryReader(project.root).table();
    assert.deepEqual([table.n, table.hasSplit, table.notes], [0, false, []]);
  });

  it('knows labels, files and split, and follows a label that changes', async () => {
    const [first = '', second = ''] = await films(3);
    await put3(`labels/ada/${first}.json`, label(first, 'ada', 'draft', 'yes'));
    await put3(`labels/ben/${first}.json`, label(first, 'ben', 'final', 'no'));
    await rm(join(project.films, 'film-2.png'));
    const reader = galleryReader(project.root);
    const table = await reader.table();
    assert.deepEqual(cells(table, 'label'), ['draft, final', 'none', 'none']);
    assert.deepEqual(cells(table, 'reader'), ['ada, ben', '', '']);
    assert.deepEqual(cells(table, 'file'), ['here', 'here', 'here'], 'only who wants the file finds out that it has gone');
    assert.ok(!table.hasSplit);
    await put3(`labels/ada/${first}.json`, label(first, 'ada', 'final', 'no'));
    await put3(`labels/ada/${second}.json`, label(second, 'ada', 'draft', 'no'));
    await rm(join(project.root, '3-data/labels/ben'), { recursive: true });
    const later = await reader.table();
    assert.deepEqual(cells(later, 'label'), ['final', 'draft', 'none']);
    assert.deepEqual(cells(later, 'category'), ['no fracture', 'no fracture', '']);
    const { labels, facts } = reader.details(second);
    assert.deepEqual(labels, [{ reader: 'ada', status: 'draft', signedOff: '', categories: [['fracture', 'no']], marks: 0 }]);
    assert.equal(new Map(facts).get('Rows'), '8');
    assert.match(new Map(facts).get('SHA-256') ?? '', /^[0-9a-f]{64}$/);
    assert.throws(() => reader.details('other'), /not in the index any more/);
  });

  it("hides other readers' labels from a blind reader, and says so", async () => {
    const [first = ''] = await films(1);
    for (const [reader, word] of [
      ['ada', 'yes'],
      ['ben', 'no'],
    ] as const)
      await put3(`labels/${reader}/${first}.json`, label(first, reader, 'final', word));
    const local = join(project.root, '.radsteps/local.yaml');
    await put(local, (await readFile(local, 'utf8')).replace(/^reader: .*$/m, 'reader: ben\nblind: true'));
    const table = await galleryReader(project.root).table();
    assert.deepEqual([cells(table, 'reader'), cells(table, 'category')], [['ben'], ['no fracture']]);
    assert.match(table.notes.join(' '), /You read blind/);
  });

  it('knows where readers differ, where a consensus has settled it, and what is signed off', async () => {
    const [first = ''] = await films(2);
    await put3(`labels/ada/${first}.json`, label(first, 'ada', 'final', 'yes'));
    await put3(`labels/ben/${first}.json`, label(first, 'ben', 'final', 'no'));
    const reader = galleryReader(project.root);
    assert.deepEqual(cells(await reader.table(), 'label'), ['disagree, final', 'none']);
    assert.deepEqual(reader.details(first).open, ['Fracture: ada yes, ben no']);
    const signedOff = { by: 'zoe', at: '2026-03-01T10:00:00.000Z' };
    const agreed = { version: 1, image: first, reader: 'consensus', status: 'final', categories: { fracture: 'no' }, marks: [] } as const;
    await put3(`labels/consensus/${first}.json`, formatLabel({ ...agreed, signedOff }));
    assert.deepEqual(cells(await reader.table(), 'label'), ['final, signed off', 'none']);
    const details = reader.details(first);
    assert.deepEqual(
      [details.open, details.labels.find((one) => one.reader === 'consensus')?.signedOff],
      [[], 'signed off by zoe on 2026-03-01'],
    );
  });

  it('knows the split, and says so where it was changed by hand', async () => {
    await films(12);
    await splitProject(project.root, {});
    const table = await galleryReader(project.root).table();
    assert.ok(table.hasSplit);
    assert.ok(cells(table, 'part').every((part) => ['train', 'tuning', 'test'].includes(part)));
    await put3('split.csv', 'patient,part\nP-x,test\n');
    const changed = await galleryReader(project.root).table();
    assert.ok(!changed.hasSplit);
    assert.match(changed.notes.join(' '), /not the split that 3-data\/split\.lock describes/);
    assert.equal(changed.n, 12, 'the images are shown all the same');
  });

  it('names a label that is none, and counts it as unreadable', async () => {
    const [first = '', second = '', third = ''] = await films(5);
    for (const image of [first, second, third]) await put3(`labels/ada/${image}.json`, '{ "version": 1');
    await put3('labels/ben/film-4.json', label('film-3', 'ben', 'final', 'no'));
    const table = await galleryReader(project.root).table();
    assert.deepEqual(cells(table, 'label').slice(0, 3), ['unreadable', 'unreadable', 'unreadable']);
    assert.equal(table.notes.length, 4);
    assert.match(table.notes[0] ?? '', /^3-data\/labels\/ada\/film-0\.json is not JSON/);
    assert.match(table.notes[3] ?? '', /1 more label files can't be read/);
  });

  it('changes when the content of an image does', async () => {
    await films(2);
    const before = await galleryReader(project.root).table();
    await put(join(project.films, 'film-1.png'), await pngBytes(77));
    await runImport(project, { keepNames: true });
    const after = await galleryReader(project.root).table();
    assert.notEqual(after.contents, before.contents);
  });
});
