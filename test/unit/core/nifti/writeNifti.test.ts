import assert from 'node:assert/strict';
import { niftiAffine } from '../../../../src/core/nifti/niftiAffine';
import { readNiftiHeader } from '../../../../src/core/nifti/niftiHeader';
import { writeNifti } from '../../../../src/core/nifti/writeNifti';
import type { Affine3 } from '../../../../src/core/volume/affine3';

describe('writeNifti', () => {
  it('says the same affine by rotation as by rows, of every handedness and turn', () => {
    const turns = [0, 0.3, 1.2, 2.9, 3.1, -2];
    for (const a of turns)
      for (const b of turns)
        for (const handed of [1, -1]) {
          const [ca, sa, cb, sb] = [Math.cos(a), Math.sin(a), Math.cos(b), Math.sin(b)];
          const affine: Affine3 = {
            steps: [
              [0.7 * ca, 0.7 * sa, 0],
              [-0.9 * sa * cb, 0.9 * ca * cb, 0.9 * sb],
              [handed * 2 * sa * sb, handed * -2 * ca * sb, handed * 2 * cb],
            ],
            origin: [-10, 20, 30.5],
          };
          const bytes = writeNifti({
            sizes: [2, 3, 4],
            values: new Uint16Array(24),
            affine,
            isInPatient: true,
            isInMillimetres: true,
            description: 'ä',
          });
          const header = readNiftiHeader(bytes);
          for (const found of [niftiAffine(header), niftiAffine({ ...header, sformCode: 0 })]) {
            const numbers = [...found.affine.steps.flat(), ...found.affine.origin];
            for (const [at, value] of [...affine.steps.flat(), ...affine.origin].entries())
              assert.ok(Math.abs((numbers[at] ?? 0) - value) < 1e-4, `${a} ${b} ${handed} ${found.from}`);
          }
        }
    assert.throws(() =>
      writeNifti({
        sizes: [40000, 1, 1],
        values: new Uint8Array(1),
        affine: {
          steps: [
            [1, 0, 0],
            [0, 1, 0],
            [0, 0, 1],
          ],
          origin: [0, 0, 0],
        },
        isInPatient: false,
        isInMillimetres: false,
        description: '',
      }),
    );
  });
});
