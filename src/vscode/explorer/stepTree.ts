import * as vscode from 'vscode';
import { UserError } from '../../core/userError';
import type { StepStatus, TaskStatus } from '../../node/project/projectStatus';
import { Disposables } from '../disposables';
import type { Services } from '../services';
import { stepItem, taskItem } from './stepItem';

type Element = StepStatus | TaskStatus;

const isTask = (element: Element): element is TaskStatus => 'task' in element;

/** The seven steps with their tasks, read anew when files changed while the view is seen. */
export class StepTree implements vscode.Disposable {
  readonly #services: Services;
  readonly #disposables = new Disposables();
  readonly #changed = this.#disposables.add(new vscode.EventEmitter<undefined>());
  readonly #view: vscode.TreeView<Element>;
  #steps: readonly StepStatus[] = [];
  #stale = true;
  #work: Promise<void> = Promise.resolve();

  constructor(services: Services) {
    this.#services = services;
    const { project, changes } = services;
    const treeDataProvider: vscode.TreeDataProvider<Element> = {
      onDidChangeTreeData: this.#changed.event,
      getTreeItem: (element) => (isTask(element) ? taskItem(element) : stepItem(element)),
      getChildren: (element) => (element === undefined ? this.#children() : isTask(element) ? [] : [...element.tasks]),
    };
    this.#view = this.#disposables.add(vscode.window.createTreeView('radsteps.explorer', { treeDataProvider }));
    this.#disposables.add(project.onDidChange(() => void this.refresh()));
    this.#disposables.add(changes.onDidChange(({ steps }) => steps && void this.refresh()));
    this.#disposables.add(this.#view.onDidChangeVisibility(({ visible }) => visible && this.#stale && void this.refresh()));
  }

  get steps(): readonly StepStatus[] {
    return this.#steps;
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

  async #read(): Promise<void> {
    if (!this.#stale) return;
    this.#stale = false;
    const { project, log } = this.#services;
    const root = project.current;
    try {
      this.#steps = root === null ? [] : await (await import('../../node/project/projectStatus')).projectStatus(root);
      this.#view.message = '';
    } catch (error) {
      const expected = error instanceof UserError;
      if (!expected) log.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
      this.#view.message = expected ? error.message : 'The steps could not be read; the log says why.';
    }
  }
}
