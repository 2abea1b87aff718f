import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { madeFromFile, notNeededFile } from '../../../../src/core/project/madeFrom';
import { steps } from '../../../../src/core/project/steps';
import { nextTask, stepProgress } from '../../../../src/core/project/taskStatus';
import { beginTask } from '../../../../src/node/project/beginTask';
import { projectStatus } from '../../../../src/node/project/projectStatus';
import { noteMadeFrom, noteNotNeeded, noteSignOff } from '../../../../src/node/project/taskNotes';
import { saidBy } from '../commands/saidBy';
import { makeProject, put, templatesFolder, temporaryFolder } from './projectFixture';

describe('the states of tasks', () => {
  const home = temporaryFolder();
  let root = '';
  let count = 0;
  const stateOf = async (id: string): Promise<string> => {
    const found = (await projectStatus(root)).flatMap(({ tasks }) => tasks).find(({ task }) => task.id === id);
    return `${found?.state}: ${found?.reason}`;
  };
  const text = (file: string): string => readFileSync(join(root, file), 'utf8');
  const answer = async (file: string): Promise<void> => put(root, file, text(file).replaceAll('TODO', 'Known'));
  const said = (...words: readonly string[]) =>
    saidBy(['-C', root, ...words], { cwd: root, templatesFolder, trainer: { command: 'none', args: [], env: {} } });

  beforeEach(async () => {
    count += 1;
    root = (await makeProject(join(home(), `p${count}`))).root;
  });

  it('are stale when what the task was made from has changed, and say what; confirming ends that', async () => {
    await answer('1-problem/economics.yaml');
    assert.equal(await stateOf('1-problem/value'), 'done: ');
    await noteMadeFrom(root, ['1-problem/value']);
    assert.equal(await stateOf('1-problem/value'), 'done: ');
    await put(root, '1-problem/problem.yaml', text('1-problem/problem.yaml').replaceAll('\n', '\r\n'));
    assert.equal(await stateOf('1-problem/value'), 'done: ', 'line ends are no change');
    await answer('1-problem/problem.yaml');
    assert.equal(await stateOf('1-problem/value'), 'stale: problem.yaml has changed since it was made');
    assert.equal((await said('task', 'confirm', '1-problem/value')).code, 0);
    assert.equal(await stateOf('1-problem/value'), 'done: ');
    assert.match(text(madeFromFile), /^task,file,sha256\n1-problem\/value,1-problem\/problem\.yaml,[0-9a-f]{64}\n$/);
  });

  it('ask for a sign-off of the present text, by somebody who does not build, that has not run out', async () => {
    await answer('1-problem/intended-use.md');
    await put(root, '2-team/team.yaml', text('2-team/team.yaml').replace('"TODO: who programs and trains?"', 'Ben Builder'));
    assert.equal(await stateOf('1-problem/use'), 'open: intended-use.md is not signed off yet');
    await noteSignOff(root, '1-problem/use', { by: 'Ben Builder', role: 'developer', date: '2026-01-01' });
    assert.match(await stateOf('1-problem/use'), /^open: Ben Builder builds the model, so somebody else must sign off/);
    await noteSignOff(root, '1-problem/use', { by: 'Ada Lead', role: 'lead', date: '2026-01-02' });
    assert.equal(await stateOf('1-problem/use'), 'done: ');
    await put(root, '1-problem/intended-use.md', `${text('1-problem/intended-use.md')}Adults, too.\n`);
    assert.equal(await stateOf('1-problem/use'), 'stale: intended-use.md has changed since Ada Lead signed it off on 2026-01-02');
    const expired = '2026-01-03,1-problem/intended-use.md,2,yes,Ada Lead,lead,2026-02-01,\n';
    await put(root, '2-team/approvals.csv', text('2-team/approvals.csv') + expired);
    assert.equal(await stateOf('1-problem/use'), 'open: the approval of intended-use.md ran out on 2026-02-01');
    await assert.rejects(noteSignOff(root, '1-problem/value', { by: 'Ada', role: 'lead', date: '2026-01-01' }), /needs no sign-off/);
  });

  it('are not needed with a reason and a name, and then do not count', async () => {
    const before = (await projectStatus(root)).map(stepProgress)[3];
    await noteNotNeeded(root, '4-kit/kit', { reason: 'The university\nkeeps it', by: 'Ada', date: '2026-01-01' });
    assert.equal(await stateOf('4-kit/kit'), 'not-needed: The university keeps it (Ada, 2026-01-01)');
    assert.deepEqual(
      [before, (await projectStatus(root)).map(stepProgress)[3]],
      [
        { done: 1, needed: 2 },
        { done: 1, needed: 1 },
      ],
    );
    assert.equal(text(notNeededFile), 'task,reason,by,date\n4-kit/kit,The university keeps it,Ada,2026-01-01\n');
    await assert.rejects(noteNotNeeded(root, '4-kit/kit', { reason: ' ', by: 'Ada', date: '' }), /only with a reason and a name/);
    await noteNotNeeded(root, '4-kit/kit', null);
    assert.match(await stateOf('4-kit/kit'), /^open/);
    await assert.rejects(noteNotNeeded(root, '4-kit/kitt', null), /There is no task "4-kit\/kitt"; did you mean "4-kit\/kit"\?/);
  });

  it('look for the roles and skills of the team', async () => {
    await answer('2-team/team.yaml');
    assert.equal(await stateOf('2-team/team'), 'done: 6 people');
    await put(root, '2-team/team.yaml', text('2-team/team.yaml').replace('roles: [statistician]', 'roles: [it]'));
    assert.match(
      await stateOf('2-team/team'),
      /^open: nobody yet for statistician \(ask a university's department of statistics, or hire somebody by the hour\)$/,
    );
  });

  it('want every control of a risk verified', async () => {
    await answer('7-governance/risk.csv');
    assert.equal(await stateOf('7-governance/risk'), 'done: 17 entries');
    await put(root, '7-governance/risk.csv', text('7-governance/risk.csv').replace(/^(R02,.*,design,)Known[^,]*/m, '$1'));
    assert.match(await stateOf('7-governance/risk'), /^open: R02 has no control or no verification \(line \d+\)/);
  });

  it('begin with a file that asks its questions where no template brought one', async () => {
    assert.equal(await stateOf('3-data/dpia'), 'open: dpia.md is missing');
    assert.equal(await beginTask(root, '3-data/dpia'), '3-data/dpia.md');
    assert.match(await stateOf('3-data/dpia'), /open questions \(TODO\)/);
    await assert.rejects(beginTask(root, '6-validation/lock'), /not written by hand/);
  });

  it('are printed with progress and what comes next', async () => {
    const { code, out } = await said('status');
    assert.equal(code, 0);
    assert.match(out, /^1 Problem: 0 of 3 done\n {3}open {8}Question, comparator and success \(problem\.yaml has/);
    assert.match(out, /\nNext: Question, comparator and success \(1-problem\/problem\), 1-problem\/problem\.yaml\n$/);
    const { next, steps: told } = JSON.parse((await said('status', '--json')).out);
    assert.equal(next, '1-problem/problem');
    assert.deepEqual(
      told.map(({ number, done, needed }: Record<string, number>) => [number, done, needed]),
      [
        [1, 0, 3],
        [2, 0, 2],
        [3, 0, 10],
        [4, 1, 2],
        [5, 1, 3],
        [6, 0, 5],
        [7, 1, 5],
      ],
    );
    assert.equal(nextTask([]), null);
  });

  it('have guidance that names no task that does not exist', async () => {
    const tasks = steps.flatMap((step) => step.tasks);
    const ids = tasks.map(({ id }) => id);
    for (const { id, guidance, dependsOn } of tasks) {
      assert.ok(guidance.what.length > 40 && guidance.example.length > 10 && guidance.pitfalls.length > 0, id);
      for (const other of dependsOn) assert.ok(ids.includes(other) && other !== id, `${id} depends on ${other}`);
    }
    assert.match((await said('task', 'show')).out, /^# Question, comparator and success\n/);
    assert.equal((await said('task', 'show', 'nothing')).code, 2);
  });
});
