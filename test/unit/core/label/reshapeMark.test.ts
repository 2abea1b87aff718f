import assert from 'node:assert/strict';
import type { BoxMark, LengthMark, OutlineMark } from '../../../../src/core/label/label';
import { insertCorner, markPoint, moveCorner, moveSide, removeCorner, shiftMark } from '../../../../src/core/label/reshapeMark';

const size = { rows: 50, columns: 100 };
const box: BoxMark = { id: 'b', name: 'x', kind: 'box', from: [10, 10], to: [30, 20] };
const outline: OutlineMark = {
  id: 'o',
  name: 'x',
  kind: 'outline',
  points: [
    [0, 0],
    [10, 0],
    [10, 10],
    [0, 10],
  ],
};

describe('reshaping a mark', () => {
  it('brings places into the picture, up to its border, and rounds them to a thousandth', () => {
    assert.deepEqual(markPoint([-3, 60], size), [0, 50]);
    assert.deepEqual(markPoint([100, 1.23456], size), [100, 1.235]);
    assert.equal(Object.is(markPoint([-0.0001, 0], size)[0], 0), true);
  });

  it('drags corners and sides of a box, over each other too', () => {
    assert.deepEqual(moveCorner(box, 1, [40, 5]), { ...box, from: [10, 5], to: [40, 20] });
    assert.deepEqual(moveCorner(box, 0, [50, 30]), { ...box, from: [30, 20], to: [50, 30] });
    assert.deepEqual(moveSide(box, 0, [99, 3]), { ...box, from: [10, 3] });
    assert.deepEqual(moveSide(box, 1, [40, 99]), { ...box, to: [40, 20] });
    assert.deepEqual(moveSide(box, 2, [0, 40]), { ...box, to: [30, 40] });
    assert.deepEqual(moveSide(box, 3, [35, 0]), { ...box, from: [30, 10], to: [35, 20] });
  });

  it('shifts a mark until it touches the border, its shape kept', () => {
    assert.deepEqual(shiftMark(box, [5, -3], size), { ...box, from: [15, 7], to: [35, 17] });
    assert.deepEqual(shiftMark(box, [-500, 500], size), { ...box, from: [0, 40], to: [20, 50] });
    const outside: LengthMark = { id: 'l', name: 'x', kind: 'length', from: [-5, 10], to: [20, 10] };
    const shifted = shiftMark(outside, [1, 0], size);
    assert.ok(shifted.kind === 'length' && shifted.to[0] === 21);
  });

  it('puts corners into an outline and takes them out, but leaves three', () => {
    const more = insertCorner(outline, 3, [-1, 5]);
    assert.deepEqual(more.points.at(-1), [-1, 5]);
    assert.deepEqual(removeCorner(more, 4), outline);
    const triangle = removeCorner(outline, 0);
    assert.equal(triangle?.points.length, 3);
    assert.equal(removeCorner({ ...outline, points: outline.points.slice(0, 3) }, 0), null);
  });
});
