import assert from 'node:assert/strict';
import type { Canvas } from '../../../../src/core/film/canvas';
import { drawWristBone } from '../../../../src/core/film/drawWristBone';
import { maturityAt } from '../../../../src/core/film/maturity';
import { wristBones } from '../../../../src/core/film/wristBones';

/** Pixels of bone of each carpal of a boy. */
function areasAt(boneAge: number): readonly number[] {
  return wristBones.map((bone) => {
    const canvas: Canvas = { columns: 200, rows: 200, values: new Float32Array(40000), scale: 3, origin: [100, 100], turn: [1, 0] };
    const centre = [0, 1].map((axis) => bone.outline.reduce((sum, point) => sum + (point[axis] ?? 0), 0) / bone.outline.length);
    const placed = { bone, outline: bone.outline, centre: [centre[0] ?? 0, centre[1] ?? 0] as const, thickness: bone.thickness };
    drawWristBone(canvas, placed, maturityAt(boneAge, 'M').size(bone.centre), 1, { at: () => 1 });
    return canvas.values.filter((value) => value > 0).length;
  });
}

describe('drawWristBone', () => {
  it('shows more and larger bones with age', () => {
    const ages = [1, 12, 36, 60, 90, 140, 180].map(areasAt);
    assert.deepEqual(
      ages.map((areas) => areas.filter((area) => area > 0).length),
      [0, 2, 3, 4, 7, 8, 8],
    );
    for (const [index, areas] of ages.slice(1).entries()) {
      for (const [bone, area] of areas.entries()) assert.ok(area >= (ages[index]?.[bone] ?? 0), `${wristBones[bone]?.centre}`);
    }
  });
});
