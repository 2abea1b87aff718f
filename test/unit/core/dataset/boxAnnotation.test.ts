import assert from 'node:assert/strict';
import { clipBox, parseVoc, parseYolo, sameBoxes } from '../../../../src/core/dataset/boxAnnotation';

describe('boxes', () => {
  it('of YOLO become continuous pixels', () => {
    assert.deepEqual(parseYolo('0 0.5 0.25 0.5 0.5\n\n', 100, 200), [{ from: [50, 0], to: [150, 50] }]);
    assert.deepEqual(parseYolo('', 100, 200), []);
    assert.equal(parseYolo('0 0.5 0.25 0.5\n', 100, 200), null);
    assert.equal(parseYolo('0 a b c d\n', 100, 200), null);
  });

  it('of PASCAL VOC stay as they are', () => {
    const voc = '<annotation><object><bndbox>\n<xmin>1</xmin><ymin>2</ymin><xmax>3.5</xmax><ymax>4</ymax></bndbox></object></annotation>';
    assert.deepEqual(parseVoc(voc), [{ from: [1, 2], to: [3.5, 4] }]);
    assert.deepEqual(parseVoc('<annotation></annotation>'), []);
    assert.equal(parseVoc('<bndbox><xmin>1</xmin></bndbox>'), null);
  });

  it('are the same within a tolerance, in any order', () => {
    const a = { from: [0, 0], to: [10, 10] } as const;
    const b = { from: [20, 20], to: [30, 30] } as const;
    const near = { from: [1, 0], to: [10, 12] } as const;
    assert.ok(sameBoxes([a, b], [b, near], 2));
    assert.ok(!sameBoxes([a, b], [b, near], 1.5));
    assert.ok(!sameBoxes([a, a], [a, b], 2));
    assert.ok(!sameBoxes([a], [], 2));
  });

  it('are cut to the image, or refused', () => {
    assert.deepEqual(clipBox({ from: [-0.5, 1.23456], to: [10.4, 5] }, 10, 10), { from: [0, 1.23], to: [10, 5] });
    assert.equal(clipBox({ from: [-5, 0], to: [3, 3] }, 10, 10), null);
    assert.equal(clipBox({ from: [3, 3], to: [3, 5] }, 10, 10), null);
  });
});
