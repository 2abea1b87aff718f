import assert from 'node:assert/strict';
import { parseCoco } from '../../../../../src/core/label/formats/coco';
import { cocoCounts, packCounts, runsOfCocoCounts, unpackCounts } from '../../../../../src/core/label/formats/cocoRuns';
import { parseVocFile } from '../../../../../src/core/label/formats/voc';
import { parseYoloMarks } from '../../../../../src/core/label/formats/yolo';
import { emptyRuns, formatRuns, parseRuns, runsOfBitmap } from '../../../../../src/core/label/maskRuns';
import { mulberry32 } from '../../../../../src/core/statistics/random';

describe("COCO's runs", () => {
  const random = mulberry32(5);

  it('are the same mask both ways, whatever the mask', () => {
    for (const share of [0, 0.01, 0.5, 0.97, 1]) {
      const size = { rows: 1 + Math.floor(random() * 90), columns: 1 + Math.floor(random() * 90) };
      const runs = runsOfBitmap(
        Uint8Array.from({ length: size.rows * size.columns }, () => (random() < share ? 1 : 0)),
        size,
      );
      const counts = cocoCounts(runs, size);
      const back = runsOfCocoCounts(unpackCounts(packCounts(counts)) ?? [], size);
      assert.equal(formatRuns(back ?? emptyRuns), formatRuns(runs));
    }
  });

  it('count down the columns, and pack as cocoapi does', () => {
    const size = { rows: 3, columns: 4 };
    assert.deepEqual(cocoCounts(parseRuns('0:0+1,2+2;0+1') ?? emptyRuns, size), [0, 2, 4, 1, 2, 1, 2]);
    // pycocotools.mask.encode of a 2000 x 2500 image with the rectangle of rows 500 to 999, columns 100 to 101.
    assert.equal(packCounts([200500, 500, 1500, 500, 4797000]), 'diS6d?l^10\\S[b4');
    for (const counts of [[0], [5, 0, 1000000], [200500, 500, 1500, 500, 4797000], [1, 31, 32, 1, 1, 100000, 0, 1]])
      assert.deepEqual(unpackCounts(packCounts(counts)), counts);
  });

  it('that are none are refused', () => {
    assert.equal(unpackCounts('\u0001'), null);
    assert.equal(unpackCounts('o'), null);
    assert.equal(runsOfCocoCounts([3, 3], { rows: 2, columns: 2 }), null);
    assert.equal(runsOfCocoCounts([5, -1], { rows: 2, columns: 2 }), null);
  });
});

describe('foreign label files', () => {
  it('of COCO say what is wrong, in the file or with one annotation', () => {
    const file = (annotation: object) =>
      JSON.stringify({
        images: [{ id: 7, file_name: 'a.png', width: 4, height: 3 }],
        categories: [{ id: 1, name: 'x' }],
        annotations: [{ image_id: 7, category_id: 1, ...annotation }],
      });
    const problem = (annotation: object) => parseCoco(file(annotation), 'c.json')[0]?.problems[0];
    assert.match(problem({ category_id: 2 }) ?? '', /category that the file does not name/);
    assert.match(problem({ segmentation: { size: [3, 4], counts: [13] } }) ?? '', /do not fill the image/);
    assert.match(problem({ segmentation: { size: [4, 3], counts: [12] } }) ?? '', /do not fill the image/);
    assert.match(problem({ segmentation: [[1, 2, 3]] }) ?? '', /not pairs of numbers/);
    assert.deepEqual(parseCoco(file({ bbox: [1, 1, 2, 1.5] }), 'c.json')[0]?.marks[0]?.box, { from: [1, 1], to: [3, 2.5] });
    assert.throws(() => parseCoco('{', 'c.json'), /c\.json is not JSON/);
    assert.throws(() => parseCoco('{"images": []}', 'c.json'), /it has no list "categories"/);
    assert.throws(() => parseCoco(file({ image_id: 8 }), 'c.json'), /1 annotations are of images that its list "images" lacks/);
  });

  it('of VOC are read whatever their order, comments and entities', () => {
    const text = `<?xml version="1.0"?><annotation><!-- <object/> --><object><bndbox><ymax> 4 </ymax><ymin>1</ymin><xmax>3.5</xmax><xmin>0</xmin></bndbox>
      <name>a &amp; b &#228;</name></object><object><name>c</name></object><filename>x.jpg</filename><size><width>8</width><height>9</height></size></annotation>`;
    const parsed = parseVocFile(text);
    assert.deepEqual(
      parsed?.marks.map(({ className, box }) => [className, box]),
      [['a & b ä', { from: [0, 1], to: [3.5, 4] }]],
    );
    assert.deepEqual(
      [parsed?.file, parsed?.size, parsed?.problems],
      ['x.jpg', { rows: 9, columns: 8 }, ['an object has no box with xmin, ymin, xmax and ymax']],
    );
    assert.equal(parseVocFile('{}'), null);
  });

  it('of YOLO are boxes or segments', () => {
    const read = (text: string) => parseYoloMarks(text, { rows: 100, columns: 200 }, ['x', 'y']);
    assert.deepEqual(read('1 0.5 0.5 0.1 0.2\r\n\n')[0], {
      className: 'y',
      box: { from: [90, 40], to: [110, 60] },
      polygons: [],
      mask: null,
      runs: '',
    });
    const [segment] = read('0 0 0 0.5 0 0.5 0.25');
    assert.deepEqual(typeof segment === 'object' && segment.polygons, [
      [
        [0, 0],
        [100, 0],
        [100, 25],
      ],
    ]);
    assert.deepEqual(read('2 0 0 1 1\n0 1 1\n0 a 1 1 1\n0 1 1 1 1 1'), [
      'a line has a class without a name',
      ...Array.from({ length: 3 }, () => 'a line is neither a box nor a segment'),
    ]);
  });
});
