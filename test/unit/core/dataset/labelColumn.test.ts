import assert from 'node:assert/strict';
import { findLabelColumn } from '../../../../src/core/dataset/labelColumn';
import { readLabelTable } from '../../../../src/core/dataset/labelTable';
import type { LabelDefinition } from '../../../../src/core/label/protocol';

const label: LabelDefinition = {
  name: 'bone_age',
  title: 'Bone age',
  kind: 'number',
  unit: 'months',
  columns: ['boneage', 'Ground truth bone age (months)', 'GP (m)'],
};
const find = (columns: readonly string[], definition = label) => findLabelColumn('t.csv', columns, definition);

describe('findLabelColumn', () => {
  it('finds an age by its name, by the names of the protocol, or with a unit besides', () => {
    assert.deepEqual(find(['id', 'Bone Age']), { column: 'Bone Age', unit: '' });
    assert.deepEqual(find(['id', 'bone_age_years']), { column: 'bone_age_years', unit: 'years' });
    assert.deepEqual(find(['ground truth bone age (years)']), { column: 'ground truth bone age (years)', unit: 'years' });
    assert.deepEqual(find(['id', 'age']), null);
    assert.deepEqual(find(['id', 'age_months']), null);
    assert.deepEqual(find(['GP (M)'])?.column, 'GP (M)', 'the protocol names it: it is in the unit of the label');
  });

  it('prefers its own name, then its own unit, and refuses what is left to chance', () => {
    assert.equal(find(['bone_age_years', 'bone_age'])?.column, 'bone_age');
    assert.equal(find(['bone_age_years', 'bone_age_months'])?.column, 'bone_age_months');
    assert.throws(
      () => find(['Bone age (months)', 'bone_age_mo']),
      /t\.csv has several columns that may be bone_age \("Bone age \(months\)", "bone_age_mo"\): call/,
    );
    assert.throws(() => find(['bone_age_years', 'bone_age_yr']), /several columns/);
    assert.throws(
      () => find(['bone_age_m']),
      /"bone_age_m" does not say whether it holds months or years: call the right one "bone_age_months" or "bone_age_years"/,
    );
    assert.throws(() => find(['bone age (days)']), /does not say/);
  });

  it('leaves other labels as they are', () => {
    const size: LabelDefinition = { name: 'size', title: 'Size', kind: 'number', unit: 'mm' };
    assert.deepEqual(find(['size'], size), { column: 'size', unit: null });
    assert.equal(find(['size (years)'], size), null);
    assert.equal(find(['box'], { name: 'box', title: 'Box', kind: 'box' }), null);
  });

  it('tells a table its unit', () => {
    const read = (text: string) =>
      readLabelTable('t.csv', text, { labels: [label] }).rows.map(({ categories, problems }) => [categories, problems]);
    assert.deepEqual(read('id,Bone age (years)\na,10.5\nb,ten\n'), [
      [{ bone_age: 126 }, []],
      [{}, ['bone_age is not a number']],
    ]);
    assert.deepEqual(read('id;"Bone age (years;months)"\na;"11;6"\n'), [[{ bone_age: 138 }, []]]);
  });
});
