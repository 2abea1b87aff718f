import * as vscode from 'vscode';
import { countWords, type StateCounts } from '../../core/label/stateCounts';
import { ownSteps, type Person } from '../../core/project/ownTasks';
import { nextTask, type StepStatus, stepProgress, type TaskStatus } from '../../core/project/taskStatus';
import { isNamed, type Member, wordsOfRoles } from '../../core/project/team';
import { UserError } from '../../core/userError';
import { Disposables } from '../disposables';
import type { Services } from '../services';
import type { OwnTaskFilter } from './ownTaskFilter';
import { imageItem, moreItem, patientItem } from './patientItem';
import type { ImageEntry, PatientEntry } from './patientList';
import { holdsImages, holdsLabels, nextItem, stepItem, taskItem } from './stepItem';

type Element = NextEntry | StepStatus | TaskStatus | PatientEntry | ImageEntry | MoreEntry;

/** The row on top. */
type NextEntry = TaskStatus & { readonly inStep: string };

/** Patients that the tree leaves out. */
type MoreEntry = { readonly more: number };

/** Patients that the tree lists, at most. */
const mostPatients = 1000;

const labelWords = (counts: StateCounts | null): string | null => (counts === null ? null : countWords(counts));

/** The next task and the seven steps with their tasks, and the images under theirs; read anew when files changed while the view is seen. */
export class StepTree implements vscode.Disposable {
  readonly #services: Services;
  readonly #own: OwnTaskFilter;
  readonly #disposables = new Disposables();
  readonly #changed = this.#disposables.add(new vscode.EventEmitter<undefined>());
  readonly #view: vscode.TreeView<Element>;
  #steps: readonly StepStatus[] = [];
  /** Those that the filter leaves. */
  #shown: readonly StepStatus[] = [];
  #next: TaskStatus | null = null;
  #stale = true;
  #work: Promise<void> = Promise.resolve();

  constructor(services: Services, own: OwnTaskFilter) {
    this.#services = services;
    this.#own = own;
    const { project, changes, labelStates } = services;
    const treeDataProvider: vscode.TreeDataProvider<Element> = {
      onDidChangeTreeData: this.#changed.event,
      getTreeItem: (element) => this.#item(element),
      getChildren: (element) => (element === undefined ? this.#children() : this.#below(element)),
    };
    this.#view = this.#disposables.add(vscode.window.createTreeView('radsteps.explorer', { treeDataProvider }));
    this.#disposables.add(project.onDidChange(() => void this.refresh()));
    this.#disposables.add(changes.onDidChange(({ steps }) => steps && void this.refresh()));
    // The whole tree, since VS Code drops the change of one element while it asks for its siblings anew.
    this.#disposables.add(labelStates.onDidChange(() => this.#view.visible && this.#changed.fire(undefined)));
    this.#disposables.add(this.#view.onDidChangeVisibility(({ visible }) => visible && this.#stale && void this.refresh()));
  }

  /** All steps with all their tasks as they are now, also while the view is hidden. */
  async steps(): Promise<readonly StepStatus[]> {
    this.#work = this.#work.then(() => this.#read());
    await this.#work;
    return this.#steps;
  }

  /** The task to do next among those shown; null where nothing is open, or no steps were read yet. */
  get next(): TaskStatus | null {
    return this.#next;
  }

  /** Reads the steps anew, or notes to do so when the view is seen; looks queue up, so that they never overlap. */
  refresh(): Promise<void> {
    this.#stale = true;
    if (this.#view.visible) {
      this.#work = this.#work.then(() => this.#read());
      this.#work = this.#work.then(() => this.#changed.fire(undefined));
    }
    return this.#work;
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  #item(element: Element): vscode.TreeItem {
    const { labelStates } = this.#services;
    if ('inStep' in element) return nextItem(element, element.inStep);
    if ('task' in element)
      return taskItem(element, holdsLabels(element) ? labelWords(labelStates.counts) : null, element.task.id === this.#next?.task.id);
    if ('step' in element) return stepItem(element, this.#wholeOf(element), this.#next);
    if ('patient' in element) return patientItem(element);
    return 'image' in element ? imageItem(element, labelStates.of(element.image)) : moreItem(element.more);
  }

  #wholeOf(status: StepStatus): StepStatus {
    return this.#steps.find(({ step }) => step.number === status.step.number) ?? status;
  }

  async #children(): Promise<Element[]> {
    // The view asks for the first time when it is seen.
    this.#work = this.#work.then(() => this.#read());
    await this.#work;
    return [...this.#top(), ...this.#shown];
  }

  #top(): readonly NextEntry[] {
    const next = this.#next;
    const found = this.#shown.find(({ tasks }) => tasks.some(({ task }) => task.id === next?.task.id));
    return next === null || found === undefined ? [] : [{ ...next, inStep: `${found.step.number} ${found.step.title}` }];
  }

  #below(element: Element): Element[] | Promise<Element[]> {
    if ('inStep' in element) return [];
    if ('tasks' in element) return [...element.tasks];
    if ('task' in element) return holdsImages(element) ? this.#patients() : [];
    return 'images' in element ? [...element.images] : [];
  }

