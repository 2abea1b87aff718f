import assert from 'node:assert/strict';
import { between, commitFormat, parseCommits } from '../../../../src/vscode/labelChanges/comparedRange';
import { isolatedGit, temporaryRepository } from '../../../fixtures/temporaryRepository';

describe('comparedRange', () => {
  const folder = isolatedGit();

  it("reads git's own log, whatever stands in a subject", () => {
    const { git, write } = temporaryRepository(folder());
    for (const subject of ['first\tcolumn', 'second "quoted" -- Größe']) {
      write('a', subject);
      git('add', '-A');
      git('commit', '-qm', subject);
    }
    const commits = parseCommits(git('log', '-z', `--format=${commitFormat}`));
    assert.deepEqual(
      commits.map(({ subject }) => subject),
      ['second "quoted" -- Größe', 'first\tcolumn'],
    );
    const [last, first] = commits;
    assert.ok(last !== undefined && first !== undefined);
    assert.equal(last.commit, git('rev-parse', 'HEAD').trim());
    assert.match(last.date, /^\d{4}-\d\d-\d\dT/);
    assert.deepEqual(between(first, last).args, [first.commit, last.commit]);
    assert.deepEqual(between(first, null), {
      args: [first.commit],
      between: [`${first.commit.slice(0, 8)}, ${first.date.slice(0, 10)}`, 'now'],
    });
    assert.deepEqual(parseCommits(''), []);
  });
});
