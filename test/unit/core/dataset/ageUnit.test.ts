import assert from 'node:assert/strict';
import { type HeadingUnit, headingUnit, parseAgeLabel, withoutUnit } from '../../../../src/core/dataset/ageUnit';
import type { LabelDefinition } from '../../../../src/core/label/protocol';

const months: LabelDefinition = { name: 'bone_age', title: 'Bone age', kind: 'number', unit: 'months', minimum: 0, maximum: 240 };
const years: LabelDefinition = { ...months, unit: 'years', maximum: 20 };

describe('the unit of an age', () => {
  it('is what the heading names', () => {
    const units: Readonly<Record<string, HeadingUnit>> = {
      bone_age: '',
      boneage: '',
      male: '',
      'Bone age (years)': 'years',
      bone_age_years: 'years',
      boneAgeYears: 'years',
      'bone age [yrs]': 'years',
      'Knochenalter in Jahren': 'years',
      BONE_AGE_MONTHS: 'months',
      'Ground truth bone age (months)': 'months',
      'age (mo)': 'months',
      'bone age (years;months)': 'both',
      'bone age y/m': 'both',
      bone_age_ym: 'both',
      bone_age_m: 'unclear',
      'bone age (d)': 'unclear',
      'bone age in weeks': 'unclear',
    };
    for (const [heading, unit] of Object.entries(units)) assert.equal(headingUnit(heading), unit, heading);
    assert.equal(withoutUnit('Bone age (in years)'), 'boneage');
    assert.equal(withoutUnit('bone_age_m'), 'boneage');
  });

  it('turns a plain number by the heading alone, never by its size', () => {
    const read = (text: string, unit: HeadingUnit, label = months, comma = false) => parseAgeLabel(text, label, unit, comma);
    assert.deepEqual(read('7.1', 'years'), { value: 85.2 });
    assert.deepEqual(read('7,5', 'years', months, true), { value: 90 });
    assert.deepEqual(read('15', 'months'), { value: 15 });
    assert.deepEqual(read('15', ''), { value: 15 });
    assert.deepEqual(read('90', 'months', years), { value: 7.5 });
    assert.deepEqual(read('7.5', '', years), { value: 7.5 });
    assert.deepEqual(read('', 'years'), { value: null });
    assert.deepEqual(read('94', 'years'), { problem: 'bone_age is above 240 months' });
    assert.deepEqual(read('-1', 'years'), { problem: 'bone_age is below 0 months' });
    assert.deepEqual(read('old', 'years'), { problem: 'bone_age is not a number' });
  });

  it('takes years with months where the cell or the heading names both', () => {
    const read = (text: string, unit: HeadingUnit, label = months) => parseAgeLabel(text, label, unit, false);
    for (const text of ['12y 3m', '12 years 3 months', '12Y3M', '12 yrs, 3 mo', '12;3', '12/3', '12-03'])
      assert.deepEqual(read(text, 'both'), { value: 147 }, text);
    assert.deepEqual(read('12y 3m', ''), { value: 147 });
    assert.deepEqual(read('12y 3m', '', years), { value: 12.25 });
    assert.deepEqual(read('12y', 'years'), { value: 144 });
    assert.deepEqual(read('138 months', 'months'), { value: 138 });
    assert.deepEqual(read('12y', 'months'), { problem: 'bone_age names another unit than the heading of its column' });
    assert.deepEqual(read('138 months', 'years'), { problem: 'bone_age names another unit than the heading of its column' });
    assert.deepEqual(read('11;6', ''), { problem: 'bone_age is not a number' });
    assert.deepEqual(read('11;6', 'years'), { problem: 'bone_age is not a number' });
    assert.deepEqual(read('11;12', 'both'), { problem: 'bone_age has 12 months or more beside its years' });
    const unsaid = { problem: 'bone_age does not say which are its years and which its months, like 11y 6m' };
    assert.deepEqual(read('11.6', 'both'), unsaid);
    assert.deepEqual(read('11', 'both'), unsaid);
  });
});
