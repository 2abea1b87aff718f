import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { distanceMap } from '../../../../src/core/label/distanceMap';
import { growMask } from '../../../../src/core/label/growMask';
import { interpolateSlices } from '../../../../src/core/label/interpolateSlices';
import { fillHolesOfSlices, largestPartOfSlices } from '../../../../src/core/label/maskParts';
import { countPixels, emptyRuns, fillRuns, formatRuns, type MaskRuns, parseRuns, runsOfBitmap } from '../../../../src/core/label/maskRuns';
import { pixelsInRange } from '../../../../src/core/label/pixelsInRange';
import { countVoxels, type SliceMasks, sliceMasks } from '../../../../src/core/label/sliceMasks';
import { mulberry32 } from '../../../../src/core/statistics/random';

const python = '/usr/bin/python3';
const script = join(__dirname, '../../../fixtures/scipyMasks.py');
const random = mulberry32(21);
const size = { rows: 11, columns: 13 };
const slices = 7;
const plane = size.rows * size.columns;

type Scipy = {
  readonly parts: readonly number[];
  readonly largest: readonly number[];
  readonly filled: readonly number[];
  readonly distances: readonly number[];
  readonly between: readonly (readonly number[])[];
};

function scipy(masks: readonly Uint8Array[], pixel: readonly [number, number]): readonly Scipy[] {
  const input = JSON.stringify({ size: [size.columns, size.rows, slices], masks: masks.map((mask) => [...mask]), pixel });
  const { stdout, stderr } = spawnSync(python, [script], { input, encoding: 'utf8', maxBuffer: 2 ** 28 });
  assert.ok(stdout !== '', stderr);
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

const masksOf = (voxels: Uint8Array): SliceMasks =>
  sliceMasks(
    Array.from({ length: slices }, (_, slice) => [slice, runsOfBitmap(voxels.subarray(slice * plane, (slice + 1) * plane), size)]),
  );

function pixelsOf(mask: MaskRuns | undefined): readonly number[] {
  const bitmap = new Uint8Array(plane);
  fillRuns(mask ?? emptyRuns, size, bitmap);
  return [...bitmap.keys()].filter((at) => bitmap[at] === 1);
}

const voxelsOf = (masks: SliceMasks): readonly number[] =>
  Array.from({ length: slices }, (_, slice) => pixelsOf(masks.get(slice)).map((at) => slice * plane + at)).flat();

/** Noise, the more of it the nearer `share` is to 1/2, with thick walls around hollows. */
const noise = (share: number): Uint8Array => Uint8Array.from({ length: plane * slices }, () => (random() < share ? 1 : 0));

/** Two discs with holes, of any size and place, on the first and the last slice. */
function discs(): Uint8Array {
  const disc = () => ({ column: 2 + 9 * random(), row: 2 + 7 * random(), radius: 1.5 + 4 * random(), hole: random() });
  const [first, last] = [disc(), disc()];
  return Uint8Array.from({ length: plane * slices }, (_, at) => {
    const slice = Math.floor(at / plane);
    if (slice > 0 && slice < slices - 1) return 0;
    const { column, row, radius, hole } = slice === 0 ? first : last;
    const way = Math.hypot((at % size.columns) - column, (Math.floor(at / size.columns) % size.rows) - row);
    return way <= radius && way >= hole ? 1 : 0;
  });
}

describe('masks of a volume', () => {
  const pixel = [0.7, 1.1] as const;
  const volumes = [...[0.15, 0.3, 0.5, 0.7, 0.85, 0.95].map(noise), ...Array.from({ length: 30 }, discs)];
  let expected: readonly Scipy[] = [];

  before(function () {
    if (spawnSync(python, ['-c', 'import scipy.ndimage']).status !== 0) this.skip();
    expected = scipy(volumes, pixel);
  });

  it('keep the largest part that scipy finds', () => {
    for (const [index, voxels] of volumes.entries()) {
      const { parts, largest } = expected[index] ?? assert.fail();
      const found = largestPartOfSlices(masksOf(voxels));
      assert.equal(countVoxels(found), parts[0]);
      // Of parts alike either is right.
      if (parts[0] !== parts[1]) assert.deepEqual(voxelsOf(found), largest);
    }
  });

  it('fill the hollows that scipy fills', () => {
    for (const [index, voxels] of volumes.entries())
      assert.deepEqual(voxelsOf(fillHolesOfSlices(masksOf(voxels))), expected[index]?.filled);
    assert.ok(volumes.some((voxels, index) => (expected[index]?.filled.length ?? 0) > voxels.filter((set) => set === 1).length));
    assert.equal(fillHolesOfSlices(new Map()).size, 0);
  });

  it('know their distances as scipy does', () => {
    for (const [index, voxels] of volumes.entries())
      for (const [at, distance] of distanceMap(voxels.subarray(0, plane), size, pixel).entries())
        assert.ok(Math.abs(distance - (expected[index]?.distances[at] ?? 0)) < 1e-9);
    assert.ok(distanceMap(new Uint8Array(plane), size, pixel).every((distance) => distance === Number.POSITIVE_INFINITY));
  });

  it('are interpolated as scipy’s distances say', () => {
    const positions = Array.from({ length: slices }, (_, slice) => 12 - 2.5 * slice);
    for (const [index, voxels] of volumes.slice(6).entries()) {
      const between = interpolateSlices(masksOf(voxels), { size, pixel, positions });
      for (let slice = 1; slice < slices - 1; slice++)
        assert.deepEqual(pixelsOf(between.get(slice)), expected[index + 6]?.between[slice - 1], `volume ${index}, slice ${slice}`);
      assert.ok(!between.has(0) && !between.has(slices - 1));
    }
  });
});

describe('interpolation between slices', () => {
  const film = { rows: 200, columns: 200 };
  const disc = (radius: number, column = 100): MaskRuns =>
    runsOfBitmap(
      Uint8Array.from({ length: 40_000 }, (_, at) =>
        Math.hypot((at % 200) + 0.5 - column, Math.floor(at / 200) + 0.5 - 100) <= radius ? 1 : 0,
      ),
      film,
    );
  const stack = (positions: readonly number[]) => ({ size: film, pixel: [1, 1] as const, positions });

  it('makes a cone of two discs, at uneven distances too', () => {
    const positions = [0, 1, 2, 4, 7, 10, 15, 20];
    const between = interpolateSlices(
      new Map([
        [0, disc(20)],
        [7, disc(60)],
      ]),
      stack(positions),
    );
    assert.deepEqual([...between.keys()], [1, 2, 3, 4, 5, 6]);
    for (const [slice, mask] of between) {
      const radius = 20 + 2 * (positions[slice] ?? 0);
      assert.ok(Math.abs(countPixels(mask) / (Math.PI * radius * radius) - 1) < 0.02, `slice ${slice}: ${countPixels(mask)}`);
    }
  });

  it('keeps a cylinder, and moves a tilted one', () => {
    const straight = interpolateSlices(
      new Map([
        [2, disc(30)],
        [6, disc(30)],
      ]),
      stack([0, 1, 2, 3, 4, 5, 6]),
    );
    assert.deepEqual(
      [...straight].map(([slice, mask]) => [slice, formatRuns(mask)]),
      [3, 4, 5].map((slice) => [slice, formatRuns(disc(30))]),
    );
    const tilted = interpolateSlices(
      new Map([
        [0, disc(30, 90)],
        [2, disc(30, 110)],
      ]),
      stack([0, 1, 2]),
    );
    const middle = tilted.get(1) ?? emptyRuns;
    const [from = 0, length = 0] = middle.rows[100 - middle.firstRow] ?? [];
    assert.ok(Math.abs(from + length / 2 - 100) <= 0.5 && Math.abs(length - 60) <= 1);
  });

  it('leaves neighbours alone, and goes from each painted slice to the next', () => {
    const masks = new Map([
      [0, disc(10)],
      [1, disc(20)],
      [3, disc(30)],
      [6, disc(10)],
    ]);
    assert.deepEqual([...interpolateSlices(masks, stack([0, 1, 2, 3, 4, 5, 6])).keys()], [2, 4, 5]);
    assert.equal(interpolateSlices(new Map([[3, disc(9)]]), stack([])).size, 0);
    assert.equal(interpolateSlices(new Map(), stack([])).size, 0);
  });

  it('copies what fills the image', () => {
    const full = parseRuns(`0:${Array.from({ length: 200 }, () => '0+200').join(';')}`) ?? emptyRuns;
    assert.equal(
      countPixels(
        interpolateSlices(
          new Map([
            [0, full],
            [2, full],
          ]),
          stack([0, 1, 2]),
        ).get(1) ?? emptyRuns,
      ),
      40_000,
    );
  });
});

describe('growing and shrinking', () => {
  it('goes by distance, in pixels that are not square, within the image', () => {
    const dot = parseRuns('5:6+1') ?? emptyRuns;
    assert.equal(formatRuns(growMask(dot, 1, size, [1, 1])), '4:6+1;5+3;6+1');
    assert.equal(formatRuns(growMask(dot, 1, size, [1, 0.5])), '4:6+1;4+5;6+1');
    assert.equal(formatRuns(growMask(growMask(dot, 3, size, [1, 1]), -3, size, [1, 1])), '5:6+1');
    assert.equal(formatRuns(growMask(parseRuns('0:0+2;0+2') ?? emptyRuns, -1, size, [1, 1])), '0:0+1');
    assert.equal(formatRuns(growMask(emptyRuns, 2, size, [1, 1])), '');
  });
});

describe('pixels in a range', () => {
  const values = Int16Array.from({ length: plane }, (_, at) => at - 70);
  const region = parseRuns('4:2+6,10+3;0+13;;5+2') ?? emptyRuns;
  const meaning = { modality: { kind: 'linear', slope: 2, intercept: -100 }, padding: null } as const;

  it('are those of the region, in the modality’s unit, both ends included', () => {
    const found = pixelsInRange(region, { columns: 13, values, meaning }, -132, -120);
    const inside = pixelsOf(region).filter((at) => 2 * (at - 70) - 100 >= -132 && 2 * (at - 70) - 100 <= -120);
    assert.deepEqual([...pixelsOf(found)], inside);
    assert.ok(inside.length > 3 && inside.length < pixelsOf(region).length);
  });

  it('leave out padding and what is no number, and what lies beside the image', () => {
    const padded = { ...meaning, padding: [-16, -15] as const };
    const all = pixelsInRange(region, { columns: 13, values, meaning: padded }, -1e9, 1e9);
    assert.equal(countPixels(all), countPixels(region) - 2);
    const floats = Float32Array.from(values, (value, at) => (at === 54 ? Number.NaN : value));
    assert.equal(countPixels(pixelsInRange(region, { columns: 13, values: floats, meaning }, -1e9, 1e9)), countPixels(region) - 1);
    assert.equal(countPixels(pixelsInRange(parseRuns('4:11+9') ?? emptyRuns, { columns: 13, values, meaning }, -1e9, 1e9)), 2);
    assert.equal(formatRuns(pixelsInRange(region, { columns: 13, values, meaning }, 1, 0)), '');
  });
});
