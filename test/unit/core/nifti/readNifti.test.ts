import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { gatherNifti, isGzip } from '../../../../src/core/nifti/gatherNifti';
import { NiftiError } from '../../../../src/core/nifti/niftiError';
import { niftiFrame, niftiRange, niftiVoxel } from '../../../../src/core/nifti/niftiFrame';
import { readNifti } from '../../../../src/core/nifti/readNifti';
import { UserError } from '../../../../src/core/userError';
import { niftiBytes } from '../../../fixtures/niftiBytes';

const frameOf = (bytes: Uint8Array, index = 0) => {
  const nifti = readNifti(bytes);
  return niftiFrame(nifti, index, niftiRange(nifti));
};

function errorOf(bytes: Uint8Array): NiftiError {
  try {
    readNifti(bytes);
  } catch (error) {
    assert.ok(error instanceof NiftiError);
    return error;
  }
  return assert.fail('nothing was wrong');
}

describe('readNifti', () => {
  it('turns slices to radiological convention and keeps track of the voxel', () => {
    // Axes to the patient's right, front and head: columns and rows are walked backwards.
    const bytes = niftiBytes({ sizes: [3, 2, 2], values: [...Array(12).keys()], steps: [2, 3, 4] });
    const { frame, geometry } = frameOf(bytes, 1);
    assert.deepEqual([...frame.values], [11, 10, 9, 8, 7, 6]);
    assert.deepEqual(geometry, {
      positionMm: [-4, -3, 4],
      orientation: [
        [1, 0, 0],
        [0, 1, 0],
      ],
      spacingMm: [3, 2],
    });
    assert.deepEqual(niftiVoxel(readNifti(bytes), 1, 0, 0), [2, 1, 1]);
  });

  it('shows coronal and sagittal acquisitions upright', () => {
    // i left, j head, k front: a coronal acquisition whose slices run against DICOM's normal.
    const coronal = frameOf(
      niftiBytes({ sizes: [2, 2, 2], values: [0, 1, 2, 3, 4, 5, 6, 7], rows: [-1, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0, 0] }),
    );
    assert.deepEqual([...coronal.frame.values], [6, 7, 4, 5]);
    assert.deepEqual(coronal.geometry.orientation, [
      [1, 0, 0],
      [0, 0, -1],
    ]);
    assert.deepEqual(coronal.geometry.positionMm, [0, -1, 1]);
    // i front, j head, k right: a sagittal acquisition, seen from the left, the front on the left.
    const sagittal = frameOf(
      niftiBytes({ sizes: [2, 2, 2], values: [0, 1, 2, 3, 4, 5, 6, 7], rows: [0, 0, 1, 0, 1, 0, 0, 0, 0, 1, 0, 0] }),
    );
    assert.deepEqual([...sagittal.frame.values], [3, 2, 1, 0]);
    assert.deepEqual(sagittal.geometry.orientation, [
      [0, 1, 0],
      [0, 0, -1],
    ]);
  });

  it('gives slope, intercept and the range that values can have', () => {
    const { meaning } = frameOf(niftiBytes({ sizes: [2, 1, 1], values: [0, 1], slope: 2, intercept: -10, shown: [-100, 300] }));
    assert.deepEqual(meaning.modality, { kind: 'linear', slope: 2, intercept: -10 });
    assert.deepEqual([meaning.lowest, meaning.highest, meaning.unit], [-65546, 65524, '']);
    assert.deepEqual(meaning.windows, [{ center: 100, width: 400, shape: 'LINEAR_EXACT', explanation: 'range of the file' }]);
  });

  it('takes a slope of 0 and one that is no number as none', () => {
    for (const slope of [0, Number.NaN, Number.POSITIVE_INFINITY])
      assert.deepEqual(frameOf(niftiBytes({ sizes: [2, 1, 1], values: [0, 1], slope, intercept: 7 })).meaning.modality, {
        kind: 'linear',
        slope: 1,
        intercept: 0,
      });
  });

  it('finds the range of floats and passes over what is no number', () => {
    const bytes = niftiBytes({ sizes: [4, 1, 1], type: 16, values: [Number.NaN, 2.5, Number.POSITIVE_INFINITY, -1] });
    assert.deepEqual(niftiRange(readNifti(bytes)), [-1, 2.5]);
  });

  it('reads single bits and quadruple floats', () => {
    const bits = niftiBytes({ sizes: [5, 1, 2], type: 1, raw: Uint8Array.of(0b01001101, 0b10) });
    assert.deepEqual([...frameOf(bits).frame.values], [0, 1, 1, 0, 1]);
    assert.deepEqual(
      [...frameOf(bits, 1).frame.values],
      [0, 1, 0, 1, 0].toReversed().map((_, i) => [1, 0, 0, 1, 0][i]),
    );
    const raw = new Uint8Array(64);
    // -1.5, 1/3, infinity and 2^-100 in IEEE binary128, little endian.
    raw.set([0x80, 0xff, 0xbf], 13);
    raw.fill(0x55, 16, 30).set([0xfd, 0x3f], 30);
    raw.set([0xff, 0x7f], 46);
    raw.set([0x9b, 0x3f], 62);
    const values = [...frameOf(niftiBytes({ sizes: [4, 1, 1], type: 1536, raw })).frame.values].toReversed();
    assert.deepEqual(values, [-1.5, 1 / 3, Number.POSITIVE_INFINITY, 2 ** -100]);
  });

  it('counts time in milliseconds and only where the fourth axis is time', () => {
    const values = Array(8).fill(0);
    const timed = (units: number) => readNifti(niftiBytes({ sizes: [1, 1, 2, 4], values, steps: [1, 1, 1, 2.5], units })).timesMs;
    assert.deepEqual(timed(2 | 8), [0, 2500, 5000, 7500]);
    assert.deepEqual(timed(2 | 16), [0, 2.5, 5, 7.5]);
    assert.deepEqual(timed(2), []);
    assert.deepEqual(readNifti(niftiBytes({ sizes: [1, 1, 2, 1, 4], values, units: 10 })).timesMs, []);
    assert.equal(readNifti(niftiBytes({ sizes: [1, 1, 2, 1, 4], values, units: 10 })).volumes, 4);
  });

  it('takes metres and micrometres as what they are', () => {
    const spacing = (units: number) => frameOf(niftiBytes({ sizes: [1, 1, 1], values: [0], steps: [2, 2, 2], units })).geometry.spacingMm;
    assert.deepEqual(
      [spacing(1), spacing(2), spacing(3)],
      [
        [2000, 2000],
        [2, 2],
        [0.002, 0.002],
      ],
    );
  });

  it('says that a file without orientation may be swapped', () => {
    const nifti = readNifti(niftiBytes({ sizes: [1, 1, 1], values: [0], sformCode: 0 }));
    assert.equal(nifti.affine.from, 'none');
    assert.match(nifti.notes.join(), /left and right may be swapped/);
    const flat = readNifti(niftiBytes({ sizes: [1, 1, 1], values: [0], rows: Array(12).fill(0) }));
    assert.match(flat.notes.join(), /orientation in the file is unusable/);
  });

  it('says where a damaged file breaks', () => {
    const good = niftiBytes({ sizes: [2, 2, 2], values: Array(8).fill(0) });
    const damaged = (at: number, ...bytes: number[]) => {
      const copy = good.slice();
      copy.set(bytes, at);
      return errorOf(copy);
    };
    assert.match(errorOf(good.subarray(0, 2)).message, /ends before its header/);
    assert.match(errorOf(good.subarray(0, 200)).message, /ends within its header of 348 bytes \(at byte 0xC8\)/);
    assert.match(errorOf(good.subarray(0, 367)).message, /promises 368 bytes, and there are 367 \(at byte 0x16F\)/);
    assert.match(damaged(0, 9).message, /does not begin with the size of a NIfTI header/);
    assert.match(damaged(344, 0).message, /older ANALYZE format/);
    assert.match(damaged(345, 0x69).message, /separate \.img file/);
    assert.match(damaged(70, 3).message, /data type 3, which NIfTI does not have \(at byte 0x46\)/);
    assert.match(damaged(40, 8).message, /8 axes/);
    assert.match(damaged(44, 0xff, 0xff).message, /axis 2 the length -1 \(at byte 0x2C\)/);
    assert.match(damaged(108, 0, 0, 0xc0, 0x7f).message, /no usable place/);
  });

  it('never fails otherwise, whatever bytes are changed', () => {
    const good = niftiBytes({ sizes: [2, 2, 2], values: Array(8).fill(0) });
    for (let seed = 0, state = 1; seed < 3000; seed += 1) {
      const bytes = good.slice();
      for (let i = 0; i < 4; i += 1) {
        state = (state * 48271) % 2147483647;
        bytes[state % bytes.length] = state >> 8;
      }
      try {
        const nifti = readNifti(bytes);
        niftiFrame(nifti, nifti.slices * nifti.volumes - 1, niftiRange(nifti));
      } catch (error) {
        assert.ok(error instanceof NiftiError, String(error));
      }
    }
  });
});

