import assert from 'node:assert/strict';
import { isOwnTask, ownSteps, personNow, personOfReader } from '../../../../src/core/project/ownTasks';
import { steps, taskOf } from '../../../../src/core/project/steps';
import type { Task } from '../../../../src/core/project/tasks/task';
import { type Member, roleWords } from '../../../../src/core/project/team';
import { gapsText, teamGaps } from '../../../../src/core/project/teamGaps';

const member = (name: string, roles: readonly string[], skills: readonly string[] = [], reader?: string): Member => ({
  ...{ name, from: 'hospital', roles, skills },
  ...(reader === undefined ? {} : { reader }),
});

const ada = member('Ada Lead', ['lead', 'clinician', 'reader'], ['image-interpretation', 'clinical-understanding'], 'ada');
const ben = member('Ben Builder', ['developer'], ['programming']);
const ivy = member('Ivy Wire', ['it', 'data-protection-officer'], ['pacs-and-network']);
const sam = member('Sam Count', ['statistician', 'data-custodian'], ['statistics']);

const task = (id: string): Task => {
  const found = taskOf(id);
  assert.ok(found, id);
  return found;
};

describe('what a team lacks', () => {
  it('is nothing where all needed skills and roles are there', () => {
    assert.deepEqual(teamGaps([ada, ben, ivy, sam]), []);
    assert.equal(gapsText([]), '');
  });

  it('names the missing skill and whom to ask outside', () => {
    const gaps = teamGaps([ada, ivy, sam]);
    assert.deepEqual(
      gaps.map(({ kind, name }) => `${kind} ${name}`),
      ['skill programming'],
    );
    assert.match(gapsText(gaps), /^nobody yet for programming \(ask a university's .*, or hire somebody\)$/);
  });

  it('counts only people with a name, and says how much more is missing', () => {
    const template = [ada, ben, ivy, sam].map((one) => ({ ...one, name: `TODO: who? ${one.name}` }));
    const gaps = teamGaps(template);
    assert.equal(gaps.length, 8);
    assert.match(gapsText(gaps), /^nobody yet for image interpretation \(.*\) and clinical understanding \(.*\), and 6 more$/);
    // A word that only begins alike is a name.
    assert.equal(teamGaps([ada, { ...ben, name: 'Todor Builder' }, ivy, sam]).length, 0);
  });
});

describe('own tasks', () => {
  const team = [ada, ben, ivy, sam];

  it('every task says who usually does it, by roles of the schema', () => {
    for (const { id, roles } of steps.flatMap(({ tasks }) => tasks)) {
      assert.ok(roles.length > 0, id);
      for (const role of roles) assert.ok(role in roleWords, `${id}: ${role}`);
    }
    assert.equal(task('3-data/agreement').roles[0], 'statistician');
    assert.equal(task('3-data/split').roles[0], 'developer');
  });

  it('are those of the own roles', () => {
    const person = { name: ben.name, roles: ben.roles };
    assert.ok(isOwnTask(task('3-data/split'), person, team));
    assert.ok(!isOwnTask(task('3-data/agreement'), person, team));
    assert.ok(!isOwnTask(task('1-problem/problem'), { name: '', roles: [] }, team));
  });

  it("are also the lead's where nobody else has the role", () => {
    const lead = { name: ada.name, roles: ada.roles };
    assert.ok(!isOwnTask(task('3-data/size'), lead, team));
    assert.ok(isOwnTask(task('3-data/size'), lead, [ada, ben, ivy]));
    assert.ok(isOwnTask(task('3-data/size'), lead, [ada, ben, ivy, { ...sam, name: 'TODO: who counts?' }]), 'a question is nobody');
    assert.ok(!isOwnTask(task('3-data/size'), { name: ben.name, roles: ben.roles }, [ada, ben, ivy]));
  });

  it('leave steps out in which there are none', () => {
    const status = steps.map((step) => ({ step, tasks: step.tasks.map((one) => ({ task: one, state: 'open', reason: '' }) as const) }));
    const own = ownSteps(status, { name: sam.name, roles: sam.roles }, team);
    assert.deepEqual(
      own.map(({ step }) => step.number),
      [3, 6, 7],
    );
    assert.ok(own.some(({ tasks }) => tasks.some(({ task: { id } }) => id === '6-validation/results')));
  });

  it('belong to the member who labels under the name of this machine', () => {
    assert.deepEqual(personOfReader(team, 'ada'), { name: 'Ada Lead', roles: ada.roles });
    assert.deepEqual(personOfReader([{ ...ada, name: 'TODO: who?' }], 'ada'), { name: 'ada', roles: ada.roles });
    assert.equal(personOfReader(team, 'zoe'), null);
    assert.equal(personOfReader([], 'ada'), null);
  });

  it('follow the team where the chosen name has other roles now', () => {
    assert.deepEqual(personNow({ name: 'Ada Lead', roles: ['it'] }, team).roles, ada.roles);
    assert.deepEqual(personNow({ name: '', roles: ['it'] }, team).roles, ['it']);
  });
});
