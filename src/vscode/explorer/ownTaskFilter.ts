import * as vscode from 'vscode';
import { type Person, personNow, personOfReader } from '../../core/project/ownTasks';
import { isNamed, type Member, type Role, roleWords, wordsOfRoles } from '../../core/project/team';
import { UserError } from '../../core/userError';

const onKey = 'radsteps.explorer.mine';
const personKey = (project: string): string => `radsteps.explorer.person ${project}`;

/** Whether the steps show one person's tasks only, and whose; both survive a reload of the window. */
export class OwnTaskFilter {
  readonly #memento: vscode.Memento;

  constructor(memento: vscode.Memento) {
    this.#memento = memento;
  }

  get isOn(): boolean {
    return this.#memento.get(onKey, false);
  }

  async turn(isOn: boolean): Promise<void> {
    await this.#memento.update(onKey, isOn);
  }

  /** Sets what the buttons in the view's title go by. */
  async tell(hasProject: boolean): Promise<void> {
    await vscode.commands.executeCommand('setContext', 'radsteps.hasOwnTasks', hasProject && this.isOn);
    await vscode.commands.executeCommand('setContext', 'radsteps.hasAllTasks', hasProject && !this.isOn);
  }

  /** Who sits here: whoever was chosen, else the member who labels under this machine's reader; null where nobody knows. */
  async person(project: string, team: readonly Member[]): Promise<Person | null> {
    const chosen = this.#memento.get<Person>(personKey(project));
    if (chosen !== undefined) return personNow(chosen, team);
    const { readLocal } = await import('../../node/project/local');
    try {
      return personOfReader(team, (await readLocal(project)).reader);
    } catch (error) {
      // Whoever sits here can be chosen all the same.
      if (error instanceof UserError) return null;
      throw error;
    }
  }

  /** Asks who sits here, and keeps it; null where nobody answers. */
  async ask(project: string, team: readonly Member[]): Promise<Person | null> {
    const named = team.filter(isNamed);
    const person = named.length === 0 ? await askRoles() : await askMember(named);
    if (person !== null) await this.#memento.update(personKey(project), person);
    return person;
  }
}

async function askMember(members: readonly Member[]): Promise<Person | null> {
  const items = members.map(({ name, roles }) => ({ label: name, description: wordsOfRoles(roles).join(', '), roles }));
  const other = { label: 'Somebody else...', description: 'choose roles', roles: [] as readonly string[] };
  const chosen = await vscode.window.showQuickPick([...items, other], { title: 'Who Are You?', placeHolder: 'From 2-team/team.yaml' });
  if (chosen === undefined) return null;
  return chosen === other ? askRoles() : { name: chosen.label, roles: chosen.roles };
}

/** For a team without names: the roles are enough. */
async function askRoles(): Promise<Person | null> {
  const items = Object.entries(roleWords).map(([role, label]) => ({ label, role: role as Role }));
  const chosen = await vscode.window.showQuickPick(items, {
    title: 'Which Roles Are Yours?',
    placeHolder: '2-team/team.yaml names nobody yet, so your tasks are found by roles.',
    canPickMany: true,
  });
  return chosen === undefined || chosen.length === 0 ? null : { name: '', roles: chosen.map(({ role }) => role) };
}
