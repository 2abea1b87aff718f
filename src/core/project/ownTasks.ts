import type { StepStatus, TaskStatus } from './taskStatus';
import type { Task } from './tasks/task';
import { isNamed, type Member } from './team';

/** Who looks at the steps: a name ('' where only roles are known) and the person's roles. */
export type Person = { readonly name: string; readonly roles: readonly string[] };

/** The member who labels under a reader's name on this machine; null where the team has none. A member without a name yet is called by the reader's. */
export function personOfReader(team: readonly Member[], reader: string): Person | null {
  const member = team.find((other) => other.reader === reader);
  return member === undefined ? null : { name: isNamed(member) ? member.name : reader, roles: member.roles };
}

/** A person as somebody chose to be, with the roles that the team gives the name now. */
export const personNow = (chosen: Person, team: readonly Member[]): Person => {
  const member = team.find(({ name }) => name === chosen.name);
  return member === undefined ? chosen : { name: chosen.name, roles: member.roles };
};

/** True for a task that one of the person's roles usually does; what nobody of the team does is the lead's. */
export function isOwnTask({ roles }: Pick<Task, 'roles'>, person: Person, team: readonly Member[]): boolean {
  if (roles.some((role) => person.roles.includes(role))) return true;
  const named = team.filter(isNamed);
  return person.roles.includes('lead') && !named.some((member) => roles.some((role) => member.roles.includes(role)));
}

/** The steps with a person's tasks only; steps without any are left out. */
export function ownSteps(steps: readonly StepStatus[], person: Person, team: readonly Member[]): readonly StepStatus[] {
  const isOwn = ({ task }: TaskStatus): boolean => isOwnTask(task, person, team);
  return steps.map(({ step, tasks }) => ({ step, tasks: tasks.filter(isOwn) })).filter(({ tasks }) => tasks.length > 0);
}
