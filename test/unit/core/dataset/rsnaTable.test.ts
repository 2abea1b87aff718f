import assert from 'node:assert/strict';
import { partInName, readRsnaTable, rsnaLikeness } from '../../../../src/core/dataset/rsnaTable';
import { mulberry32 } from '../../../../src/core/statistics/random';

describe('a table of the RSNA challenge', () => {
  it('is known by its headings, whatever their case and order, and by nothing more', () => {
    const known = [
      'id,boneage,male\n',
      '\uFEFFID;BoneAge;MALE\r\n',
      'male,id,boneage',
      ',id,boneage,male\n',
      'Unnamed: 0,id,boneage,male\n',
    ];
    for (const text of [...known, '"Image ID","male","Bone Age (months)"\n', 'Case ID,Sex,Ground truth bone age (months)'])
      assert.equal(rsnaLikeness('x.csv', text), 'sure', text);
    for (const text of ['', 'id,boneage', 'id,boneage,male,name\n', 'id,bone_age_years,male', 'Image ID,Sex,Bone Age (months)'])
      assert.equal(rsnaLikeness('x.csv', text), 'no', text);
    assert.equal(rsnaLikeness('boneage-test-dataset.csv', 'Case ID,Sex\n'), 'sure');
    assert.equal(rsnaLikeness('test.csv', 'Case ID,Sex\n'), 'likely');
  });

  it('belongs to the part of its headings unless its name says another', () => {
    const part = (name: string, head: string) => readRsnaTable(name, `${head}\n`).part;
    const [training, validation, test] = [
      'id,boneage,male',
      'Image ID,male,Bone Age (months)',
      'Case ID,Sex,Ground truth bone age (months)',
    ];
    assert.deepEqual([part('a.csv', training), part('train.csv', training), part('test.csv', training)], ['training', 'training', '']);
    assert.deepEqual(
      [part('Validation Dataset.csv', validation), part('train.csv', validation), part('test.csv', validation)],
      ['validation', 'training', ''],
    );
    assert.deepEqual([part('Bone age ground truth.xlsx', test), part('latest.csv', test), part('val.csv', test)], ['test', 'test', '']);
  });

  it('tells the part in a name only where it is one', () => {
    for (const [name, part] of [
      ['boneage-training-dataset/boneage-training-dataset/', 'training'],
      ['Bone Age Test Set/Test Set Images/', 'test'],
      ['Bone Age Validation Set/', 'validation'],
      ['val/', 'validation'],
      ['valley/', ''],
      ['contest/', ''],
      ['train_test/', ''],
    ] as const)
      assert.equal(partInName(name), part, name);
  });

  it('takes any text without falling over', () => {
    const random = mulberry32(11);
    const pieces = [
      'id',
      'boneage',
      'male',
      ',',
      ';',
      '\n',
      '\r\n',
      '"',
      '1377',
      '.png',
      '-1',
      '240.5',
      'True',
      '\uFEFF',
      ' ',
      '=',
      'é',
      '\0',
    ];
    for (let round = 0; round < 500; round += 1) {
      const noise = Array.from({ length: Math.floor(40 * random()) }, () => pieces[Math.floor(pieces.length * random())] ?? '').join('');
      try {
        for (const { id, months, sex } of readRsnaTable('t.csv', `id,boneage,male\n${noise}`).rows) {
          assert.match(id, /^\d*$/);
          assert.ok(months === null || (months >= 0 && months <= 240));
          assert.ok(['F', 'M', 'O', ''].includes(sex));
        }
      } catch (error) {
        assert.ok(error instanceof Error && error.name === 'UserError', String(error));
      }
      rsnaLikeness('t.csv', noise);
    }
  });
});
