import assert from 'node:assert/strict';
import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { readImages, readLabels } from '../../../../src/node/dataset/readDataset';
import { type DatasetProject, makeDatasetProject, put, readText, removeProject, runImport } from './datasetProject';
import { jpegBytes } from './pictures';

const head = 'image_id,hand,leg,hip,shoulder,mixed,hardware,multiscan,fractured,fracture_count,frontal,lateral,oblique';
const voc = (boxes: readonly (readonly number[])[]) =>
  `<annotation>${boxes
    .map(
      ([a, b, c, d]) =>
        `<object><name>fractured</name><bndbox><xmin>${a}</xmin><ymin>${b}</ymin><xmax>${c}</xmax><ymax>${d}</ymax></bndbox></object>`,
    )
    .join('')}</annotation>`;

describe('FracAtlas', () => {
  let project: DatasetProject;
  const at = (name: string, content: string | Uint8Array) => put(join(project.films, name), content);
  beforeEach(async () => {
    project = await makeDatasetProject();
    const cut = await jpegBytes(5);
    await at('images/Fractured/IMG1.jpg', await jpegBytes(1));
    await at('images/Fractured/IMG2.jpg', await jpegBytes(2));
    await at('images/Fractured/IMG6.jpg', await jpegBytes(6));
    await at('images/Non_fractured/IMG3.jpg', await jpegBytes(3));
    await at('images/Non_fractured/IMG4.jpg', await jpegBytes(4));
    await at('images/Non_fractured/IMG5.jpg', cut.subarray(0, cut.length - 300));
    await at('utilities/picture.jpg', await jpegBytes(7));
    await at('Annotations/YOLO/IMG1.txt', '0 0.5 0.5 0.25 0.5\n');
    await at('Annotations/PASCAL VOC/IMG1.xml', voc([[24, 16, 40, 48]]));
    await at(
      'Annotations/PASCAL VOC/IMG2.xml',
      voc([
        [1, 2, 3, 4],
        [100, 0, 120, 9],
      ]),
    );
    await at('Annotations/YOLO/IMG3.txt', '');
    const rows = [
      'IMG1.jpg,1,0,0,0,0,0,0,1,1,1,1,0',
      'IMG2.jpg,0,1,1,0,1,0,0,1,2,0,1,0',
      'IMG3.jpg,0,1,0,0,0,0,0,0,0,0,0,1',
      'IMG4.jpg,0,1,0,0,0,0,0,1,1,1,0,0',
      'IMG5.jpg,0,1,0,0,0,0,0,0,0,1,0,0',
      'IMG9.jpg,0,1,0,0,0,0,0,0,0,1,0,0',
    ];
    await at('dataset_x.csv', `${[head, ...rows].join('\n')}\n`);
  });
  afterEach(() => removeProject(project));

  it('is recognised, with categories, boxes, body part and view', async () => {
    const summary = await runImport(project);
    assert.deepEqual([summary.added, summary.problems, summary.labels, summary.withoutIdentity], [5, 1, 3, 5]);
    const rows = new Map((await readImages(project.root)).map((row) => [row.image, row]));
    assert.deepEqual([...rows.keys()], ['IMG1', 'IMG2', 'IMG3', 'IMG4', 'IMG6']);
    assert.deepEqual([rows.get('IMG1')?.bodyPart, rows.get('IMG1')?.view], ['HAND', 'FRONTAL+LATERAL']);
    assert.deepEqual([rows.get('IMG2')?.bodyPart, rows.get('IMG3')?.view], ['LEG+HIP', 'OBLIQUE']);
    const labels = await readLabels(project.root, 'import');
    assert.deepEqual(labels.get('IMG1')?.categories, { fracture: 'yes' });
    assert.deepEqual(labels.get('IMG1')?.marks, [{ id: 'import-1', kind: 'box', name: 'fracture_box', from: [24, 16], to: [40, 48] }]);
    assert.deepEqual([labels.get('IMG2')?.marks.length, labels.get('IMG3')?.marks.length], [1, 0]);
    assert.deepEqual(labels.get('IMG3')?.categories, { fracture: 'no' });
    assert.ok(!labels.has('IMG4') && !labels.has('IMG6'), 'a contradiction and an image without row have no label');
  });

  it('lists each fault with its row', async () => {
    await at('Annotations/PASCAL VOC/IMG1.xml', voc([[2, 2, 9, 9]]));
    await at('Annotations/YOLO/IMG3.txt', 'no numbers here at all\n');
    await runImport(project);
    const list = await readText(project.root, '3-data/import-problems.csv');
    for (const line of [
      'images/Non_fractured/IMG5.jpg,The picture is damaged or cut off.',
      'Row 2: its YOLO and PASCAL VOC boxes differ; those of YOLO were taken.',
      'Row 3: a box lies outside the image',
      'Row 3: the table counts 2 fractures',
      'Row 4: its YOLO annotation can not be read.',
      'Row 5: the table and the folder disagree',
      'Row 6: its file could not be used',
      'Row 7: its file is not in the folder.',
    ])
      assert.ok(list.includes(line), `${line} in ${list}`);
    assert.ok(list.split('\n').every((line) => line === '' || /^(file|dataset_x\.csv|images\/)/.test(line)));
  });

  it('does not double at a second import, and keeps a mark that somebody drew', async () => {
    await runImport(project);
    const path = '3-data/labels/import/IMG1.json';
    const mine = '{"id": "m1", "kind": "box", "name": "fracture_box", "from": [0, 0], "to": [2, 2]}';
    const text = await readText(project.root, path);
    await put(join(project.root, path), text.replace(/(\{"id": "import-1".*\})/, `$1,\n    ${mine}`));
    const summary = await runImport(project);
    assert.deepEqual([summary.added, summary.updated, summary.unchanged], [0, 0, 5]);
    assert.deepEqual(
      (await readLabels(project.root, 'import')).get('IMG1')?.marks.map(({ id }) => id),
      ['import-1', 'm1'],
    );
  });

  it('on the published films: 297 images, two cut off, every category and box', async function () {
    const films = resolve(__dirname, '../../../../../shared/data/radiographs/fracatlas');
    if ((await stat(films).catch(() => null)) === null) this.skip();
    const summary = await runImport({ ...project, films }, { layout: 'fracatlas' });
    assert.deepEqual([summary.added, summary.problems, summary.labels, summary.labelProblems], [297, 2, 297, 0]);
    const labels = [...(await readLabels(project.root, 'import')).values()];
    assert.equal(labels.filter(({ categories }) => categories.fracture === 'yes').length, 155);
    assert.equal(labels.flatMap(({ marks }) => marks).length, 218);
  }).timeout(60_000);
});
