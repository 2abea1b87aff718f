import assert from 'node:assert/strict';
import { detectDelimiter, readLabelTable } from '../../../../src/core/dataset/labelTable';
import type { Protocol } from '../../../../src/core/label/protocol';

const boneAge: Protocol = {
  labels: [
    {
      name: 'bone_age',
      title: 'Bone age',
      kind: 'number',
      unit: 'months',
      minimum: 0,
      maximum: 240,
      columns: ['boneage', 'Bone Age (months)', 'Ground truth bone age (months)'],
    },
  ],
};
const fracture: Protocol = {
  labels: [
    { name: 'fracture', title: 'Fracture', kind: 'category', values: ['no', 'yes'] },
    { name: 'part', title: 'Part', kind: 'category', values: ['hand', 'leg', 'none'] },
  ],
};
const rowsOf = (text: string, protocol = boneAge) => readLabelTable('t.csv', text, protocol).rows;

describe('readLabelTable', () => {
  it("knows the four tables of RSNA's bone age", () => {
    const [training] = rowsOf('id,boneage,male\n1377,180,False\n');
    assert.deepEqual([training?.file, training?.categories, training?.sex], ['1377', { bone_age: 180 }, 'F']);
    const [official] = rowsOf('Image ID,male,Bone Age (months)\n1386,TRUE,30.5\n');
    assert.deepEqual([official?.file, official?.categories, official?.sex], ['1386', { bone_age: 30.5 }, 'M']);
    const [test] = rowsOf('Case ID,Sex,Ground truth bone age (months)\n4360,M,168.93\n');
    assert.deepEqual([test?.file, test?.categories, test?.sex], ['4360', { bone_age: 168.93 }, 'M']);
    assert.deepEqual(rowsOf('Case ID,Sex\n4360,F\n')[0]?.sex, 'F');
  });

  it('takes semicolons with decimal commas, tabs, marks of byte order and quotes', () => {
    assert.deepEqual(rowsOf('\uFEFFfile;bone_age\r\na.png;94,5\r\n')[0]?.categories, { bone_age: 94.5 });
    assert.deepEqual(rowsOf('file\tbone_age\na.png\t94.5\n')[0]?.categories, { bone_age: 94.5 });
    const [quoted] = rowsOf('file,bone_age\n"a,b.png","94"\n');
    assert.deepEqual([quoted?.file, quoted?.categories], ['a,b.png', { bone_age: 94 }]);
    assert.deepEqual(rowsOf('file,bone_age\na.png,"94,5"\n')[0]?.problems, ['bone_age is not a number']);
  });

  it('keeps the rest of a row with a bad value, and never repeats the value', () => {
    const rows = rowsOf('file,bone_age,patient,sex,age_months\na,nine,Secret,F,120\nb,-1,P2,Secret,2000\nc,300,,,\nd,,NA,unknown,\n');
    assert.deepEqual(
      rows.map(({ problems }) => problems),
      [
        ['bone_age is not a number'],
        ['bone_age is below 0 months', 'the sex is none of F, M and O', 'the age is not a number from 0 to 130 years'],
        ['bone_age is above 240 months'],
        [],
      ],
    );
    assert.deepEqual([rows[0]?.patient, rows[0]?.sex, rows[0]?.ageYears, rows[0]?.categories], ['Secret', 'F', 10, {}]);
    assert.equal(rows[3]?.patient, '');
  });

  it('reads categories by name whatever the case, and yes or no in its usual forms', () => {
    const rows = rowsOf('file,Fracture,part\na,YES,Hand\nb,0,leg\nc,True,none\nd,maybe,\ne,1.0,foot\n', fracture);
    assert.deepEqual(
      rows.map(({ categories }) => categories),
      [{ fracture: 'yes', part: 'hand' }, { fracture: 'no', part: 'leg' }, { fracture: 'yes', part: 'none' }, {}, { fracture: 'yes' }],
    );
    assert.deepEqual(rows[3]?.problems, ['fracture is none of no, yes']);
  });

  it('caps ages over 89 and reads the form of DICOM', () => {
    assert.deepEqual(
      rowsOf('file,age\na,95\nb,018M\nc,7\n').map(({ ageYears }) => ageYears),
      [90, 1.5, 7],
    );
  });

  it('says what column it misses', () => {
    assert.throws(() => rowsOf('picture,bone_age\na,1\n'), /t\.csv has no column with the names of the files/);
    assert.throws(() => rowsOf('file,shoe_size\na,1\n'), /no column for a label of this project \(bone_age\)/);
  });

  it('finds the delimiter in the first line', () => {
    assert.equal(detectDelimiter('a,b\n1;2;3;4'), ',');
    assert.equal(detectDelimiter('"a,b,c";d;e'), ';');
    assert.equal(detectDelimiter('a\tb'), '\t');
    assert.equal(detectDelimiter('a'), ',');
  });
});
