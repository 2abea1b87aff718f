import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, symlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import sharp from 'sharp';
import { boxAround } from '../../../../src/core/label/formats/foreignMark';
import type { Mark, PixelPoint } from '../../../../src/core/label/label';
import { readImages, readLabels } from '../../../../src/node/dataset/readDataset';
import { exportLabels } from '../../../../src/node/label/exportLabels';
import { type DatasetProject, makeDatasetProject, put, readText, removeProject, runImport } from './datasetProject';
import { jpegBytes } from './pictures';

const protocol = `---
labels:
  - name: fracture
    title: Fracture
    kind: category
    values: ["no", "yes"]
    columns: [fractured]
  - name: hardware
    title: Metal
    kind: category
    values: ["no", "yes"]
  - name: multiscan
    title: Several views on one film
    kind: category
    values: ["no", "yes"]
  - name: fracture_count
    title: Fractures
    kind: number
    unit: fractures
  - name: fracture_box
    title: Fracture
    kind: box
    columns: [fractured]
  - name: fracture_outline
    title: Outline of the fracture
    kind: outline
    columns: [fractured]
---
`;
const head = 'image_id,hand,leg,hip,shoulder,mixed,hardware,multiscan,fractured,fracture_count,frontal,lateral,oblique';
type Points = readonly PixelPoint[];
const square = (left: number, top: number, size = 10): Points => [
  [left, top],
  [left + size, top],
  [left + size, top + size],
  [left, top + size],
];
const yolo = (left: number, top: number, size = 10): string =>
  `0 ${(left + size / 2) / 64} ${(top + size / 2) / 64} ${size / 64} ${size / 64}\n`;
type Film = Readonly<Record<string, readonly Points[]>>;
const coco = (films: Film, size = 64): string =>
  JSON.stringify({
    images: Object.keys(films).map((name, id) => ({ id, file_name: name, width: size, height: size })),
    categories: [{ id: 1, name: 'fractured' }],
    annotations: Object.values(films).flatMap((outlines, image) =>
      outlines.map((points, id) => {
        const { from, to } = boxAround(points) ?? { from: [0, 0], to: [0, 0] };
        return {
          id,
          image_id: image,
          category_id: 1,
          segmentation: [points.flat()],
          bbox: [...from, to[0] - from[0], to[1] - from[1]],
          iscrowd: 0,
        };
      }),
    ),
  });
const vgg = (films: Film): string =>
  JSON.stringify(
    Object.fromEntries(
      Object.entries(films).map(([name, outlines]) => [
        `${name}123`,
        {
          filename: name,
          regions: outlines.map((points) => ({
            shape_attributes: { name: 'polygon', all_points_x: points.map(([x]) => x), all_points_y: points.map(([, y]) => y) },
            region_attributes: { label: 'fractured' },
          })),
        },
      ]),
    ),
  );

