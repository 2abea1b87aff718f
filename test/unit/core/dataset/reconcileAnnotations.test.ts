import assert from 'node:assert/strict';
import { type AnnotationSource, reconcileAnnotations } from '../../../../src/core/dataset/reconcileAnnotations';
import type { Box } from '../../../../src/core/label/box';
import type { ForeignMark } from '../../../../src/core/label/formats/foreignMark';
import type { PixelPoint } from '../../../../src/core/label/label';

const size = { rows: 100, columns: 100 };
const nothing = { mask: null, runs: '', polygons: [], box: null };
const box = (left: number, top: number, side = 10, className = 'fracture'): ForeignMark => ({
  ...{ ...nothing, className },
  box: { from: [left, top], to: [left + side, top + side] },
});
const mask = (left: number, top: number, side = 10): ForeignMark => {
  const points: readonly PixelPoint[] = [
    [left, top],
    [left + side, top],
    [left, top + side],
  ];
  return { ...nothing, className: 'fracture', polygons: [points] };
};
const source = (format: string, marks: readonly ForeignMark[], hasBoxes = true): AnnotationSource => ({ format, hasBoxes, marks });
const boxesOf = (sources: readonly AnnotationSource[]): readonly Box[] =>
  reconcileAnnotations(sources, size).boxes.map((found) => found.box);

describe('reconcileAnnotations', () => {
  it('takes the first format with boxes, also where it is empty, and says where another one differs', () => {
    const found = reconcileAnnotations([source('YOLO', []), source('VOC', [box(1, 1)])], size);
    assert.deepEqual([found.boxes, found.boxesFrom, found.compared, found.differs], [[], 'YOLO', ['VOC'], true]);
    assert.deepEqual(found.problems, ['its YOLO and VOC boxes differ in number (0 and 1); those of YOLO were taken']);
    const same = reconcileAnnotations([source('YOLO', [box(1, 1)]), source('VOC', [box(2, 0)])], size);
    assert.deepEqual([same.problems, same.differs], [[], false], 'within the rounding of pixels');
  });

  it('tells classes apart', () => {
    const found = reconcileAnnotations([source('YOLO', [box(1, 1, 10, 'metal')]), source('VOC', [box(1, 1)])], size);
    assert.deepEqual(found.problems, ['its YOLO and VOC boxes differ; those of YOLO were taken']);
  });

  it('makes boxes of masks only where no format has boxes, and says nothing of that', () => {
    const found = reconcileAnnotations([source('VGG', [mask(5, 6)], false)], size);
    assert.deepEqual([found.boxes[0]?.box, found.boxesFrom], [{ from: [5, 6], to: [15, 16] }, 'masks of VGG']);
    assert.deepEqual(found.problems, []);
  });

  it('adds the boxes of masks that lie in none, counts boxes without a mask, and lets two masks share a box', () => {
    assert.equal(boxesOf([source('YOLO', [box(5, 5)]), source('VGG', [mask(5, 5), mask(50, 50)], false)]).length, 2);
    const bare = reconcileAnnotations([source('YOLO', [box(5, 5), box(70, 70)]), source('VGG', [mask(5, 5)], false)], size);
    assert.deepEqual(bare.problems, ['its boxes (2) and masks (1) are not one to one, and both were taken; boxes without a mask: 1']);
    const shared = reconcileAnnotations([source('YOLO', [box(0, 0, 60)]), source('VGG', [mask(5, 5), mask(30, 30)], false)], size);
    assert.deepEqual([shared.boxes.length, shared.problems], [1, ['its boxes (1) and masks (2) are not one to one, and both were taken']]);
    const none = reconcileAnnotations([source('YOLO', [box(5, 5), box(70, 70)])], size);
    assert.deepEqual(none.problems, [], 'a format without masks says nothing of them');
  });

  it('cuts what reaches a little outside and refuses what lies outside', () => {
    const found = reconcileAnnotations([source('YOLO', [box(95.5, -0.5, 5), box(300, 0), box(5, 5, 0)])], size);
    assert.deepEqual(found.boxes.map((one) => one.box), [{ from: [95.5, 0], to: [100, 4.5] }]); // biome-ignore format: one line
    assert.deepEqual(found.problems, ['a box lies outside the image or is empty, and was left out']);
    const cut = reconcileAnnotations([source('VGG', [mask(95, 95), mask(200, 200)], false)], size);
    assert.equal(cut.outlines.length, 1);
    assert.ok(
      cut.problems.includes('an outline reaches outside the image, and was cut there') &&
        cut.problems.includes('an outline is empty, and was left out'),
    );
  });
});
