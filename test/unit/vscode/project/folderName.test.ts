import assert from 'node:assert/strict';
import { folderName, nameProblem } from '../../../../src/vscode/project/folderName';

describe('the folder of a new project', () => {
  it('is named by plain letters, digits and hyphens', () => {
    assert.equal(folderName('Bone age'), 'bone-age');
    assert.equal(folderName('  Röntgen: Hände (2026) '), 'rontgen-hande-2026');
    assert.equal(folderName('../../etc'), 'etc');
    assert.equal(folderName('手'), '');
  });

  it('needs a name from which one can be made', () => {
    assert.equal(nameProblem('Bone age'), undefined);
    assert.match(nameProblem('  ') ?? '', /needs a name/);
    assert.match(nameProblem('手') ?? '', /letter or a digit/);
    assert.match(nameProblem('x'.repeat(81)) ?? '', /at most 80/);
  });
});
