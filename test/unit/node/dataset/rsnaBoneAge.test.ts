import assert from 'node:assert/strict';
import { copyFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readImages, readLabels } from '../../../../src/node/dataset/readDataset';
import { workbookBytes } from '../../../fixtures/workbookBytes';
import { type DatasetProject, filesUnderGit, makeDatasetProject, put, readText, removeProject, runImport } from './datasetProject';
import { pngBytes } from './pictures';

describe('the RSNA bone age films', () => {
  let project: DatasetProject;
  beforeEach(async () => {
    project = await makeDatasetProject();
  });
  afterEach(() => removeProject(project));
  const at = (name: string, content: string | Uint8Array) => put(join(project.films, name), content);
  const films = async (folder: string, ids: readonly number[]) => {
    for (const id of ids) await at(`${folder}/${id}.png`, await pngBytes(id));
  };
  const told = async () => {
    const labels = await readLabels(project.root, 'import');
    const rows = await readImages(project.root);
    return rows.map(({ image, sex, ageYears, extra }) => [
      image,
      sex,
      labels.get(image)?.categories.bone_age,
      extra.official_part,
      ageYears,
    ]);
  };
  const problems = async () =>
    (await readText(project.root, '3-data/import-problems.csv').catch(() => '')).trim().split('\n').slice(1).filter(Boolean).toSorted();

  const training = 'id,boneage,male\n1377,180,False\n1378,12,True\n1379,94,False\n';
  const validation = 'Image ID,male,Bone Age (months)\n1386,TRUE,30.5\n1392,FALSE,162\n';
  const testTable = 'Case ID,Sex,Ground truth bone age (months)\n4360,M,168.93\n4361,F,84.2\n';
  const whole = [
    ['1377', 'F', 180, 'training', null],
    ['1378', 'M', 12, 'training', null],
    ['1379', 'F', 94, 'training', null],
    ['1386', 'M', 30.5, 'validation', null],
    ['1392', 'F', 162, 'validation', null],
    ['4360', 'M', 168.93, 'test', null],
    ['4361', 'F', 84.2, 'test', null],
  ];

  it('in three parts with the official tables, one of them a workbook', async () => {
    await films('boneage-training-dataset', [1377, 1378, 1379]);
    await films('Bone Age Validation Set/boneage-validation-dataset-1', [1386]);
    await films('Bone Age Validation Set/boneage-validation-dataset-2', [1392]);
    await films('Bone Age Test Set/Test Set Images', [4360, 4361]);
    await at('train.csv', training);
    await at('Bone Age Validation Set/Validation Dataset.csv', validation);
    const sheet = [
      ['Case ID', 'Sex', 'Ground truth bone age (months)'],
      [4360, 'M', 168.93],
      [4361, 'F', 84.2],
    ];
    await at('Bone Age Test Set/Bone age ground truth.xlsx', workbookBytes(sheet));
    const summary = await runImport(project);
    assert.deepEqual([summary.added, summary.labels, summary.problems, summary.labelProblems], [7, 7, 0, 0]);
    assert.deepEqual(await told(), whole);
    assert.deepEqual(await problems(), []);
    assert.ok((await readImages(project.root)).every(({ bodyPart }) => bodyPart === 'HAND'));
    for (const words of [/3 training, 2 validation, 2 test films/, /split --test official_part=test/, /only images with equal pixels/])
      assert.ok(
        summary.notes.some((note) => words.test(note)),
        `${words} in ${summary.notes.join('\n')}`,
      );
    const before = await filesUnderGit(project.root);
    const again = await runImport(project);
    assert.deepEqual([again.added, again.updated, again.unchanged, again.labels], [0, 0, 7, 7]);
    assert.deepEqual(await filesUnderGit(project.root), before);

    const moved = join(project.base, 'elsewhere');
    await rename(project.films, moved);
    await rm(join(project.root, '.radsteps/paths.csv'));
    await rm(join(project.root, '.radsteps/local.yaml'));
    const there = await runImport({ ...project, films: moved });
    assert.deepEqual([there.added, there.updated, there.unchanged], [0, 0, 7]);
    assert.deepEqual(await filesUnderGit(project.root), before);
  });

  it("in Kaggle's doubled folders, with what macOS leaves and without ages in the test", async () => {
    await films('boneage-training-dataset/boneage-training-dataset', [1377, 1378, 1379]);
    await films('boneage-test-dataset/boneage-test-dataset', [4360, 4361]);
    await at('boneage-training-dataset/boneage-training-dataset/._1377.png', 'x');
    await at('__MACOSX/boneage-training-dataset/1377.png', 'x');
    await at('boneage-training-dataset/hand.png', await pngBytes(1));
    await at('boneage-training-dataset.csv', training);
    await at('boneage-test-dataset.csv', 'Case ID,Sex\n4360,M\n4361,F\n');
    const summary = await runImport(project, { layout: 'rsna-bone-age' });
    assert.deepEqual([summary.added, summary.labels, summary.problems, summary.labelProblems], [5, 3, 0, 0]);
    assert.deepEqual(await told(), [...whole.slice(0, 3), ['4360', 'M', undefined, 'test', null], ['4361', 'F', undefined, 'test', null]]);
    assert.ok(summary.notes.some((note) => note.includes('2 of the test films have no bone age')));
    await at('official.csv', testTable);
    const second = await runImport(project);
    assert.deepEqual([second.labels, second.labelProblems], [5, 0]);
    assert.deepEqual((await told()).slice(3), whole.slice(5));
  });

  it('with tables above the folder of films, of which another part has none there', async () => {
    await films('a/boneage-training-dataset', [1377, 1378, 1379]);
    await put(join(project.films, 'boneage-training-dataset.csv'), training);
    await put(join(project.films, 'boneage-test-dataset.csv'), testTable);
    const summary = await runImport({ ...project, films: join(project.films, 'a/boneage-training-dataset') });
    assert.deepEqual([summary.added, summary.labels, summary.labelProblems], [3, 3, 0]);
    assert.deepEqual(await told(), whole.slice(0, 3));
  });

  it('with the marks, ends of lines, cases and words of many programs', async () => {
    await films('x', [1377, 1378, 1379, 1386, 1392, 4360, 4361]);
    await at('a.csv', '\uFEFF;ID;BoneAge;Male\r\n0;1377.png;180,0;0\r\n1;1378.0;12;1\r\n2;01379;94;female\r\n');
    await at('b.csv', '"image id","MALE","bone age (months)"\n1386,Yes,30.5\n1392,f,162\n');
    await at('c.csv', 'CASE ID\tsex\tGround Truth Bone Age (Months)\n4360\tMale\t168.93\n4361\tfemale\t84.2\n');
    const summary = await runImport(project);
    assert.deepEqual(await problems(), []);
    assert.deepEqual([summary.labels, summary.labelProblems], [7, 0]);
    assert.deepEqual(await told(), whole);
  });

  it('tells equal numbers of two parts apart by the names of their folders', async () => {
    await at('training/1377.png', await pngBytes(1));
    await at('test/1377.png', await pngBytes(2));
    await at('test/1378.png', await pngBytes(3));
    await at('train.csv', 'id,boneage,male\n1377,100,True\n1378,50,True\n');
    await at('official test.csv', 'Case ID,Sex,Ground truth bone age (months)\n1377,F,20\n1378,F,30\n');
    await runImport(project);
    const rows = await told();
    assert.deepEqual(rows.map(([, ...rest]) => rest).toSorted(), [
      ['F', 20, 'test', null],
      ['F', 30, 'test', null],
      ['M', 100, 'training', null],
    ]);
    assert.deepEqual(await problems(), ["train.csv,Row 3: its film is not in the folder; the one of its number is another part's."]);
    await at('more/1.png', await pngBytes(8));
    await at('other/1.png', await pngBytes(9));
    await at('train.csv', 'id,boneage,male\n1,100,True\n');
    await runImport(project);
    assert.ok((await problems()).some((line) => line.includes('Row 2: its number fits films in several folders')));
  });

  it('counts a table with common headings, and tells of a damaged workbook, beside a sure one', async () => {
    await films('f', [1377, 1378, 1379, 4360]);
    await at('train.csv', training);
    await at('test.csv', 'Case ID,Sex\n4360,F\n');
    await at('Bone age ground truth.xlsx', 'PK\u0003\u0004');
    await at('notes.xlsx', 'PK\u0003\u0004');
    await runImport(project);
    assert.deepEqual((await told()).at(-1), ['4360', 'F', undefined, 'test', null]);
    assert.deepEqual(await problems(), [
      'Bone age ground truth.xlsx,"It can not be read as a table: it is damaged or cut off, or a quotation mark is not closed."',
    ]);
  });

  it('says each thing that is wrong once, and takes the rest', async () => {
    await films('f', [1, 2, 3, 4, 5, 6, 7, 8, 9]);
    await at('f/10.png', (await pngBytes(10)).subarray(0, 60));
    await at(
      'train.csv',
      'id,boneage,male\n1,241,True\n2,-1,True\n3,ten,True\n4,40,\n5,,True\n6,60,True\n10,1,True\n11,1,True\nx,1,True\n8,80,perhaps\n',
    );
    await at('validation.csv', 'Image ID,male,Bone Age (months)\n6,True,61\n7,True,70\n7,False,70\n');
    const summary = await runImport(project);
    assert.deepEqual(
      await problems(),
      [
        'f/10.png,The picture is damaged or cut off.',
        'f/9.png,"No table has a row for it: it has no bone age, sex or official part."',
        'train.csv,Row 10: it has no number of a film.',
        'train.csv,"Row 11: the sex is none of F, M and O."',
        'train.csv,Row 2: its bone age is not between 0 and 240 months.',
        'train.csv,Row 3: its bone age is not between 0 and 240 months.',
        'train.csv,Row 4: its bone age is not a number.',
        'train.csv,Row 5: its sex is missing.',
        'train.csv,Row 6: its bone age is missing.',
        'train.csv,Row 8: its film could not be used.',
        'train.csv,Row 9: its film is not in the folder.',
        'validation.csv,Row 2: it gives the same film another bone age than row 7 of another table; none was taken.',
        'validation.csv,Row 2: it gives the same film another official part than row 7 of another table; none was taken.',
        'validation.csv,Row 4: it gives the same film another sex than row 3; none was taken.',
      ].toSorted(),
    );
    assert.deepEqual(await told(), [
      ['1', 'M', undefined, 'training', null],
      ['2', 'M', undefined, 'training', null],
      ['3', 'M', undefined, 'training', null],
      ['4', '', 40, 'training', null],
      ['5', 'M', undefined, 'training', null],
      ['6', 'M', undefined, '', null],
      ['7', '', 70, 'validation', null],
      ['8', '', 80, 'training', null],
      ['9', '', undefined, '', null],
    ]);
    assert.deepEqual([summary.added, summary.labels], [9, 3]);
  });

  it('puts many rows without film, and many films without row, into one sentence', async () => {
    await films('f', [...Array(30).keys()]);
    await at('train.csv', `id,boneage,male\n${Array.from({ length: 31 }, (_, index) => `${index + 29},60,True\n`).join('')}`);
    await runImport(project);
    assert.deepEqual(await problems(), [
      'train.csv,"29 films of the folder have no row in any table: they have no bone age, sex or official part."',
      'train.csv,"30 of its 31 rows, the first of them row 3: its film is not in the folder."',
    ]);
  });

  it('does not call a table official whose headings and name contradict each other', async () => {
    await films('f', [1, 2]);
    await at('test.csv', 'id,boneage,male\n1,60,True\n');
    await at('train.csv', 'Image ID,male,Bone Age (months)\n2,True,70\n');
    const summary = await runImport(project);
    assert.deepEqual(
      (await told()).map(([image, , , part]) => [image, part]),
      [
        ['1', ''],
        ['2', 'training'],
      ],
    );
    assert.ok(summary.notes.some((note) => note.startsWith('1 table has the headings of one official part')));
  });

  it('is not taken for it: other headings, films called otherwise, numbers as long as those of patients', async () => {
    await films('f', [1377]);
    await at('labels.csv', 'id,boneage,male,name\n1377,180,False,x\n');
    assert.match((await runImport(project)).notes.join(' '), /labels\.csv/);
    await assert.rejects(runImport(project, { layout: 'rsna-bone-age' }), /is not the RSNA bone age challenge: it needs films/);
    await at('labels.csv', 'Case ID,Sex\n1377,F\n');
    await assert.rejects(runImport(project, { layout: 'rsna-bone-age' }), /is not/);
    await at('labels.csv', training);
    await at('f/12345678.png', await pngBytes(5));
    await assert.rejects(runImport(project, { layout: 'rsna-bone-age' }), /is not/);
    assert.ok((await readImages(project.root)).every(({ image }) => image.startsWith('img-')));
  });

  it('goes by the protocol: years where it wants years, its range, and no label where it has no bone age', async () => {
    await films('f', [1377, 1378]);
    await at('train.csv', 'id,boneage,male\n1377,90,False\n1378,200,True\n');
    const head = (label: string) => `---\nlabels:\n${label}---\n`;
    await put(
      join(project.root, '3-data/protocol.md'),
      head('  - {name: bone_age, title: A, kind: number, unit: years, minimum: 0, maximum: 16}\n'),
    );
    await runImport(project);
    const labels = await readLabels(project.root, 'import');
    assert.deepEqual([labels.get('1377')?.categories, labels.get('1378')], [{ bone_age: 7.5 }, undefined]);
    assert.deepEqual(await problems(), ['train.csv,Row 3: bone_age is above 16 years.']);
    await rm(join(project.root, '3-data/labels'), { recursive: true });
    await put(join(project.root, '3-data/protocol.md'), head('  - {name: age, title: A, kind: number, unit: years}\n'));
    const summary = await runImport(project);
    assert.equal(summary.labels, 0);
    assert.ok(summary.notes.some((note) => note.includes('no bone age was taken')));
  });

  it('takes the workbook of another program, and passes a damaged one over', async () => {
    await films('f', [4360, 4361, 4362]);
    await copyFile(join(__dirname, '../../../fixtures/workbooks/xlsxwriter.xlsx'), join(project.films, 'truth.xlsx'));
    await at('damaged.xlsx', 'PK\u0003\u0004');
    await at('~$truth.xlsx', 'lock');
    await runImport(project);
    assert.deepEqual(
      (await told()).map(([, sex, months]) => [sex, months]),
      [
        ['M', 168.9302],
        ['M', 169.3332],
        ['F', undefined],
      ],
    );
    await rm(join(project.films, 'truth.xlsx'));
    await at(
      'truth.xlsx',
      workbookBytes([
        ['Case ID', 'Sex', 'Ground truth bone age (months)'],
        [4360, 'F', 0.1 + 0.2],
        [4361, 'M', 12],
        ['', '', ''],
        [4362, 'M', 13],
      ]),
    );
    await runImport(project);
    assert.deepEqual(
      (await told()).map(([, , months]) => months),
      [0.3, 12, 13],
    );
  });
});
