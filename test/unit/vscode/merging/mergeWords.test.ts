import assert from 'node:assert/strict';
import { brokenWords, recoveredWords } from '../../../../src/vscode/merging/mergeWords';

describe('the words on merges', () => {
  it('count what git left', () => {
    assert.match(brokenWords(1), /^1 label file could not .* recover it /);
    assert.match(brokenWords(3), /^3 label files could not .* recover them /);
  });

  it('say what to do with what was recovered', () => {
    const problem = { file: 'c', problem: 'c was removed on our side and changed on the other.' };
    assert.equal(recoveredWords([]), 'Git has no label that it could not merge.');
    assert.equal(recoveredWords([{ file: 'a', conflicts: 0 }]), '1 label merged: stage it to go on.');
    assert.equal(
      recoveredWords([{ file: 'a', conflicts: 0 }, { file: 'b', conflicts: 0 }, { file: 'd', conflicts: 2 }, problem, problem]),
      `2 labels merged: stage them to go on. In 1 label both sides changed the same: choose there, then stage. ${problem.problem} 1 more like this.`,
    );
  });
});
