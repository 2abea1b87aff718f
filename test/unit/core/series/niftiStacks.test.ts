import assert from 'node:assert/strict';
import { readNiftiHeader } from '../../../../src/core/nifti/niftiHeader';
import { niftiStacks } from '../../../../src/core/series/niftiStacks';
import { type NiftiContents, niftiBytes } from '../../../fixtures/niftiBytes';

const stacks = (contents: NiftiContents) => niftiStacks(readNiftiHeader(niftiBytes(contents)));

describe('niftiStacks', () => {
  it('makes a volume of slices', () => {
    const [stack, ...others] = stacks({ sizes: [4, 5, 6] });
    assert.deepEqual([stack?.label, stack?.frames.length, stack?.isVolume, others.length], ['6 slices', 6, true, 0]);
    assert.equal(stacks({ sizes: [4, 5] })[0]?.label, '1 slice');
    assert.equal(stacks({ sizes: [4, 5, 2] })[0]?.isVolume, false);
  });

  it('makes points in time groups of one stack, with their times', () => {
    const [stack] = stacks({ sizes: [4, 5, 3, 4], steps: [1, 1, 1, 2.5], units: 2 | 8 });
    assert.deepEqual(stack?.timesMs, [0, 2500, 5000, 7500]);
    assert.deepEqual(stack?.frames[5], { file: 0, frame: 5 });
  });

  it('lists a few volumes that are no points in time, and numbers many', () => {
    const few = stacks({ sizes: [4, 5, 3, 1, 2] });
    assert.deepEqual(
      few.map(({ label, frames }) => [label, frames[0]?.frame]),
      [
        ['volume 1, 3 slices', 0],
        ['volume 2, 3 slices', 3],
      ],
    );
    const [many, ...others] = stacks({ sizes: [4, 5, 3, 64], units: 2 });
    assert.deepEqual([many?.timesMs.length, many?.frames.length, others.length], [64, 192, 0]);
  });
});
