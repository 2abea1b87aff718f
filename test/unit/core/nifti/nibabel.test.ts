import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { isGzip } from '../../../../src/core/nifti/gatherNifti';
import { niftiFrame, niftiRange, niftiVoxel } from '../../../../src/core/nifti/niftiFrame';
import { type Nifti, readNifti } from '../../../../src/core/nifti/readNifti';
import type { Point3 } from '../../../../src/core/volume/frameGeometry';
import { add3, scale3 } from '../../../../src/core/volume/vector3';
import { sharedFiles } from '../../../fixtures/sharedData';

const python = '/usr/bin/python3';
const fixture = (name: string): string => join(__dirname, '../../../fixtures', name);
const hasNibabel = (): boolean => spawnSync(python, ['-c', 'import nibabel']).status === 0;

type Answer = { readonly affine: readonly number[]; readonly shape: readonly number[]; readonly md5: string };

function nibabelOf(files: readonly string[]): readonly Answer[] {
  const { stdout, stderr } = spawnSync(python, [fixture('nibabelVolumes.py')], { input: files.join('\n'), encoding: 'utf8' });
  assert.ok(stdout !== '', stderr);
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

function open(file: string): Nifti {
  const bytes = readFileSync(file);
  return readNifti(isGzip(bytes) ? gunzipSync(bytes) : bytes);
}

/** The values in the file's own order, gathered from the turned frames. */
function fileValues(nifti: Nifti): Float64Array {
  const [columns = 1, rows = 1] = nifti.header.sizes;
  const range = niftiRange(nifti);
  const samples = nifti.header.sample.kind === 'colour' ? 3 : 1;
  const values = new Float64Array(columns * rows * nifti.slices * nifti.volumes * samples).fill(Number.NaN);
  for (let index = 0; index < nifti.slices * nifti.volumes; index += 1) {
    const { frame, meaning } = niftiFrame(nifti, index, range);
    const { slope, intercept } = meaning.modality.kind === 'linear' ? meaning.modality : assert.fail();
    for (let row = 0; row < frame.rows; row += 1)
      for (let column = 0; column < frame.columns; column += 1) {
        const [i, j, k] = niftiVoxel(nifti, index, column, row);
        const to = ((Math.floor(index / nifti.slices) * nifti.slices + k) * rows + j) * columns + i;
        for (let sample = 0; sample < samples; sample += 1)
          values[to * samples + sample] = (frame.values[(row * frame.columns + column) * samples + sample] ?? 0) * slope + intercept;
      }
  }
  // Magnitudes may differ in the last bit of a double.
  return nifti.header.sample.kind === 'complex' ? values.map(Math.fround) : values;
}

function assertPlaces(
  nifti: Nifti,
  [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0, i = 0, j = 0, k = 0, l = 0]: readonly number[],
): void {
  for (let index = 0; index < nifti.slices; index += 1) {
    const { geometry, frame } = niftiFrame(nifti, index, [0, 1]);
    const [right, down] = geometry.orientation;
    for (const [column, row] of [
      [0, 0],
      [frame.columns - 1, 0],
      [1, frame.rows - 1],
    ] as const) {
      const along = add3(scale3(right, column * geometry.spacingMm[1]), scale3(down, row * geometry.spacingMm[0]));
      const [x, y, z] = niftiVoxel(nifti, index, column, row);
      const theirs: Point3 = [-(a * x + b * y + c * z + d), -(e * x + f * y + g * z + h), i * x + j * y + k * z + l];
      for (const [axis, value] of add3(geometry.positionMm, along).entries())
        assert.ok(Math.abs(value - (theirs[axis] ?? 0)) < 1e-3, `frame ${index}, axis ${axis}: ${value}, nibabel ${theirs[axis]}`);
    }
    assert.ok(right[0] > 0.5 || right[1] > 0.5, 'rows run to the left or to the back');
    assert.ok(down[1] > 0.5 || down[2] < -0.5, 'columns run to the back or to the feet');
  }
}

function assertLikeNibabel(files: readonly string[]): void {
  const answers = nibabelOf(files);
  files.forEach((file, at) => {
    const nifti = open(file);
    const answer = answers[at] ?? assert.fail();
    assert.deepEqual(nifti.header.sizes, answer.shape, basename(file));
    assert.equal(
      createHash('md5')
        .update(new Uint8Array(fileValues(nifti).buffer))
        .digest('hex'),
      answer.md5,
      basename(file),
    );
    assertPlaces(nifti, answer.affine);
  });
}

describe('NIfTI against nibabel', function () {
  this.timeout(60000);
  before(function () {
    if (!hasNibabel()) this.skip();
  });

  it('has the same values and places in every data type, version and byte order', () => {
    const folder = mkdtempSync(join(tmpdir(), 'radsteps-nifti-'));
    try {
      const made = spawnSync(python, [fixture('makeNifti.py'), folder], { encoding: 'utf8' });
      const files = made.stdout.trim().split('\n');
      assert.equal(files.length, 60, made.stderr);
      assertLikeNibabel(files);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('has the same values and places in public volumes', function () {
    const files = sharedFiles('ct/totalsegmentator').filter((file) => file.endsWith('.nii.gz'));
    if (files.length === 0) this.skip();
    assertLikeNibabel(files);
  });
});
