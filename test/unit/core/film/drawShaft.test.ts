import assert from 'node:assert/strict';
import type { Canvas } from '../../../../src/core/film/canvas';
import { drawShaft } from '../../../../src/core/film/drawShaft';
import { rays } from '../../../../src/core/film/longBones';
import { maturityAt } from '../../../../src/core/film/maturity';

/** A boy's third proximal phalanx, upright and 100 mm long, ten pixels a millimetre, its proximal end at row 1100; the middle column's bone from there on, in millimetres. */
function axisAt(boneAge: number): readonly number[] {
  const columns = 401;
  const canvas: Canvas = { columns, rows: 1201, values: new Float32Array(columns * 1201), scale: 10, origin: [200, 1100], turn: [1, 0] };
  const bone = rays[2]?.[1];
  assert.ok(bone);
  drawShaft(canvas, { bone, start: [0, 0], angle: 0, length: 100, halfWidth: 7 }, maturityAt(boneAge, 'M'), 1, { at: () => 1 });
  return Array.from({ length: 1000 }, (_, along) => canvas.values[(1100 - along) * columns + 200] ?? 0);
}

/** Pixels without bone between the first bone and the shaft: the growth plate. */
function gapAt(boneAge: number): number {
  const axis = axisAt(boneAge);
  const first = axis.findIndex((value) => value > 0);
  return axis.slice(first, 400).filter((value) => value === 0).length;
}

describe('drawShaft', () => {
  it('has no epiphysis in an infant, a small one in a child, and reaches the end of the bone in an adult', () => {
    const firstBone = (age: number): number => axisAt(age).findIndex((value) => value > 0);
    assert.equal(gapAt(6), 0);
    assert.ok(firstBone(6) > 80, `infant ${firstBone(6)}`);
    assert.ok(firstBone(30) < firstBone(6) && firstBone(30) > firstBone(210), 'child between infant and adult');
    assert.ok(firstBone(210) < 20, `adult ${firstBone(210)}`);
  });

  it('narrows the growth plate while the epiphysis grows, then lets bone cross it', () => {
    const gaps = [30, 60, 100].map(gapAt);
    assert.ok((gaps[0] ?? 0) > (gaps[1] ?? 0) && (gaps[1] ?? 0) > (gaps[2] ?? 0), gaps.join(' '));
    const thinnest = [165, 176, 184, 192].map((age) => Math.min(...axisAt(age).slice(60, 200)));
    for (const [index, bone] of thinnest.slice(1).entries()) assert.ok(bone > (thinnest[index] ?? 0), thinnest.join(' '));
    assert.equal(thinnest[0], 0);
  });

  it('has a cortex that is denser than the marrow', () => {
    const columns = 401;
    const canvas: Canvas = { columns, rows: 1201, values: new Float32Array(columns * 1201), scale: 10, origin: [200, 1100], turn: [1, 0] };
    const bone = rays[2]?.[1];
    assert.ok(bone);
    drawShaft(canvas, { bone, start: [0, 0], angle: 0, length: 100, halfWidth: 7 }, maturityAt(216, 'M'), 1, { at: () => 1 });
    const middle = 600 * columns + 200;
    assert.ok((canvas.values[middle - 45] ?? 0) > 1.2 * (canvas.values[middle] ?? 0));
    assert.equal(canvas.values[middle - 120], 0);
  });
});
