import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readImages, readLabels } from '../../../../src/node/dataset/readDataset';
import { type DatasetProject, filesUnderGit, makeDatasetProject, put, readText, removeProject, runImport } from './datasetProject';
import { deepPng, grazHead, putAnnotations } from './grazFolder';
import { jpegBytes, pngBytes } from './pictures';

const stem = '0001_1297860395_01_WRI-L1_M014';

describe('public data sets beside each other', () => {
  let project: DatasetProject;
  const at = (name: string, content: string | Uint8Array) => put(join(project.films, name), content);
  beforeEach(async () => {
    project = await makeDatasetProject();
    const protocol = await readText(project.root, '3-data/protocol.md');
    await put(
      join(project.root, '3-data/protocol.md'),
      protocol.replace(/---\n$/, '  - name: abnormal\n    title: Abnormal\n    kind: category\n    values: ["no", "yes"]\n---\n'),
    );
    await at('FracAtlas/images/Fractured/IMG1.jpg', await jpegBytes(1));
    await at('FracAtlas/images/Non_fractured/IMG2.jpg', await jpegBytes(2));
    await at('FracAtlas/dataset.csv', 'image_id,fractured,fracture_count\nIMG1.jpg,1,1\nIMG2.jpg,0,0\n');
    await at('FracAtlas/Annotations/YOLO/IMG1.txt', '0 0.5 0.5 0.5 0.5\n');
    await at('graz/dataset.csv', `${grazHead}\n${stem},1,1,1,M,14,L,1,,,,,,1.0,,,\n`);
    await at(`graz/images_part1/${stem}.png`, await deepPng(3));
    await putAnnotations(join(project.films, 'graz'), stem, [['fracture', 10, 20, 40, 60]]);
    await at('MURA-v1.1/train/XR_HAND/patient00001/study1_positive/image1.png', await pngBytes(4));
  });
  afterEach(() => removeProject(project));

  it('are imported one by one from one folder, and stay apart', async () => {
    const first = await runImport(project);
    assert.equal(first.added, 2);
    assert.deepEqual(
      first.notes.filter((note) => note.includes('passed over')).map((note) => note.replace(/,.*layout/, '')),
      ['GRAZPEDWRI-DX lies in the folder graz.', 'MURA lies in the folder mura.'],
    );
    await at('FracAtlas/images/Fractured/cut.jpg', (await jpegBytes(9)).subarray(0, 300));
    await at('FracAtlas/Annotations/COCO JSON/c_coco.json', 'no json');
    await runImport(project);
    const second = await runImport(project, { layout: 'graz' });
    const third = await runImport(project, { layout: 'mura' });
    assert.deepEqual([second.added, third.added, third.images, third.labelProblems], [1, 1, 4, 0]);
    const labels = await readLabels(project.root, 'import');
    assert.deepEqual(
      [...labels].map(([image, { categories, marks }]) => [image, categories, marks.length]),
      [
        [stem, { fracture: 'yes' }, 1],
        ['IMG1', { fracture: 'yes' }, 1],
        ['IMG2', { fracture: 'no' }, 0],
        ['XR_HAND-patient00001-study1-image1', { abnormal: 'yes' }, 0],
      ],
    );
    const rows = await readImages(project.root);
    assert.equal(new Set(rows.map(({ patient }) => patient)).size, 4, 'patient 1 of one set is not patient 1 of another');
    assert.equal(rows.find(({ image }) => image === stem)?.manufacturer, '');
    const list = () => readText(project.root, '3-data/import-problems.csv');
    for (const line of ['cut.jpg,The picture is damaged', 'c_coco.json,It is not JSON'])
      assert.ok((await list()).includes(line), await list());
    await rm(join(project.films, 'FracAtlas/images/Fractured/cut.jpg'));
    await put(join(project.films, 'FracAtlas/Annotations/COCO JSON/c_coco.json'), '{"images": [], "categories": [], "annotations": []}');
    await runImport(project);
    assert.equal((await list()).trim(), 'file,reason');
    const before = await filesUnderGit(project.root);
    for (const layout of ['fracatlas', 'graz', 'mura'] as const) await runImport(project, { layout });
    assert.deepEqual(await filesUnderGit(project.root), before, 'the imports of one set leave the others as they are');
  });

  it('lists a film that lies in both folders of FracAtlas, and groups films of equal pixels', async () => {
    await at('FracAtlas/images/Non_fractured/IMG3.jpg', await jpegBytes(1));
    const again = await jpegBytes(2);
    await at(
      'FracAtlas/images/Non_fractured/IMG4.jpg',
      Buffer.concat([again.subarray(0, 2), Buffer.from([0xff, 0xfe, 0, 4, 65, 66]), again.subarray(2)]),
    );
    await runImport(project, { layout: 'fracatlas' });
    const list = await readText(project.root, '3-data/import-problems.csv');
    assert.ok(list.includes('FracAtlas/images/Non_fractured/IMG3.jpg,It has the same bytes as another file.'), list);
    const rows = await readImages(project.root);
    const patient = (image: string) => rows.find((row) => row.image === image)?.patient;
    assert.match(patient('IMG2') ?? '', /^px-/);
    assert.equal(patient('IMG2'), patient('IMG4'));
    assert.notEqual(patient('IMG1'), patient('IMG2'));
  });
});
