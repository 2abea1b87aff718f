import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readImages, readLabels } from '../../../../src/node/dataset/readDataset';
import { type DatasetProject, filesUnderGit, makeDatasetProject, put, readText, removeProject, runImport } from './datasetProject';
import { deepPng, grazHead, grazSize, grazYolo, putAnnotations } from './grazFolder';

const protocol = `---
labels:
  - name: fracture
    title: Fracture visible
    kind: category
    values: ["no", "yes"]
    columns: [fracture_visible]
  - name: hardware
    title: Metal in the bone
    kind: category
    values: ["no", "yes"]
    columns: [hardware, metal]
  - name: cast
    title: Cast
    kind: category
    values: ["no", "yes"]
  - name: fracture_box
    title: Fracture
    kind: box
    columns: [fractured]
  - name: metal_box
    title: Metal
    kind: box
  - name: ao
    title: AO classes
    kind: note
    columns: [ao_classification]
---
`;
const [first, second, third, fourth] = [
  '0001_1297860395_01_WRI-L1_M014',
  '0001_1297860435_01_WRI-L2_M014',
  '0038_0775938745_03_WRI-R2_F009',
  '0038_0775938799_04_WRI-R1_F010',
] as const;

describe('GRAZPEDWRI-DX', () => {
  let project: DatasetProject;
  const at = (name: string, content: string | Uint8Array) => put(join(project.films, name), content);
  const table = (rows: readonly string[]) => at('dataset.csv', `${[grazHead, ...rows].join('\n')}\n`);
  const rows = [
    `${first},1,1,1297860395,M,14.0,L,1,1.0,23r-M/2.1; 23u-E/7,,,,1.0,,0.144,Siemens`,
    `${second},1,1,1297860435,M,14.0,L,2,1.0,23r-M/2.1,1.0,,,,,0.144,Siemens`,
    `${third},38,3,0775938745,F,9.4,R,2,,,,1.0,,1.0,1.0,0.144,Agfa`,
    `${fourth},38,4,0775938799,F,10.1,R,1,,,,,,,,0.144,Agfa`,
  ];
  beforeEach(async () => {
    project = await makeDatasetProject();
    await put(join(project.root, '3-data/protocol.md'), protocol);
    await table(rows);
    for (const [index, stem] of [first, second, third, fourth].entries())
      await at(`images_part${index + 1}/${stem}.png`, await deepPng(index));
    await putAnnotations(project.films, first, [
      ['fracture', 10, 20, 40, 60],
      ['text', 0, 0, 10, 5],
    ]);
    await putAnnotations(project.films, second, [['text', 0, 0, 10, 5]]);
    await putAnnotations(project.films, third, [
      ['fracture', 5, 5, 15, 25],
      ['metal', 30, 40, 50, 90],
    ]);
    await putAnnotations(project.films, fourth, []);
  });
  afterEach(() => removeProject(project));
  const labels = () => readLabels(project.root, 'import');
  const problems = () => readText(project.root, '3-data/import-problems.csv').catch(() => '');

  it('is recognised, with patients, studies, places, categories and boxes of all classes that the protocol draws', async () => {
    const summary = await runImport(project);
    assert.deepEqual(
      [summary.added, summary.patients, summary.labels, summary.problems, summary.labelProblems],
      [4, 2, 4, 0, 0],
      await problems(),
    );
    const index = await readImages(project.root);
    assert.deepEqual(
      index.map(({ image, bodyPart, view, laterality, sex, ageYears }) => [image, bodyPart, view, laterality, sex, ageYears]),
      [
        [first, 'WRIST', 'AP', 'L', 'M', 14],
        [second, 'WRIST', 'LATERAL', 'L', 'M', 14],
        [third, 'WRIST', 'LATERAL', 'R', 'F', 9.4],
        [fourth, 'WRIST', 'AP', 'R', 'F', 10.1],
      ],
    );
    const [a, b, c, d] = index;
    assert.ok(
      a?.study === b?.study && a?.patient === b?.patient && c?.patient === d?.patient && c?.study !== d?.study && a?.patient !== c?.patient,
    );
    const read = await labels();
    assert.deepEqual(read.get(first)?.categories, { ao: '23r-M/2.1; 23u-E/7', cast: 'no', fracture: 'yes', hardware: 'no' });
    assert.deepEqual(read.get(second)?.categories, { ao: '23r-M/2.1', cast: 'yes', fracture: 'no', hardware: 'no' }, 'blank means no');
    assert.deepEqual(read.get(first)?.marks, [{ id: 'import-1', kind: 'box', name: 'fracture_box', from: [10, 20], to: [40, 60] }]);
    assert.deepEqual(
      read.get(third)?.marks.map(({ name }) => name),
      ['fracture_box', 'metal_box'],
    );
    assert.deepEqual(
      [first, second, third, fourth].map((stem) => read.get(stem)?.status),
      ['final', 'final', 'draft', 'final'],
      'an uncertain diagnosis is a draft',
    );
    for (const part of [
      'Of 1 films the table calls the diagnosis uncertain',
      'columns osteopenia',
      'text (2)',
      '3 boxes in 2 images (from YOLO in 2)',
      'in 0 they differ',
    ])
      assert.ok(
        summary.notes.some((note) => note.includes(part)),
        `${part} in ${summary.notes.join('\n')}`,
      );
  });

  it('is final where the protocol has a label for uncertain diagnoses, and where somebody has decided', async () => {
    await runImport(project);
    const path = `3-data/labels/import/${third}.json`;
    await put(join(project.root, path), (await readText(project.root, path)).replace('"draft"', '"final"'));
    await runImport(project);
    assert.equal((await labels()).get(third)?.status, 'final');
    await rm(join(project.root, '3-data/labels'), { recursive: true });
    await put(
      join(project.root, '3-data/protocol.md'),
      protocol.replace(
        'labels:',
        'labels:\n  - name: diagnosis_uncertain\n    title: Unsure\n    kind: category\n    values: ["no", "yes"]',
      ),
    );
    await runImport(project);
    assert.deepEqual((await labels()).get(third)?.categories.diagnosis_uncertain, 'yes');
    assert.equal((await labels()).get(third)?.status, 'final');
  });

  for (const [format, folder] of [
    ['PASCAL VOC', 'yolov5'],
    ['Supervisely', 'pascalvoc'],
  ] as const)
    it(`takes the same boxes from ${format} where ${folder} is missing, too`, async () => {
      await runImport(project);
      const before = await labels();
      await rm(join(project.films, 'folder_structure/yolov5'), { recursive: true });
      await rm(join(project.films, `folder_structure/${folder}`), { recursive: true, force: true });
      const summary = await runImport(project);
      assert.deepEqual(await labels(), before);
      assert.ok(summary.notes.some((note) => note.includes(`from ${format} in 2`)));
    });

  it('says what disagrees and what can not be read, and goes on', async () => {
    await table([
      ...rows.slice(0, 2),
      rows[2]?.replace(',38,3,', ',39,3,').replace(',R,2,', ',L,1,') ?? '',
      rows[3]?.replace(',,,,,,,0.144', ',,,,,1.0,,0.144') ?? '',
      '9999_0000000000_01_WRI-L1_M001,9999,1,0,M,1,L,1,,,,,,,,,',
      rows[0] ?? '',
    ]);
    await at(`folder_structure/yolov5/labels/${first}.txt`, grazYolo([['fracture', 10, 20, 40, 70]]));
    await at(`folder_structure/yolov5/labels/${second}.txt`, grazYolo([['fracture', 10, 20, 40, 70]]));
    await at(`folder_structure/pascalvoc/${second}.xml`, 'no xml');
    await at(`folder_structure/yolov5/labels/${third}.txt`, '12 0.5 0.5 0.1 0.1\n');
    await at(`folder_structure/supervisely/wrist/ann/${third}.json`, JSON.stringify({ size: { height: 5, width: 5 }, objects: [] }));
    const summary = await runImport(project);
    const list = await problems();
    for (const line of [
      'Row 2: its YOLO and PASCAL VOC boxes differ; those of YOLO were taken.',
      'Row 2: its YOLO and Supervisely boxes differ; those of YOLO were taken.',
      'Row 3: its PASCAL VOC annotation can not be read.',
      'Row 3: its YOLO and Supervisely boxes differ in number (1 and 0); those of YOLO were taken.',
      'Row 3: it says that no fracture is visible, but there is a box around one; its label is a draft.',
      'Row 4: its YOLO annotation can not be read.',
      'Row 4: its Supervisely annotation is of an image of another size, and was left out.',
      'Row 4: patient_id and the name of its film differ; patient_id was taken.',
      'Row 4: projection and the name of its film differ; projection was taken.',
      'Row 4: laterality and the name of its film differ; laterality was taken.',
      'Row 5: it says that a fracture is visible, but no box is around one; its label is a draft.',
      'Row 6: its file is not in the folder.',
      'Row 7: an earlier row is of the same image, and was taken.',
    ])
      assert.ok(list.includes(line), `${line} in ${list}`);
    assert.equal(summary.labelProblems, 13, list);
    const read = await labels();
    assert.deepEqual(
      [first, second, third, fourth].map((stem) => [read.get(stem)?.status, read.get(stem)?.marks.length]),
      [
        ['final', 1],
        ['draft', 1],
        ['draft', 2],
        ['draft', 0],
      ],
    );
  });

  it('takes a mended film out of the drafts and off the list', async () => {
    await at(`folder_structure/yolov5/labels/${first}.txt`, '');
    await runImport(project);
    assert.equal((await labels()).get(first)?.status, 'draft');
    assert.ok((await problems()).includes('Row 2'));
    await putAnnotations(project.films, first, [['fracture', 10, 20, 40, 60]]);
    await runImport(project);
    assert.deepEqual([(await labels()).get(first)?.status, (await labels()).get(first)?.marks.length], ['final', 1]);
    assert.equal((await problems()).trim(), 'file,reason');
  });

  it('knows patients from the names of films alone, without a table or a row', async () => {
    await rm(join(project.films, 'dataset.csv'));
    const summary = await runImport(project, { layout: 'graz' });
    assert.deepEqual([summary.patients, summary.labels, summary.withoutIdentity, summary.labelProblems], [2, 4, 0, 0]);
    const before = await readImages(project.root);
    assert.deepEqual([before[2]?.view, before[2]?.laterality, before[2]?.sex, before[2]?.ageYears], ['LATERAL', 'R', 'F', 9]);
    await table(rows.slice(0, 2));
    await runImport(project);
    const after = await readImages(project.root);
    assert.deepEqual(
      after.map(({ patient, study }) => [patient, study]),
      before.map(({ patient, study }) => [patient, study]),
      'the same pseudonyms by the table and by the names',
    );
  });

  it('takes one part of the films, in a folder of their own, and refuses another folder', async () => {
    const part = { ...project, films: join(project.films, 'images_part2') };
    assert.deepEqual((await runImport(part)).patients, 1);
    const none = { ...project, films: join(project.base, 'none') };
    await put(join(none.films, 'a.png'), await deepPng(9));
    await assert.rejects(runImport(none, { layout: 'graz' }), /is not GRAZPEDWRI-DX: it needs a table dataset.csv .* but has neither/);
  });

  it('writes the same bytes again, and leaves what a reader drew', async () => {
    await runImport(project);
    const path = `3-data/labels/import/${first}.json`;
    const mine = '{"id": "m1", "kind": "box", "name": "fracture_box", "from": [0, 0], "to": [2, 2]}';
    await put(join(project.root, path), (await readText(project.root, path)).replace(/(\{"id": "import-1".*\})/, `$1,\n    ${mine}`));
    const before = await filesUnderGit(project.root);
    await runImport(project);
    assert.deepEqual(await filesUnderGit(project.root), before);
    assert.ok(grazSize.rows === (await readImages(project.root))[0]?.rows);
  });
});
