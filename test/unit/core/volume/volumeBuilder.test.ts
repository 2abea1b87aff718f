import assert from 'node:assert/strict';
import { UserError } from '../../../../src/core/userError';
import { toMm } from '../../../../src/core/volume/affine3';
import { voxelValue } from '../../../../src/core/volume/volume';
import { type Slice, VolumeBuilder, volumeBytes, volumeOf } from '../../../../src/core/volume/volumeBuilder';
import { slicesOf } from '../../../fixtures/slices';

const refused = (slices: readonly Slice[], words: RegExp, limit?: number): void =>
  assert.throws(
    () => volumeOf(slices, limit),
    (error) => error instanceof UserError && words.test(error.message),
  );

/** Changes one slice of a list. */
const withSlice = (slices: readonly Slice[], at: number, change: (slice: Slice) => Slice): readonly Slice[] =>
  slices.map((slice, index) => (index === at ? change(slice) : slice));

const moved = (slices: readonly Slice[], at: number, z: number): readonly Slice[] =>
  withSlice(slices, at, (slice) => ({ ...slice, geometry: slice.geometry && { ...slice.geometry, positionMm: [0, 0, z] } }));

describe('volumeOf', () => {
  it('puts slices in order, whatever order they come in, and says where voxels lie', () => {
    const slices = slicesOf({ size: [3, 2, 5], spacingMm: [2, 1.5], positionMm: [-10, 20, 30], stepMm: [0, 0, 2.5] });
    const expected = volumeOf(slices);
    assert.deepEqual([...expected.values], [...Array(30).keys()]);
    assert.deepEqual(toMm(expected.toMm, [2, 1, 4]), [-7, 22, 40]);
    for (const order of [
      [4, 3, 2, 1, 0],
      [2, 0, 4, 1, 3],
      [1, 2, 3, 4, 0],
    ]) {
      const volume = volumeOf(order.flatMap((at) => slices[at] ?? []));
      assert.deepEqual({ ...volume, order: expected.order }, expected);
      assert.deepEqual(
        volume.order.map((at) => order[at]),
        [0, 1, 2, 3, 4],
      );
    }
  });

  it('keeps 8 and 16 bits as they are stored, and goes over to floats where values need it', () => {
    const kinds = [Uint8Array, Int8Array, Int16Array, Uint16Array, Int32Array, Uint32Array, Float32Array, Float64Array];
    const kept = kinds.map((Kind) => volumeOf(slicesOf({ size: [2, 1, 2], array: (values) => Kind.from(values) })).values.constructor.name);
    assert.deepEqual(kept, [
      'Uint8Array',
      'Int16Array',
      'Int16Array',
      'Uint16Array',
      'Float32Array',
      'Float32Array',
      'Float32Array',
      'Float32Array',
    ]);
  });

  it('brings slices of different slopes to one unit, as in PET', () => {
    const slices = slicesOf({ size: [2, 1, 3], value: (column) => 10 + column }).map((slice, at) => ({
      ...slice,
      meaning: {
        ...slice.meaning,
        modality: { kind: 'linear', slope: at < 2 ? 0.5 : 2, intercept: at } as const,
        padding: [11, 11] as const,
      },
    }));
    const volume = volumeOf(slices);
    assert.ok(volume.values instanceof Float32Array);
    assert.deepEqual([...volume.values], [5, Number.NaN, 6, Number.NaN, 22, Number.NaN]);
    assert.deepEqual([volume.meaning.lowest, volume.meaning.highest, volume.meaning.padding], [5, 22, null]);
    assert.equal(voxelValue(volume, [1, 0, 0]), null);
  });

  it('puts a table of the modality into floats', () => {
    const modality = { kind: 'table', first: 0, values: Uint16Array.of(100, 300, 900, 7) } as const;
    assert.deepEqual([...volumeOf(slicesOf({ size: [2, 1, 2], meaning: { modality } })).values], [100, 300, 900, 7]);
  });

  it('tells the range of what is there, without padding', () => {
    const slices = slicesOf({
      size: [2, 1, 2],
      value: (column, _, slice) => (column === 0 ? -2000 : slice),
      meaning: { padding: [-2000, -2000] },
    });
    const volume = volumeOf(slices);
    assert.deepEqual([volume.meaning.lowest, volume.meaning.highest], [0, 1]);
    assert.equal(voxelValue(volume, [0, 0, 0]), null);
    assert.equal(voxelValue(volume, [0.6, 0.4, 1.2]), 1);
    assert.equal(voxelValue(volume, [0, 0, 1.6]), null);
  });

  it('takes slices of a tilted gantry as they lie', () => {
    const volume = volumeOf(slicesOf({ size: [2, 2, 3], stepMm: [0, -0.8, 2] }));
    assert.deepEqual(toMm(volume.toMm, [0, 0, 2]), [0, -1.6, 4]);
  });

  it('allows for positions that are rounded', () => {
    const slices = moved(slicesOf({ size: [1, 1, 4], stepMm: [0, 0, 0.7] }), 1, 0.75);
    assert.deepEqual(volumeOf(slices).size, [1, 1, 4]);
  });

  it('refuses what is no volume, with the reason', () => {
    const slices = slicesOf({ size: [2, 2, 5], stepMm: [0, 0, 3] });
    refused(slices.slice(0, 1), /at least two slices/);
    refused(
      slices.filter((_, at) => at !== 3),
      /3 mm between slice 1 and 2, and 6 mm between slice 3 and 4: a slice may be missing/,
    );
    refused(moved(slices, 2, 3), /0 mm between slice 2 and 3/);
    refused(
      slices.map((slice) => ({ ...slice, geometry: slices[0]?.geometry ?? null })),
      /at one place/,
    );
    refused(
      withSlice(slices, 2, (slice) => ({ ...slice, geometry: null })),
      /slice 3 does not say so/,
    );
    refused(
      withSlice(slices, 4, (slice) => ({ ...slice, frame: { ...slice.frame, rows: 1 } })),
      /slice 5 has 2 x 1 pixels, others 2 x 2/,
    );
    refused(
      withSlice(slices, 1, (slice) => ({ ...slice, frame: { ...slice.frame, samples: 3 } })),
      /in colour/,
    );
    const turned = {
      orientation: [
        [1, 0, 0],
        [0, 0, -1],
      ] as const,
    };
    refused(
      withSlice(slices, 1, (slice) => ({ ...slice, geometry: slice.geometry && { ...slice.geometry, ...turned } })),
      /slice 2 is turned/,
    );
    const coarse = { spacingMm: [1, 1.1] as const };
    refused(
      withSlice(slices, 1, (slice) => ({ ...slice, geometry: slice.geometry && { ...slice.geometry, ...coarse } })),
      /slice 2 has another/,
    );
    const shifted = withSlice(slices, 2, (slice) => ({
      ...slice,
      geometry: slice.geometry && { ...slice.geometry, positionMm: [5, 0, 6] },
    }));
    refused(shifted, /are shifted/);
    refused(
      slicesOf({
        size: [1, 1, 3],
        orientation: [
          [0, 0, 0],
          [0, 0, 0],
        ],
      }),
      /none that can be used/,
    );
    assert.throws(() => new VolumeBuilder(2, 100).finish(), /some are missing/);
  });

  it('refuses what needs more memory than allowed, also when it becomes floats', () => {
    const slices = slicesOf({ size: [512, 512, 3] });
    assert.equal(slices[0] && volumeBytes(slices[0], 3), 512 * 512 * 3 * 2);
    refused(slices, /need 2 MB of memory, and 1 MB are allowed: look at it slice by slice/, 2 ** 20);
    const mixed = withSlice(slices, 2, (slice) => ({
      ...slice,
      meaning: { ...slice.meaning, modality: { kind: 'linear', slope: 2, intercept: 0 } },
    }));
    refused(mixed, /need 3 MB of memory, and 2 MB are allowed/, 2 * 2 ** 20);
  });
});