  async #patients(): Promise<Element[]> {
    const { project, log } = this.#services;
    if (project.current === null) return [];
    try {
      const [{ readImageTable }, { patientList }] = await Promise.all([
        import('../../node/dataset/imageTableFile'),
        import('./patientList'),
      ]);
      const patients = patientList((await readImageTable(project.current)).rows);
      const more = patients.length - mostPatients;
      return more > 0 ? [...patients.slice(0, mostPatients), { more }] : [...patients];
    } catch (error) {
      // The task itself says what is wrong with the table.
      if (!(error instanceof UserError)) log.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
      return [];
    }
  }

  async #read(): Promise<void> {
    if (!this.#stale) return;
    this.#stale = false;
    const { project, log } = this.#services;
    const root = project.current;
    try {
      const { projectStatus } = await import('../../node/project/projectStatus');
      this.#steps = root === null ? [] : await projectStatus(root);
      const { steps, words, message } = await this.#filtered(root);
      this.#shown = steps;
      this.#next = nextTask(steps);
      this.#view.description = words;
      this.#view.message = message;
    } catch (error) {
      const expected = error instanceof UserError;
      if (!expected) log.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
      this.#view.message = expected ? error.message : 'The steps could not be read; the log says why.';
    }
    await this.#own.tell(root !== null);
  }

  /** The steps that are shown, the words beside the view's title, and what is to be said of them. */
  async #filtered(
    root: string | null,
  ): Promise<{ readonly steps: readonly StepStatus[]; readonly words: string; readonly message: string }> {
    if (root === null || !this.#own.isOn) return { steps: this.#steps, words: progressWords(this.#steps), message: '' };
    const team = await teamOf(root);
    const person = await this.#own.person(root, team);
    if (person === null)
      return {
        steps: this.#steps,
        words: '',
        message: 'Who you are is not known: "Choose Who I Am..." in the menu (…) of this view asks.',
      };
    const steps = ownSteps(this.#steps, person, team);
    return { steps, words: `mine: ${nameOf(person)}`, message: ownMessage(steps, team, person) };
  }
}

/** The team; nobody where its file is missing or invalid, which its task says. */
export async function teamOf(root: string): Promise<readonly Member[]> {
  const { readTeam } = await import('../../node/project/readTeam');
  return readTeam(root).catch((error: unknown) => {
    if (error instanceof UserError) return [];
    throw error;
  });
}

const nameOf = ({ name, roles }: Person): string => (name === '' ? wordsOfRoles(roles).join(', ') : name);

function progressWords(steps: readonly StepStatus[]): string {
  const progress = steps.map(stepProgress);
  const sum = (key: 'done' | 'needed'): number => progress.reduce((total, step) => total + step[key], 0);
  return steps.length === 0 ? '' : `${sum('done')} of ${sum('needed')} done`;
}

function ownMessage(steps: readonly StepStatus[], team: readonly Member[], person: Person): string {
  if (steps.length === 0) return `No task is usually done by ${nameOf(person)}: ${wordsOfRoles(person.roles).join(', ')}.`;
  if (team.some(isNamed)) return '';
  return `2-team/team.yaml names nobody yet: these are the tasks of ${wordsOfRoles(person.roles).join(', ')}.`;
}
