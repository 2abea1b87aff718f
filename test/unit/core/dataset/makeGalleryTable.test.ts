import assert from 'node:assert/strict';
import { cellText, columnOf, textsAt } from '../../../../src/core/dataset/galleryTable';
import type { GalleryLabel } from '../../../../src/core/dataset/makeGalleryTable';
import { imageLabelState } from '../../../../src/core/label/imageLabelState';
import type { LabelDefinition } from '../../../../src/core/label/protocol';
import { galleryTableOf } from '../../../browser/harness/galleryTables';
import { imageRow, tableOf } from './galleryRows';

const definitions: readonly LabelDefinition[] = [
  { name: 'fracture', title: 'Fracture visible', kind: 'category', values: ['no', 'yes'] },
  { name: 'grade', title: 'Grade', kind: 'category', values: ['none', 'mild', 'severe'] },
  { name: 'bone_age', title: 'Bone age', kind: 'number', unit: 'months' },
  { name: 'sex', title: 'Sex seen', kind: 'category', values: ['F', 'M'] },
  { name: 'fracture_box', title: 'Fracture', kind: 'box' },
];
const label = (reader: string, status: GalleryLabel['status'], categories: GalleryLabel['categories']): GalleryLabel => ({
  reader,
  status,
  categories,
});

describe('the table of a gallery', () => {
  const rows = [imageRow('a', { sex: 'F', extra: { cast: 'yes' } }), imageRow('b', { patient: 'P-a' }), imageRow('c', { ageYears: 9.5 })];
  const labels = new Map([
    [
      'a',
      [
        label('ada', 'final', { fracture: 'yes', grade: 'mild', bone_age: 100, sex: 'F' }),
        label('ben', 'draft', { fracture: 'no', bone_age: 107 }),
      ],
    ],
    ['c', [label('ben', 'unreadable', {})]],
  ]);
  const split = new Map([['P-a', 'train'] as const]);
  const table = tableOf(rows, { definitions, labels, split, extraColumns: ['cast'], here: new Set(['a']) });
  const cells = (name: string): readonly string[] => rows.map((_, row) => cellText(columnOf(table, name), row));

  it('says what readers say in words, all of them where they differ', () => {
    assert.deepEqual(cells('category'), ['F, fracture, mild, no fracture', '', '']);
    assert.deepEqual(cells('fracture'), ['no, yes', '', '']);
    assert.deepEqual(cells('bone_age'), ['103.5', '', ''], 'the mean of two readers');
    assert.deepEqual(cells('label_sex'), ['F', '', ''], 'a label that is called like a column of the index');
    assert.deepEqual(cells('label'), ['draft, final', 'none', 'unreadable']);
    assert.deepEqual(cells('reader'), ['ada, ben', '', 'ben']);
    assert.equal(columnOf(table, 'fracture_box'), undefined);
  });

  it('names disagreement and signing off beside how far each reader is', () => {
    const signedOff = { by: 'zoe', at: '2026-03-01T10:00:00Z' };
    const two = [label('ada', 'final', { fracture: 'yes' }), { ...label('ben', 'final', { fracture: 'no' }), signedOff }];
    const shown = (differences: readonly string[]): string => {
      const states = new Map([['a', imageLabelState(two, differences)]]);
      return cellText(columnOf(tableOf([imageRow('a')], { labels: new Map([['a', two]]), states }), 'label'), 0);
    };
    assert.equal(shown(['Fracture visible: ada yes, ben no']), 'disagree, final');
    assert.equal(shown([]), 'final, signed off');
  });

  it("knows part, file and the template's own columns, and leaves out what nobody has", () => {
    assert.deepEqual(cells('part'), ['train', 'train', '']);
    assert.deepEqual(cells('file'), ['here', 'not here', 'not here']);
    assert.deepEqual(cells('cast'), ['yes', '', '']);
    assert.deepEqual(cells('age'), ['', '', '9.5']);
    assert.equal(columnOf(table, 'modality'), undefined);
    assert.equal(columnOf(table, 'sha256'), undefined);
    assert.ok(table.hasSplit);
    const without = tableOf(rows);
    assert.ok(!without.hasSplit);
    assert.equal(columnOf(without, 'part'), undefined);
  });

  it('keeps each distinct list once', () => {
    const patient = columnOf(table, 'patient');
    assert.ok(patient?.kind === 'text');
    assert.deepEqual(patient.lists, [['P-a'], ['P-c']]);
    assert.deepEqual(patient.codes, [0, 0, 1]);
    const image = columnOf(table, 'image');
    assert.ok(image?.kind === 'text' && image.codes === null);
    assert.deepEqual(textsAt(image, 2), ['c']);
  });

  it('is less than 3 MB of JSON for 20,000 images', () => {
    assert.ok(JSON.stringify(galleryTableOf(20_000)).length < 3e6);
  });
});
