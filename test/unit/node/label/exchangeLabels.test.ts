import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatCoco } from '../../../../src/core/label/formats/coco';
import type { Label, Mark } from '../../../../src/core/label/label';
import { formatLabel, parseLabel } from '../../../../src/core/label/labelFile';
import { countPixels, emptyRuns, parseRuns } from '../../../../src/core/label/maskRuns';
import { readProtocolHead } from '../../../../src/core/label/readProtocolHead';
import { imageRow, labelProject } from './labelProject';

const script = join(__dirname, '../../../fixtures/readForeignLabels.py');

/** What a program that is not ours reads; null where there is no Python with numpy. */
function readBy(what: 'coco' | 'voc' | 'yolo', file: string) {
  const { stdout, stderr, status } = spawnSync(process.env.RADSTEPS_TEST_PYTHON ?? '/usr/bin/python3', [script, what, file], {
    encoding: 'utf8',
  });
  if (status !== 0 && /No module named|ENOENT|not found/.test(stderr ?? '')) return null;
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout);
}

const protocol = [
  '{name: fracture, title: Fracture, kind: box}',
  '{name: callus, title: Callus, kind: outline, columns: [new bone]}',
  '{name: cyst, title: Cyst, kind: mask}',
  '{name: age, title: Bone age, kind: number, unit: months}',
  '{name: signs, title: Signs, kind: several, values: [a, b]}',
  '{name: leg, title: Leg, kind: length}',
];
const box: Mark = { id: 'm1', kind: 'box', name: 'fracture', from: [1.25, 2.5], to: [30.125, 41 + 1 / 3] };
const outline: Mark = {
  id: 'm2',
  kind: 'outline',
  name: 'callus',
  points: [
    [10, 10],
    [40.5, 12.25],
    [35, 50 + 1 / 3],
    [12, 30],
  ],
};
const mask: Mark = { id: 'm3', kind: 'mask', name: 'cyst', runs: '10:3+4,9+2;;4+1;;;70+10' };
const leg: Mark = { id: 'm4', kind: 'length', name: 'leg', from: [0, 0], to: [30, 40] };
const label = (image: string, marks: readonly Mark[], change: Partial<Label> = {}): Label => ({
  version: 1,
  image,
  reader: 'ada',
  status: 'final',
  categories: {},
  marks,
  ...change,
});
const labels = [
  label('img-a', [box, outline, mask, leg, { ...box, id: 'm5', run: 'r1' }, { ...box, id: 'm6', frame: 2 }], {
    categories: { age: 94, signs: ['a', 'b'] },
  }),
  label('img-b', []),
  label('img-c', [box], { status: 'draft' }),
];

