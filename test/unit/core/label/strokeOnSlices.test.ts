import assert from 'node:assert/strict';
import { brushRuns } from '../../../../src/core/label/brushRuns';
import { formatRuns, runsOfBitmap } from '../../../../src/core/label/maskRuns';
import { countVoxels, type SliceMasks } from '../../../../src/core/label/sliceMasks';
import { type SlicePlane, type Stroke, slicePlane, strokeOnSlices } from '../../../../src/core/label/strokeOnSlices';
import { mulberry32 } from '../../../../src/core/statistics/random';
import type { Point3 } from '../../../../src/core/volume/frameGeometry';
import { add3, cross3, dot3, length3, scale3, subtract3, unit3 } from '../../../../src/core/volume/vector3';

const random = mulberry32(4);
const size = { rows: 14, columns: 17 };

/** Slices askew in the patient, their pixels not square, shifted against each other as by a tilted gantry. */
function askew(): readonly SlicePlane[] {
  const right = unit3([0.9, 0.2, -0.1]);
  const down = unit3(cross3([0.1, 0.3, 0.95], right));
  const step = add3(scale3(cross3(right, down), 2.6), scale3(down, 0.4));
  return Array.from({ length: 9 }, (_, slice) =>
    slicePlane({ positionMm: add3([-40, 12, 300], scale3(step, slice)), orientation: [right, down], spacingMm: [0.8, 0.7] }),
  );
}

const centre = ({ origin, right, down }: SlicePlane, column: number, row: number): Point3 =>
  add3(origin, add3(scale3(right, column), scale3(down, row)));

/** The distance of a point from the way through points; across a normal only, if there is one. */
function distance(point: Point3, points: readonly Point3[], normal: Point3 | null): number {
  const flat = (vector: Point3): Point3 => (normal === null ? vector : subtract3(vector, scale3(normal, dot3(vector, normal))));
  const each = points.map((from, at) => {
    const way = flat(subtract3(points[at + 1] ?? from, from));
    const off = flat(subtract3(point, from));
    const square = dot3(way, way);
    const part = square === 0 ? 0 : Math.min(1, Math.max(0, dot3(off, way) / square));
    return length3(subtract3(off, scale3(way, part)));
  });
  return Math.min(...each);
}

/** Looks at every voxel. */
function expected(slices: readonly SlicePlane[], { pointsMm, radiusMm, layer }: Stroke): readonly string[] {
  const [first = [0, 0, 0] as Point3] = pointsMm;
  const isIn = (point: Point3): boolean =>
    distance(point, pointsMm, layer?.normal ?? null) <= radiusMm &&
    (layer === null || Math.abs(dot3(subtract3(point, first), layer.normal)) <= layer.thicknessMm / 2);
  return slices.map((plane) =>
    formatRuns(
      runsOfBitmap(
        Uint8Array.from({ length: size.rows * size.columns }, (_, at) =>
          isIn(centre(plane, at % size.columns, Math.floor(at / size.columns))) ? 1 : 0,
        ),
        size,
      ),
    ),
  );
}

const texts = (slices: readonly unknown[], masks: SliceMasks): readonly string[] =>
  slices.map((_, slice) => formatRuns(masks.get(slice) ?? { firstRow: 0, rows: [] }));

const somewhere = (slices: readonly SlicePlane[]): Point3 => {
  const plane = slices[Math.floor(random() * slices.length)] ?? assert.fail();
  return add3(centre(plane, random() * 20 - 2, random() * 17 - 2), [random() - 0.5, random() - 0.5, random() - 0.5]);
};

describe('strokes on slices', () => {
  it('cover the voxels whose centres a ball passes, whatever way slices lie', () => {
    const slices = askew();
    let voxels = 0;
    for (let round = 0; round < 80; round++) {
      const pointsMm = Array.from({ length: 1 + (round % 4) }, () => somewhere(slices));
      const stroke: Stroke = { pointsMm, radiusMm: 0.2 + 5 * random(), layer: null };
      const masks = strokeOnSlices(slices, size, stroke);
      voxels += countVoxels(masks);
      assert.deepEqual(texts(slices, masks), expected(slices, stroke));
    }
    assert.ok(voxels > 5000);
  });

  it('cover one layer with a disc, also across the slices', () => {
    const slices = askew();
    const [{ right, down }] = slices as [SlicePlane];
    for (const normal of [unit3(right), unit3(down), unit3(cross3(right, down)), unit3([1, 2, -1])]) {
      for (let round = 0; round < 20; round++) {
        const from = somewhere(slices);
        const inPlane = (point: Point3): Point3 => subtract3(point, scale3(normal, dot3(subtract3(point, from), normal)));
        const pointsMm = [from, ...Array.from({ length: round % 3 }, () => inPlane(somewhere(slices)))];
        const stroke: Stroke = { pointsMm, radiusMm: 1 + 4 * random(), layer: { normal, thicknessMm: 0.5 + random() } };
        assert.deepEqual(texts(slices, strokeOnSlices(slices, size, stroke)), expected(slices, stroke));
      }
    }
  });

  it('paint a sagittal disc on one column of each slice', () => {
    const slices = Array.from({ length: 9 }, (_, slice): SlicePlane => ({ origin: [0, 0, 3 * slice], right: [1, 0, 0], down: [0, 1, 0] }));
    const pointsMm: readonly Point3[] = [[6, 7, 12]];
    const masks = strokeOnSlices(slices, size, { pointsMm, radiusMm: 4, layer: { normal: [1, 0, 0], thicknessMm: 1 } });
    assert.deepEqual([...masks.keys()], [3, 4, 5]);
    assert.equal(formatRuns(masks.get(4) ?? assert.fail()), `3:${Array.from({ length: 9 }, () => '6+1').join(';')}`);
    assert.equal(formatRuns(masks.get(3) ?? assert.fail()), `5:${Array.from({ length: 5 }, () => '6+1').join(';')}`);
  });

  it('agree with the brush of one frame, and leave slices without a place empty', () => {
    const plane: SlicePlane = { origin: [0.5, 0.5, 0], right: [1, 0, 0], down: [0, 1, 0] };
    for (let round = 0; round < 30; round++) {
      const way = Array.from({ length: 1 + (round % 3) }, () => [random() * 20 - 2, random() * 17 - 2] as const);
      const radiusMm = 0.3 + 5 * random();
      const masks = strokeOnSlices([null, plane], size, { pointsMm: way.map(([x, y]) => [x, y, 0] as const), radiusMm, layer: null });
      assert.deepEqual(texts([null, plane], masks), ['', formatRuns(brushRuns(way, radiusMm, size))]);
    }
  });

  it('has the volume of a ball', () => {
    const slices = Array.from(
      { length: 60 },
      (_, slice): SlicePlane => ({ origin: [0, 0, 1.5 * slice], right: [0.5, 0, 0], down: [0, 0.5, 0] }),
    );
    const masks = strokeOnSlices(slices, { rows: 200, columns: 200 }, { pointsMm: [[50, 50, 45]], radiusMm: 30, layer: null });
    const volume = countVoxels(masks) * 0.5 * 0.5 * 1.5;
    assert.ok(Math.abs(volume / ((4 / 3) * Math.PI * 30 ** 3) - 1) < 0.005, String(volume));
  });
});
