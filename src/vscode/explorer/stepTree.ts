import * as vscode from 'vscode';
import { countWords, type StateCounts } from '../../core/label/stateCounts';
import { nextTask, type StepStatus, type TaskStatus } from '../../core/project/taskStatus';
import { UserError } from '../../core/userError';
import { Disposables } from '../disposables';
import type { Services } from '../services';
import { imageItem, moreItem, patientItem } from './patientItem';
import type { ImageEntry, PatientEntry } from './patientList';
import { holdsImages, holdsLabels, stepItem, taskItem } from './stepItem';

type Element = StepStatus | TaskStatus | PatientEntry | ImageEntry | MoreEntry;

/** Patients that the tree leaves out. */
type MoreEntry = { readonly more: number };

/** Patients that the tree lists, at most. */
const mostPatients = 1000;

function itemOf({ labelStates }: Services, element: Element, next: TaskStatus | null): vscode.TreeItem {
  if ('task' in element)
    return taskItem(element, holdsLabels(element) ? labelWords(labelStates.counts) : null, element.task.id === next?.task.id);
  if ('step' in element) return stepItem(element, next);
  if ('patient' in element) return patientItem(element);
  return 'image' in element ? imageItem(element, labelStates.of(element.image)) : moreItem(element.more);
}

const labelWords = (counts: StateCounts | null): string | null => (counts === null ? null : countWords(counts));

/** The seven steps with their tasks, and the images under theirs; read anew when files changed while the view is seen. */
export class StepTree implements vscode.Disposable {
  readonly #services: Services;
  readonly #disposables = new Disposables();
  readonly #changed = this.#disposables.add(new vscode.EventEmitter<undefined>());
  readonly #view: vscode.TreeView<Element>;
  #steps: readonly StepStatus[] = [];
  #next: TaskStatus | null = null;
  #stale = true;
  #work: Promise<void> = Promise.resolve();

  constructor(services: Services) {
    this.#services = services;
    const { project, changes, labelStates } = services;
    const treeDataProvider: vscode.TreeDataProvider<Element> = {
      onDidChangeTreeData: this.#changed.event,
      getTreeItem: (element) => itemOf(services, element, this.#next),
      getChildren: (element) => (element === undefined ? this.#children() : this.#below(element)),
    };
    this.#view = this.#disposables.add(vscode.window.createTreeView('radsteps.explorer', { treeDataProvider }));
    this.#disposables.add(project.onDidChange(() => void this.refresh()));
    this.#disposables.add(changes.onDidChange(({ steps }) => steps && void this.refresh()));
    // The whole tree, since VS Code drops the change of one element while it asks for its siblings anew.
    this.#disposables.add(labelStates.onDidChange(() => this.#view.visible && this.#changed.fire(undefined)));
    this.#disposables.add(this.#view.onDidChangeVisibility(({ visible }) => visible && this.#stale && void this.refresh()));
  }

  get steps(): readonly StepStatus[] {
    return this.#steps;
  }

  /** The task to do next; null where nothing is open, or no steps were read yet. */
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

  async #children(): Promise<Element[]> {
    // The view asks for the first time when it is seen.
    this.#work = this.#work.then(() => this.#read());
    await this.#work;
    return [...this.#steps];
  }

  #below(element: Element): Element[] | Promise<Element[]> {
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
      this.#next = nextTask(this.#steps);
      this.#view.description = this.#next === null ? '' : `next: ${this.#next.task.title}`;
      this.#view.message = '';
    } catch (error) {
      const expected = error instanceof UserError;
      if (!expected) log.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
      this.#view.message = expected ? error.message : 'The steps could not be read; the log says why.';
    }
  }
}