describe('labels in foreign formats', () => {
  const root = mkdtempSync(join(tmpdir(), 'radsteps-exchange-'));
  after(() => rmSync(root, { recursive: true, force: true }));
  const images = ['img-a', 'img-b', 'img-c', 'img-d'].map((name) => imageRow(name));
  const { write, run } = labelProject(root, images, protocol, labels);
  const read = (reader: string, image: string): Label => {
    const file = `3-data/labels/${reader}/${image}.json`;
    return parseLabel(readFileSync(join(root, file), 'utf8'), file);
  };
  const shapes = (marks: readonly Mark[]) => marks.map(({ id, ...shape }) => shape);

  /** Exports, imports as another reader, and gives that reader's labels and what was said. */
  async function roundTrip(format: string, out: string) {
    const said = await run('labels', 'export', '--format', format, '--out', out, '--reader', 'ada', '--json');
    assert.equal(said.code, 0, said.out);
    const reader = `back-${format}`;
    const imported = await run('labels', 'import', out, '--format', format, '--reader', reader, '--json');
    assert.equal(imported.code, 0, imported.out);
    return {
      reader,
      notes: JSON.parse(said.out).notes,
      images: JSON.parse(imported.out).images,
      problems: JSON.parse(imported.out).problems,
    };
  }

  function nearPoints(actual: unknown, expected: unknown): void {
    const numbers = (value: unknown): readonly number[] =>
      typeof value === 'number' ? [value] : Array.isArray(value) ? value.flatMap(numbers) : [];
    const [a, b] = [numbers(actual), numbers(expected)];
    assert.equal(a.length, b.length);
    for (const [index, number] of a.entries())
      assert.ok(Math.abs(number - (b[index] ?? Number.NaN)) < 1e-9, `${number} is not ${b[index]}`);
  }

  it('come back from COCO, which numpy and pycocotools read as we do', async function () {
    const { reader, notes, images: count, problems } = await roundTrip('coco', 'out/coco.json');
    assert.deepEqual([count, problems], [2, []]);
    assert.deepEqual(notes, ['2 marks were left out: coco has no place for their kind, their frame or their name.']);
    const back = read(reader, 'img-a');
    assert.deepEqual([back.status, shapes(back.marks).slice(1)], ['final', shapes([outline, mask])]);
    nearPoints(back.marks[0]?.kind === 'box' && [back.marks[0].from, back.marks[0].to], [box.from, box.to]);
    assert.deepEqual(read(reader, 'img-b').marks, []);
    assert.equal(existsSync(join(root, `3-data/labels/${reader}/img-c.json`)), false);
    const found = readBy('coco', join(root, 'out/coco.json'));
    if (found === null) this.skip();
    const [first, second, third] = found.annotations;
    nearPoints(first.bbox, [1.25, 2.5, 28.875, 41 + 1 / 3 - 2.5]);
    nearPoints(second.bbox, [10, 10, 30.5, 40 + 1 / 3]);
    assert.deepEqual(third.pixels, [
      [10, 3],
      [10, 4],
      [10, 5],
      [10, 6],
      [10, 9],
      [10, 10],
      [12, 4],
      ...Array.from({ length: 10 }, (_, at) => [15, 70 + at]),
    ]);
    assert.equal(third.area, countPixels(parseRuns(mask.runs) ?? emptyRuns));
    if (found.pycocotools) assert.ok(Math.abs(second.polygon_pixels - second.area) < 0.1 * second.area);
  });

  it('come back from COCO with plain runs', async function () {
    const { text } = formatCoco(
      [{ image: 'img-a', rows: 60, columns: 80, label: label('img-a', [mask]) }],
      readProtocolHead(`---\nlabels:\n${protocol.map((line) => `  - ${line}\n`).join('')}---\n`),
      { plainRuns: true },
    );
    write('out/plain.json', text);
    await run('labels', 'import', 'out/plain.json', '--format', 'coco', '--reader', 'plain');
    assert.deepEqual(shapes(read('plain', 'img-a').marks), shapes([mask]));
    const found = readBy('coco', join(root, 'out/plain.json'));
    if (found === null) this.skip();
    assert.equal(found.annotations[0].pixels.length, 17);
  });

  it('come back from YOLO, boxes and segments', async function () {
    const boxes = await roundTrip('yolo', 'out/yolo');
    assert.deepEqual([boxes.images, boxes.problems], [2, []]);
    const [back] = read(boxes.reader, 'img-a').marks;
    nearPoints(back?.kind === 'box' && [back.from, back.to], [box.from, box.to]);
    const segments = await roundTrip('yolo-seg', 'out/yolo-seg');
    const [drawn] = read(segments.reader, 'img-a').marks;
    nearPoints(drawn?.kind === 'outline' && drawn.points, outline.points);
    assert.deepEqual(readdirSync(join(root, 'out/yolo/labels')), ['img-a.txt', 'img-b.txt']);
    assert.equal(readFileSync(join(root, 'out/yolo/labels/img-b.txt'), 'utf8'), '');
    const found = readBy('yolo', join(root, 'out/yolo/labels/img-a.txt'));
    if (found === null) this.skip();
    nearPoints(found, [[0, (1.25 + 30.125) / 160, (2.5 + 41 + 1 / 3) / 120, 28.875 / 80, (41 + 1 / 3 - 2.5) / 60]]);
  });

  it('come back from PASCAL VOC to the last bit', async function () {
    const { reader, images: count, problems } = await roundTrip('voc', 'out/voc');
    assert.deepEqual([count, problems], [2, []]);
    assert.deepEqual(shapes(read(reader, 'img-a').marks), shapes([box]));
    const found = readBy('voc', join(root, 'out/voc/img-a.xml'));
    if (found === null) this.skip();
    assert.deepEqual(found, [{ name: 'fracture', box: [1.25, 2.5, 30.125, 41 + 1 / 3] }]);
  });

  it('come back from a table, whose lengths are pixels where an image is not calibrated', async () => {
    const { reader, images: count, notes } = await roundTrip('csv', 'out/labels.csv');
    assert.equal(count, 1);
    assert.equal(notes.length, 1);
    assert.deepEqual(read(reader, 'img-a').categories, { age: 94, signs: ['a', 'b'] });
    assert.equal(
      readFileSync(join(root, 'out/labels.csv'), 'utf8'),
      'image,reader,status,age,signs,leg_pixels\nimg-a,ada,final,94,a;b,50\nimg-b,ada,final,,,\n',
    );
    const calibrated = mkdtempSync(join(tmpdir(), 'radsteps-calibrated-'));
    const rows = ['img-a', 'img-b'].map((name) =>
      imageRow(name, { spacingMm: [0.1, 0.1], spacingFrom: name === 'img-a' ? 'PixelSpacing' : 'ImagerPixelSpacing' }),
    );
    const header = async (images: typeof rows) => {
      const project = labelProject(calibrated, images, protocol, labels.slice(0, 2));
      await project.run('labels', 'export', '--format', 'csv', '--out', 'x.csv');
      return readFileSync(join(calibrated, 'x.csv'), 'utf8').split('\n').slice(0, 2);
    };
    assert.match((await header(rows))[0] ?? '', /leg_pixels$/);
    assert.match((await header(rows.map((row) => ({ ...row, spacingFrom: 'ImagerPixelSpacing' }))))[0] ?? '', /leg_mm_at_the_detector$/);
    assert.deepEqual(await header(rows.map((row) => ({ ...row, spacingFrom: 'PixelSpacing' }))), [
      'image,reader,status,age,signs,leg_mm',
      'img-a,ada,final,94,a;b,5',
    ]);
    rmSync(calibrated, { recursive: true });
  });

  it('leave an image out of which something can not be taken, rather than call it empty', async () => {
    const annotations = [
      { image_id: 1, category_id: 1, bbox: [1, 1, 2, 2], segmentation: [] },
      { image_id: 2, category_id: 2, bbox: [1, 1, 2, 2], segmentation: [] },
      { image_id: 3, category_id: 3, bbox: [1, 1, 2, 2], segmentation: [] },
      {
        image_id: 6,
        category_id: 2,
        segmentation: [
          [1, 1, 9, 1, 9, 9],
          [20, 20, 29, 20, 29, 29],
        ],
      },
    ];
    const file = (name: string, id: number, width = 80) => ({ id, file_name: `films/${name}.PNG`, width, height: 60 });
    const document = {
      images: [file('img-a', 1), file('img-b', 2), file('img-c', 3), file('img-x', 4), file('img-d', 5, 81), file('img-d', 6)],
      categories: [
        { id: 1, name: 'FRACTURE' },
        { id: 2, name: 'New bone' },
        { id: 3, name: 'person' },
      ],
      annotations,
    };
    write('out/odd.json', JSON.stringify(document));
    const said = await run('labels', 'import', 'out/odd.json', '--format', 'coco', '--reader', 'odd', '--json');
    assert.deepEqual(JSON.parse(said.out), {
      images: 3,
      problems: [
        'Image 2 of the source: an annotation has no shape that "Callus" (outline) can take; the image was left out.',
        'Image 4 of the source: the project has no image of its file name.',
        'Image 5 of the source: it was annotated with 81 columns and 60 rows, but has 80 and 60.',
        '1 annotations are of classes that the protocol does not draw, and were left out.',
      ],
    });
    assert.deepEqual(
      read('odd', 'img-d').marks.map(({ id, object }) => [id, object]),
      [
        ['import-1', 'import-1'],
        ['import-2', 'import-1'],
      ],
    );
    write('out/person.json', JSON.stringify({ ...document, annotations: annotations.slice(2, 3) }));
    const person = await run('labels', 'import', 'out/person.json', '--format', 'coco', '--reader', 'none');
    assert.equal(person.code, 1);
    assert.match(person.err, /None of the 1 annotations \(person\) is of a class that the protocol draws \(fracture, callus, cyst, leg\)/);
    assert.equal(existsSync(join(root, '3-data/labels/none')), false);
  });

  it('do not touch what their reader has not finished, and take the marks of an earlier import away', async () => {
    const draft = label('img-a', [outline], { reader: 'half', status: 'draft' });
    write('3-data/labels/half/img-a.json', formatLabel(draft));
    write('3-data/labels/half/img-b.json', formatLabel(label('img-b', [outline, { ...box, id: 'import-1' }], { reader: 'half' })));
    const said = await run('labels', 'import', 'out/voc', '--format', 'voc', '--reader', 'half', '--json');
    assert.deepEqual(JSON.parse(said.out), { images: 1, problems: ['1 images have a draft by half, which was left as it is.'] });
    assert.deepEqual(read('half', 'img-a'), draft);
    assert.deepEqual(read('half', 'img-b').marks, [outline]);
  });

  it('leave what is signed off, and keep the time and the sources of a label', async () => {
    const kept = { seconds: 40, sources: [{ reader: 'ada', sha256: 'a'.repeat(64) }] };
    const signed = label('img-a', [outline], { ...kept, reader: 'sam', signedOff: { by: 'eve', at: '2026-01-02T03:04:05Z' } });
    write('3-data/labels/sam/img-a.json', formatLabel(signed));
    write('3-data/labels/sam/img-b.json', formatLabel(label('img-b', [outline], { ...kept, reader: 'sam' })));
    const said = await run('labels', 'import', 'out/voc', '--format', 'voc', '--reader', 'sam', '--json');
    assert.deepEqual(JSON.parse(said.out), {
      images: 1,
      problems: ['1 images have a label by sam that is signed off, which was left as it is.'],
    });
    assert.deepEqual(read('sam', 'img-a'), signed);
    assert.deepEqual([read('sam', 'img-b').seconds, read('sam', 'img-b').sources], [40, kept.sources]);
  });

  it('tell their format from their files', async () => {
    for (const place of ['out/coco.json', 'out/yolo', 'out/yolo-seg', 'out/voc', 'out/labels.csv'])
      assert.equal((await run('labels', 'import', place, '--reader', 'told')).code, 0, place);
  });

  it('say what is wrong with the words', async () => {
    assert.equal((await run('labels', 'export', '--out', 'x')).code, 2);
    assert.equal((await run('labels', 'export', '--format', 'coco')).code, 2);
    assert.equal((await run('labels', 'import', 'x', '--format', 'zip')).code, 2);
    assert.equal((await run('labels')).code, 2);
    assert.match(
      (await run('labels', 'export', '--format', 'coco', '--out', 'x', '--reader', 'eve')).err,
      /The reader "eve" has labelled nothing/,
    );
    assert.match((await run('labels', 'import', 'nowhere', '--format', 'voc')).err, /There is no file or folder/);
    assert.match((await run('labels', 'import', 'out', '--format', 'coco')).err, /is a folder: name the COCO file itself/);
    assert.match((await run('labels', 'import', 'out/voc', '--format', 'yolo')).err, /data\.yaml or classes\.txt/);
    assert.match((await run('labels', 'import', 'out/coco.json', '--format', 'voc')).err, /is no PASCAL VOC file/);
    assert.match((await run('labels', 'import', 'out/coco.json', '--format', 'coco', '--reader', '../x')).err, /must be a short name/);
    assert.match((await run('labels', 'export', '--format', 'coco', '--out', 'x')).err, /Name one of the readers with --reader/);
  });
});
