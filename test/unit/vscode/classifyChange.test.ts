import assert from 'node:assert/strict';
import { type ChangeClass, classifyChange } from '../../../src/vscode/classifyChange';

/** What is true of a change; the rest is as of a file that nothing depends on. */
const is = (change: Partial<ChangeClass>): ChangeClass => ({
  steps: false,
  listing: false,
  run: null,
  labels: null,
  git: false,
  ...change,
});

describe('classifyChange', () => {
  it('tells a record from the files of a running run', () => {
    assert.deepEqual(classifyChange('5-network/runs/r1/record.json'), is({ steps: true, listing: true, run: 'r1' }));
    assert.deepEqual(classifyChange('5-network/runs/r1/metrics.csv'), is({ run: 'r1' }));
    assert.deepEqual(classifyChange('.radsteps/runs/r1/events.jsonl'), is({ run: 'r1' }));
    assert.deepEqual(classifyChange('.radsteps/runs/r1/process.json'), is({ steps: true, listing: true, run: 'r1' }));
    assert.deepEqual(classifyChange('5-network/runs/r1'), is({ steps: true, listing: true, run: 'r1' }));
  });

  it("knows the steps' files, and what nothing depends on", () => {
    assert.deepEqual(classifyChange('3-data/split.csv'), is({ steps: true }));
    assert.equal(classifyChange('.git/objects/ab/cdef'), null);
    assert.equal(classifyChange('.radsteps/cache/pack.bin'), null);
    assert.equal(classifyChange('.radsteps/journals/ada/img-1.jsonl'), null);
    assert.equal(classifyChange('.radsteps/paths.csv')?.steps, true, 'an import on another machine changes nothing else');
    assert.equal(classifyChange('.radsteps/local.yaml')?.steps, true);
  });

  it('lists the runs anew when git moved', () => {
    assert.deepEqual(classifyChange('.git/index'), is({ listing: true, git: true }));
  });

  it('names the image whose label changed, and all where what labels are judged by did', () => {
    assert.deepEqual(classifyChange('3-data/labels/ada/img-1.2.json'), is({ steps: true, labels: { image: 'img-1.2' } }));
    for (const path of ['3-data/labels/ada', '3-data/labels', '3-data/images.csv', '3-data/protocol.md'])
      assert.equal(classifyChange(path)?.labels, 'all', path);
    for (const path of [
      '3-data/labels/ada/.img-1.json.0a1b2c3d.tmp',
      '3-data/labels/ada/note.txt',
      '3-data/labels-of-old',
      '3-data/split.csv',
    ])
      assert.equal(classifyChange(path)?.labels, null, path);
  });
});
