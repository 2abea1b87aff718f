import assert from 'node:assert/strict';
import { gridMap } from '../../../../../src/core/label/formats/gridMap';
import { parseMapNames } from '../../../../../src/core/label/formats/labelMap';
import { plainGrid } from '../../../../../src/core/label/formats/maskGrid';
import { readNifti } from '../../../../../src/core/nifti/readNifti';
import { writeNifti } from '../../../../../src/core/nifti/writeNifti';
import type { Affine3 } from '../../../../../src/core/volume/affine3';

describe('names of label maps', () => {
  it('may stand on either side, and are none in other files', () => {
    assert.deepEqual(
      [...(parseMapNames('{"labels": {"background": 0, "a": 1}}') ?? [])],
      [
        [0, 'background'],
        [1, 'a'],
      ],
    );
    assert.deepEqual(
      [...(parseMapNames('{"labels": {"0": "background", "2": "b"}}') ?? [])],
      [
        [0, 'background'],
        [2, 'b'],
      ],
    );
    for (const text of ['x', '[]', '{}', '{"labels": [1]}', 'null']) assert.equal(parseMapNames(text), null);
  });
});

describe('the voxels of a map', () => {
  const places = [0, 1, 2, 3].map((file) => ({ file, frame: 0 }));
  const inPatient: Affine3 = {
    steps: [
      [0.5, 0, 0],
      [0, 0, -0.5],
      [0, 2, 0],
    ],
    origin: [-10, 5, 80],
  };
  const grid = { ...plainGrid({ rows: 3, columns: 5 }, places, null), affine: inPatient, isInPatient: true };
  const file = (affine: Affine3, sizes: readonly [number, number, number] = [5, 3, 4]) =>
    readNifti(
      writeNifti({
        ...{ sizes, affine, values: new Uint8Array(sizes[0] * sizes[1] * sizes[2]) },
        ...{ isInPatient: true, isInMillimetres: true, description: '' },
      }),
    );

  it('are found in order, reversed and exchanged', () => {
    assert.deepEqual(gridMap(file(inPatient), grid), { first: 0, steps: [1, 5, 15] });
    const [right, down, deep] = inPatient.steps;
    // Slices first and backwards: voxel 0 is the last slice.
    const turned: Affine3 = { steps: [[0, -2, 0], right, down], origin: [-10, 11, 80] };
    assert.deepEqual(gridMap(file(turned, [4, 5, 3]), grid), { first: 3, steps: [4, 20, -1] });
    assert.deepEqual(gridMap(file({ ...inPatient, steps: [right, down, deep] }), grid)?.first, 0);
  });

  it('are others where they lie a tenth of a voxel away, are turned, or more or fewer', () => {
    const moved = (by: number): Affine3 => ({ ...inPatient, origin: [-10 + by, 5, 80] });
    assert.notEqual(gridMap(file(moved(0.04)), grid), null);
    for (const wrong of [moved(0.06), moved(-0.5)]) assert.equal(gridMap(file(wrong), grid), null);
    assert.equal(gridMap(file(inPatient, [5, 4, 4]), grid), null);
    assert.equal(gridMap(file(inPatient, [3, 5, 4]), grid), null);
    const [right, down, deep] = inPatient.steps;
    assert.equal(gridMap(file({ ...inPatient, steps: [right, down, [0, deep[1] * 1.1, 0]] }), grid), null);
    assert.equal(gridMap(file({ ...inPatient, steps: [right, down, [0, -deep[1], 0]] }), grid), null);
  });

  it('of an image without a position are told by directions alone', () => {
    const film = plainGrid({ rows: 3, columns: 5 }, places.slice(0, 1), null);
    const steps = (by: number): Affine3 => ({
      steps: [
        [by, 0, 0],
        [0, 2 * by, 0],
        [0, 0, 7],
      ],
      origin: [0, 0, 0],
    });
    for (const by of [0.143, 1, 12]) assert.deepEqual(gridMap(file(steps(by), [5, 3, 1]), film), { first: 0, steps: [1, 5, 15] });
    const flipped: Affine3 = {
      ...steps(0.143),
      steps: [
        [-0.143, 0, 0],
        [0, 0.286, 0],
        [0, 0, 7],
      ],
      origin: [4 * 0.143, 0, 0],
    };
    assert.deepEqual(gridMap(file(flipped, [5, 3, 1]), film), { first: 4, steps: [-1, 5, 15] });
    assert.equal(gridMap(file({ ...flipped, origin: [0, 0, 0] }, [5, 3, 1]), film), null);
  });
});
