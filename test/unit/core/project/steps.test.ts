import assert from 'node:assert/strict';
import { fileProblem } from '../../../../src/core/project/fileProblem';
import { describeOpenQuestions } from '../../../../src/core/project/openQuestions';
import { tableColumns, yamlSchemas } from '../../../../src/core/project/projectFiles';
import { steps } from '../../../../src/core/project/steps';

describe('steps', () => {
  const tasks = steps.flatMap((step) => step.tasks.map((task) => ({ step, task })));

  it('are seven, numbered as their folders', () => {
    assert.equal(steps.length, 7);
    steps.forEach((step, index) => {
      assert.equal(step.number, index + 1);
      assert.ok(step.folder.startsWith(`${step.number}-`));
      assert.ok(step.tasks.length > 0);
    });
  });

  it('have tasks with ids of their own, a reason in one sentence, and files in their folder', () => {
    assert.equal(new Set(tasks.map(({ task }) => task.id)).size, tasks.length);
    for (const { step, task } of tasks) {
      assert.ok(task.files.length > 0 && task.files.every((file) => file.startsWith(`${step.folder}/`)), task.id);
      assert.match(task.why, /^[A-Z].*\.$/);
    }
  });

  it('ask for every file that has a schema or columns', () => {
    const asked = new Set(tasks.flatMap(({ task }) => task.files));
    const known = [...Object.keys(yamlSchemas), ...Object.keys(tableColumns)].filter((file) => file !== 'radsteps.yaml');
    assert.deepEqual(
      known.filter((file) => !asked.has(file)),
      [],
    );
  });
});

describe('open questions', () => {
  it('are lines with the word TODO', () => {
    assert.equal(describeOpenQuestions('a\nb TODO: c\nTODO, TODO\nMASTODON\n'), '2 open questions (TODO), the first in line 2');
    assert.equal(describeOpenQuestions('TODO'), '1 open question (TODO) in line 1');
    assert.equal(describeOpenQuestions('toDos'), null);
  });
});

describe('fileProblem', () => {
  it('says what is invalid before what is open', () => {
    assert.match(fileProblem('1-problem/problem.yaml', 'qestion: TODO\n') ?? '', /^invalid: 1-problem\/problem\.yaml, line 1, column 1: /);
    assert.match(fileProblem('7-governance/risk.csv', 'id,hazard\n') ?? '', /^invalid: .*there is no column "event_sequence"/);
    assert.match(fileProblem('6-validation/lock.json', '{') ?? '', /^invalid: 6-validation\/lock\.json is not JSON/);
    assert.equal(fileProblem('1-problem/intended-use.md', 'TODO\n'), 'intended-use.md has 1 open question (TODO) in line 1');
  });

  it('has nothing against a complete file', () => {
    assert.equal(fileProblem('1-problem/intended-use.md', 'For children.\n'), null);
    assert.equal(fileProblem('1-problem/intended-use.md', ' \n'), 'intended-use.md is empty');
  });
});
