import assert from 'node:assert/strict';
import { galleryOrder, type Order } from '../../../../src/core/dataset/galleryOrder';
import { cellText, columnOf } from '../../../../src/core/dataset/galleryTable';
import { imageRow, tableOf } from './galleryRows';

const rows = [
  imageRow('d', { patient: 'P-1', ageYears: 3, sex: 'M' }),
  imageRow('a', { patient: 'P-2', ageYears: null }),
  imageRow('c', { patient: 'P-1', ageYears: 9, sex: 'F' }),
  imageRow('b', { patient: 'P-3', ageYears: 3, sex: 'F' }),
];
const table = tableOf(rows);
const order = galleryOrder(table);
const all = Uint32Array.of(0, 1, 2, 3);
const names = (list: Uint32Array): string => [...list].map((row) => cellText(columnOf(table, 'image'), row)).join('');
const by = (column: string, more: Partial<Order> = {}): Order => ({ column, descending: false, group: false, ...more });

describe('the order of the gallery', () => {
  it('sorts by texts and numbers, ties by image, unknown values last either way', () => {
    assert.equal(names(order(all, by('image')).rows), 'abcd');
    assert.equal(names(order(all, by('image', { descending: true })).rows), 'dcba');
    assert.equal(names(order(all, by('age')).rows), 'bdca');
    assert.equal(names(order(all, by('age', { descending: true })).rows), 'cbda');
    assert.equal(names(order(all, by('sex')).rows), 'bcda');
    assert.equal(names(order(all, by('sex', { descending: true })).rows), 'dbca');
  });

  it('keeps to the images that are wanted, and to the order of images for a column that is not there', () => {
    assert.equal(names(order(Uint32Array.of(0, 3), by('image')).rows), 'bd');
    assert.equal(names(order(all, by('nothing')).rows), 'abcd');
  });

  it('puts the images of a patient together, patients by their first image', () => {
    const { rows: grouped, groups } = order(all, by('age', { descending: true, group: true }));
    assert.equal(names(grouped), 'cdba');
    assert.deepEqual(groups, [
      { title: 'P-1', start: 0, count: 2 },
      { title: 'P-3', start: 2, count: 1 },
      { title: 'P-2', start: 3, count: 1 },
    ]);
  });
});