describe('gatherNifti', () => {
  const bytes = niftiBytes({ sizes: [16, 16, 4], values: [...Array(1024).keys()] });
  const stream = (gzip: Uint8Array<ArrayBuffer>) => new Blob([gzip]).stream().pipeThrough(new DecompressionStream('gzip'));

  it('gathers just the file, whatever follows', async () => {
    const gzip = gzipSync(Buffer.concat([bytes, Buffer.alloc(5000)]));
    assert.ok(isGzip(gzip));
    assert.deepEqual(await gatherNifti(stream(new Uint8Array(gzip)), 1e6), bytes);
  });

  it('works with pieces of any length, and files shorter than the longest header', async () => {
    const short = niftiBytes({ sizes: [2, 1, 1], values: [1, 2] });
    for (const whole of [bytes, short])
      for (const length of [1, 7, 539, 540, 541, 5000]) {
        const pieces = async function* () {
          for (let at = 0; at < whole.length; at += length) yield whole.subarray(at, at + length);
        };
        assert.deepEqual(await gatherNifti(pieces(), 1e6), whole);
      }
  });

  it('says that a stream is damaged or cut off', async () => {
    const gzip = new Uint8Array(gzipSync(bytes));
    const flipped = gzip.slice();
    flipped[gzip.length - 6] = (flipped[gzip.length - 6] ?? 0) ^ 1;
    for (const broken of [gzip.slice(0, gzip.length / 2), flipped])
      await assert.rejects(
        gatherNifti(stream(broken), 1e6),
        (error) => error instanceof NiftiError && /damaged or cut off/.test(error.message),
      );
  });

  it('refuses what needs more memory than allowed, before it takes it', async () => {
    const gzip = new Uint8Array(gzipSync(bytes));
    await assert.rejects(
      gatherNifti(stream(gzip), 2000),
      (error) => error instanceof UserError && /needs 1 MB of memory/.test(error.message),
    );
  });
});