describe('FracAtlas in four formats', () => {
  let project: DatasetProject;
  const at = (name: string, content: string | Uint8Array) => put(join(project.films, name), content);
  const cocoFile = 'Annotations/COCO JSON/COCO_fracture_masks.json';
  const vggFile = 'Annotations/VGG JSON/VGG_fracture_masks.json';
  const rows = ['IMG1.jpg,1,0,0,0,0,1,0,1,2,1,0,0', 'IMG2.jpg,0,1,0,0,0,0,1,1,1,0,1,0', 'IMG3.jpg,0,0,0,0,1,0,0,0,0,0,0,1'];
  const films: Film = { 'IMG1.jpg': [square(5, 5), square(30, 30)], 'IMG2.jpg': [square(20, 8)] };
  const table = (lines: readonly string[]) => at('dataset.csv', `${[head, ...lines].join('\n')}\n`);
  beforeEach(async () => {
    project = await makeDatasetProject();
    await put(join(project.root, '3-data/protocol.md'), protocol);
    for (const [index, folder] of ['Fractured', 'Fractured', 'Non_fractured'].entries())
      await at(`images/${folder}/IMG${index + 1}.jpg`, await jpegBytes(index));
    await table(rows);
    await at('Annotations/YOLO/IMG1.txt', yolo(5, 5) + yolo(30, 30));
    await at('Annotations/YOLO/IMG2.txt', yolo(20, 8));
    await at('Annotations/YOLO/IMG3.txt', '');
    await at(cocoFile, coco(films));
    await at(vggFile, vgg(films));
    for (const [part, image] of [
      ['train', 'IMG1.jpg'],
      ['valid', 'IMG2.jpg'],
      ['test', ''],
    ])
      await at(`Utilities/Fracture Split/${part}.csv`, `image_id\n${image}\n`);
  });
  afterEach(() => removeProject(project));
  const labels = () => readLabels(project.root, 'import');
  const problems = () => readText(project.root, '3-data/import-problems.csv').catch(() => '');
  const marksOf = async (image: string) => (await labels()).get(image)?.marks ?? [];
  const kinds = async (image: string): Promise<string> => (await marksOf(image)).map(({ kind }) => kind[0]).join('');
  const points = (marks: readonly Mark[]): readonly Points[] => marks.flatMap((mark) => (mark.kind === 'outline' ? [mark.points] : []));

  it('gives boxes, outlines, categories, places and the published part', async () => {
    const summary = await runImport(project);
    assert.deepEqual([summary.added, summary.labels, summary.problems, summary.labelProblems], [3, 3, 0, 0], await problems());
    assert.deepEqual(
      (await readImages(project.root)).map(({ bodyPart, view, extra }) => [bodyPart, view, extra.official_part]),
      [
        ['HAND', 'FRONTAL', 'train'],
        ['LEG', 'LATERAL', 'valid'],
        ['MIXED', 'OBLIQUE', ''],
      ],
    );
    const read = await labels();
    assert.deepEqual(read.get('IMG1')?.categories, { fracture: 'yes', fracture_count: 2, hardware: 'yes', multiscan: 'no' });
    assert.deepEqual(read.get('IMG3')?.categories, { fracture: 'no', fracture_count: 0, hardware: 'no', multiscan: 'no' });
    assert.deepEqual([await kinds('IMG1'), await kinds('IMG2'), await kinds('IMG3')], ['bboo', 'bo', '']);
    assert.deepEqual(points(await marksOf('IMG1')), films['IMG1.jpg']);
    assert.ok(
      summary.notes.some((note) => note.includes('3 outlines in 2 images (from COCO in 2)')),
      summary.notes.join('\n'),
    );
    assert.ok(!summary.notes.some((note) => note.includes('lacks a part')) || summary.notes.some((note) => note.includes('PASCAL VOC')));
  });

  it('makes boxes of masks where no format has boxes, from VGG alone, and is content with any one format', async () => {
    await rm(join(project.films, 'Annotations/YOLO'), { recursive: true });
    await rm(join(project.films, cocoFile));
    await runImport(project);
    const [first] = await marksOf('IMG1');
    assert.deepEqual(first, { id: 'import-1', kind: 'box', name: 'fracture_box', from: [5, 5], to: [15, 15] });
    assert.deepEqual([await kinds('IMG1'), await kinds('IMG2'), await kinds('IMG3')], ['bboo', 'bo', '']);
    await rm(join(project.films, vggFile));
    await at('Annotations/YOLO/IMG1.txt', yolo(5, 5) + yolo(30, 30));
    await rm(join(project.root, '3-data/labels'), { recursive: true });
    const summary = await runImport(project);
    assert.equal(await kinds('IMG1'), 'bb');
    assert.equal((await labels()).get('IMG2')?.status, 'draft', 'fractured, and no annotation of it');
    assert.ok(summary.notes.some((note) => note.includes('COCO JSON (outlines), VGG JSON (outlines)')));
  });

  it('keeps all masks and all boxes where they are not one to one, and says so', async () => {
    await at('Annotations/YOLO/IMG1.txt', yolo(5, 5));
    await at('Annotations/YOLO/IMG2.txt', yolo(10, 4, 40));
    await at(cocoFile, coco({ ...films, 'IMG2.jpg': [square(12, 8), square(30, 20)] }));
    await rm(join(project.films, vggFile));
    await runImport(project);
    assert.deepEqual([await kinds('IMG1'), await kinds('IMG2')], ['bboo', 'boo']);
    const list = await problems();
    for (const line of [
      'Row 2: its YOLO and COCO boxes differ in number (1 and 2); those of YOLO were taken.',
      'Row 2: its boxes (1) and masks (2) are not one to one, and both were taken; masks in no box, whose boxes were taken too: 1.',
      'Row 3: its boxes (1) and masks (2) are not one to one, and both were taken.',
    ])
      assert.ok(list.includes(line), `${line} in ${list}`);
    assert.ok(!/Row 2: the table counts/.test(list), 'with the box of the mask the table is right');
  });

  it('leaves a film with a box and no outline a draft while outlines are labelled, and tells of a folder without any', async () => {
    await rm(join(project.films, cocoFile));
    await at(vggFile, vgg({ 'IMG2.jpg': films['IMG2.jpg'] ?? [] }));
    await runImport(project);
    assert.match(await problems(), /Row 2: it has a box, but no outline; while outlines are labelled, its label is a draft/);
    assert.deepEqual([(await labels()).get('IMG1')?.status, await kinds('IMG1')], ['draft', 'bb']);
    await at(vggFile, vgg(films));
    await runImport(project);
    assert.deepEqual([(await labels()).get('IMG1')?.status, await kinds('IMG1')], ['final', 'bboo']);
    await rm(join(project.films, vggFile));
    const summary = await runImport(project);
    assert.ok(summary.notes.some((note) => note.startsWith('No outlines are known')));
    assert.equal((await labels()).get('IMG1')?.status, 'final');
  });

  it('lists every fault of a format, takes the rest, and strikes out what was mended', async () => {
    await at(vggFile, vgg({ ...films, 'IMG2.jpg': [square(40, 40)] }));
    await at(cocoFile, coco({ 'IMG1.jpg': [square(5, 5), square(60, 30)] }));
    await at('Annotations/PASCAL VOC/IMG2.xml', '<annotation><size><width>9</width><height>9</height></size></annotation>');
    await at('Annotations/PASCAL VOC/IMG3.xml', '<annotation><object><name>fractured</name></object></annotation>');
    await at('Utilities/Fracture Split/test.csv', 'image_id\nIMG1.jpg\n');
    await table([...rows, rows[0] ?? '']);
    await runImport(project);
    const list = await problems();
    for (const line of [
      'Row 2: an outline reaches outside the image',
      'Row 2: a box lies outside the image or is empty',
      'Row 2: its COCO and VGG outlines differ; those of COCO were taken.',
      'Row 3: its PASCAL VOC annotation is of an image of another size',
      'Row 3: its boxes (1) and masks (1) are not one to one',
      'Row 4: its PASCAL VOC annotation can not be read.',
      'Row 5: an earlier row is of the same image',
      'its image is in the part',
    ])
      assert.ok(list.includes(line), `${line} in ${list}`);
    await at(vggFile, 'no json');
    await at(cocoFile, '[]');
    await runImport(project);
    assert.match(await problems(), /VGG_fracture_masks\.json,It is not JSON/);
    assert.match(await problems(), /COCO_fracture_masks\.json,"?It is no COCO file/);
    assert.equal(await kinds('IMG1'), 'bb', 'boxes of YOLO');
    await at(vggFile, vgg(films));
    await at(cocoFile, coco(films));
    await rm(join(project.films, 'Annotations/PASCAL VOC'), { recursive: true });
    await at('Utilities/Fracture Split/test.csv', 'image_id\n');
    await table(rows);
    await runImport(project);
    assert.equal((await problems()).trim(), 'file,reason');
    assert.equal(await kinds('IMG1'), 'bboo');
  });

  it('is read from the folder above, without a table, or with films of one kind only; what is missing is named', async () => {
    const inside: DatasetProject = { ...project, films: join(project.base, 'inside') };
    await mkdir(join(inside.films, 'FracAtlas'), { recursive: true });
    for (const part of ['images', 'Annotations', 'dataset.csv', 'Utilities'])
      await symlink(join(project.films, part), join(inside.films, 'FracAtlas', part));
    assert.deepEqual([(await runImport(inside)).labels, await kinds('IMG1')], [3, 'bboo']);
    await rm(join(project.films, 'dataset.csv'));
    const summary = await runImport(project);
    assert.ok(summary.notes.some((note) => note.includes('dataset.csv (fractured or not is told from the folders)')));
    assert.equal((await labels()).get('IMG3')?.categories.fracture, 'no');
    await at('Annotations/YOLO/IMG1.txt', 'what');
    await runImport(project);
    assert.ok((await problems()).includes('images/Fractured/IMG1.jpg,Its YOLO annotation can not be read.'), await problems());
    await rm(join(project.films, 'images/Non_fractured'), { recursive: true });
    await assert.rejects(
      runImport(project, { layout: 'fracatlas' }),
      /is not FracAtlas: .* but has no folder images\/Non_fractured, no dataset.csv/,
    );
    await table(rows.slice(0, 2));
    assert.equal((await runImport(project)).labels, 2);
  });

  it('turns annotations that were drawn on a film as its EXIF orientation has it shown', async () => {
    const shown = sharp({ create: { width: 40, height: 64, channels: 3, background: 'black' } }).composite([
      { input: { create: { width: 12, height: 6, channels: 3, background: 'white' } }, left: 20, top: 8 },
    ]);
    const pixels = await shown.png().toBuffer();
    for (const [orientation, angle] of [
      [6, 270],
      [8, 90],
    ] as const) {
      const stored = await sharp(pixels).rotate(angle).jpeg({ quality: 95 }).withMetadata({ orientation }).toBuffer();
      await at('images/Fractured/IMG2.jpg', stored);
      await at('Annotations/YOLO/IMG2.txt', `0 ${26 / 40} ${11 / 64} ${12 / 40} ${6 / 64}\n`);
      await at('Annotations/PASCAL VOC/IMG2.xml', '<annotation><size><width>40</width><height>64</height></size><object><name>f</name><bndbox><xmin>20</xmin><ymin>8</ymin><xmax>32</xmax><ymax>14</ymax></bndbox></object></annotation>'); // biome-ignore format: one line
      const outline: Points = [[20, 8], [32, 8], [32, 14], [20, 14]]; // biome-ignore format: one line
      await at(vggFile, vgg({ ...films, 'IMG2.jpg': [outline] }));
      await rm(join(project.films, cocoFile), { force: true });
      const summary = await runImport(project);
      assert.equal(summary.labelProblems, 0, await problems());
      assert.ok(summary.notes.some((note) => note.startsWith('1 images ask to be shown turned')));
      const { data, info } = await sharp(stored).raw().toBuffer({ resolveWithObject: true });
      assert.deepEqual([info.width, info.height], [64, 40]);
      const white = Array.from({ length: info.width * info.height }, (_, index) => index).filter(
        (index) => (data[index * info.channels] ?? 0) > 128,
      );
      const columns = white.map((index) => index % info.width);
      const lines = white.map((index) => Math.floor(index / info.width));
      const expected = { from: [Math.min(...columns), Math.min(...lines)], to: [Math.max(...columns) + 1, Math.max(...lines) + 1] };
      const [box, drawn] = await marksOf('IMG2');
      assert.deepEqual(box?.kind === 'box' ? { from: box.from, to: box.to } : null, expected, `orientation ${orientation}`);
      assert.deepEqual(drawn?.kind === 'outline' ? boxAround(drawn.points) : null, expected);
    }
  });

  it('on the published films: every box as VOC and YOLO say by other tools, every outline of COCO and VGG made from them', async function () {
    const source = resolve(__dirname, '../../../../../shared/data/radiographs/fracatlas');
    if (!existsSync(source)) this.skip();
    const real: DatasetProject = { ...project, films: join(project.base, 'published') };
    await mkdir(join(real.films, 'Annotations'), { recursive: true });
    for (const part of ['images', 'dataset_dev.csv', 'Annotations/YOLO', 'Annotations/PASCAL VOC'])
      await symlink(join(source, part), join(real.films, part));
    const script = join(__dirname, '../../../fixtures/makeFracAtlasSets.py');
    const { stdout, stderr, status } = spawnSync('python3', [script, source, real.films], { encoding: 'utf8', maxBuffer: 1 << 26 });
    assert.equal(status, 0, stderr);
    const expected: Readonly<
      Record<string, { readonly voc: readonly number[][]; readonly yolo: readonly number[][]; readonly outlines: readonly Points[] }>
    > = JSON.parse(stdout);
    const summary = await runImport(real);
    assert.deepEqual([summary.added, summary.problems, summary.labels, summary.labelProblems], [297, 2, 297, 0], await problems());
    const read = await labels();
    let boxes = 0;
    for (const [stem, { voc, yolo: shares, outlines }] of Object.entries(expected)) {
      const marks = read.get(stem)?.marks ?? [];
      const found = marks.flatMap((mark) => (mark.kind === 'box' ? [[...mark.from, ...mark.to]] : []));
      boxes += found.length;
      for (const [against, tolerance] of [
        [shares, 0.006],
        [voc, 1.01],
      ] as const) {
        assert.equal(found.length, against.length, stem);
        for (const [index, sides] of found.entries())
          for (const [side, value] of sides.entries())
            assert.ok(Math.abs(value - (against[index]?.[side] ?? Number.NaN)) <= tolerance, stem);
      }
      assert.deepEqual(points(marks), outlines, stem);
    }
    assert.equal(boxes, 218);
    const out = join(project.base, 'out.json');
    await exportLabels(project.root, { format: 'coco', out, drafts: true });
    const document = JSON.parse(await readFile(out, 'utf8'));
    assert.equal(document.annotations.length, 436);
    const published = JSON.parse(await readFile(join(real.films, cocoFile), 'utf8'));
    const segments = (list: { annotations: { segmentation: number[][]; category_id: number }[] }, category: number): readonly string[] =>
      list.annotations.filter(({ category_id: id }) => id === category).map(({ segmentation }) => JSON.stringify(segmentation));
    assert.deepEqual(segments(document, 2), segments(published, 1), 'out again as they came in');
  }).timeout(120_000);
});
