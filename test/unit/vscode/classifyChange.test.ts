import assert from 'node:assert/strict';
import { classifyChange } from '../../../src/vscode/classifyChange';

describe('classifyChange', () => {
  it('tells a record from the files of a running run', () => {
    assert.deepEqual(classifyChange('5-network/runs/r1/record.json'), { steps: true, listing: true, run: 'r1' });
    assert.deepEqual(classifyChange('5-network/runs/r1/metrics.csv'), { steps: false, listing: false, run: 'r1' });
    assert.deepEqual(classifyChange('.radsteps/runs/r1/events.jsonl'), { steps: false, listing: false, run: 'r1' });
    assert.deepEqual(classifyChange('.radsteps/runs/r1/process.json'), { steps: true, listing: true, run: 'r1' });
    assert.deepEqual(classifyChange('5-network/runs/r1'), { steps: true, listing: true, run: 'r1' });
  });

  it("knows the steps' files, and what nothing depends on", () => {
    assert.deepEqual(classifyChange('3-data/split.csv'), { steps: true, listing: false, run: null });
    assert.equal(classifyChange('.git/objects/ab/cdef'), null);
    assert.equal(classifyChange('.radsteps/cache/pack.bin'), null);
    assert.equal(classifyChange('.radsteps/paths.csv')?.steps, true, 'an import on another machine changes nothing else');
    assert.equal(classifyChange('.radsteps/local.yaml')?.steps, true);
  });

  it('lists the runs anew when git moved', () => {
    assert.deepEqual(classifyChange('.git/index'), { steps: false, listing: true, run: null });
  });
});
