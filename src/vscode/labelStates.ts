import * as vscode from 'vscode';
import type { ImageLabelState } from '../core/label/imageLabelState';
import { countStates, type StateCounts } from '../core/label/stateCounts';
import type { StatesQuestion } from '../core/label/statesQuestion';
import type { ProjectStates } from '../node/label/projectStates';
import { type AskedProcess, askProcess } from './askProcess';
import type { Cli } from './cli';
import { describeFailure } from './command';
import { Disposables } from './disposables';
import type { Changes, ProjectChanges } from './projectChanges';
import type { ProjectLocator } from './projectLocator';
import { restingWork } from './restingWork';

/** Milliseconds between two readings: an import or a checkout changes labels for a while. */
const restMs = 500;
/** More changed images than this are read as all of them. */
const mostNamed = 200;
/** Without a question for this long the process ends; the next one starts it again. */
const idleMs = 60_000;

type Wanted = ReadonlySet<string> | 'all';

/** The states of the project's labels, read by a process once somebody wants to know, and again where labels change. Nothing in Restricted Mode. */
export class LabelStates implements vscode.Disposable {
  readonly #disposables = new Disposables();
  readonly #changed = this.#disposables.add(new vscode.EventEmitter<Wanted>());
  readonly #project: ProjectLocator;
  readonly #cli: Cli;
  readonly #log: vscode.LogOutputChannel;
  readonly #work = this.#disposables.add(restingWork(() => this.#read(), restMs));
  #process: AskedProcess<StatesQuestion> | undefined;
  #states = new Map<string, ImageLabelState>();
  /** Images of the index; null while the states are not known. */
  #images: number | null = null;
  #isWanted = false;
  #due: Set<string> | 'all' = new Set();
  #idle: NodeJS.Timeout | undefined;

  /** Fires with the images whose states may have changed. */
  readonly onDidChange = this.#changed.event;

  constructor(project: ProjectLocator, changes: ProjectChanges, cli: Cli, log: vscode.LogOutputChannel) {
    [this.#project, this.#cli, this.#log] = [project, cli, log];
    this.#disposables.add(project.onDidChange(() => this.#begin()));
    this.#disposables.add(vscode.workspace.onDidGrantWorkspaceTrust(() => this.#begin()));
    // Git changes many files at once; to look at all is cheap, since only what changed is read.
    this.#disposables.add(changes.onDidChange(({ labels, git }) => this.#note(git ? 'all' : labels)));
  }

  /** The state of an image; undefined where it has no label, or states are not known yet. The first question starts the reading. */
  of(image: string): ImageLabelState | undefined {
    this.#want();
    return this.#states.get(image);
  }

  /** How many images are in each state; null while that is not known. */
  get counts(): StateCounts | null {
    this.#want();
    return this.#images === null ? null : countStates(this.#states.values(), this.#images);
  }

  /** The image that a file of this machine belongs to; null where none does, or in Restricted Mode. */
  async imageOf(file: string): Promise<string | null> {
    return (await this.#ask({ file })) as string | null;
  }

  dispose(): void {
    this.#end();
    this.#disposables.dispose();
  }

  #want(): void {
    if (this.#isWanted) return;
    this.#isWanted = true;
    this.#note('all');
  }

  /** Another project, or one that is trusted now. */
  #begin(): void {
    this.#end();
    this.#states = new Map();
    this.#images = null;
    this.#changed.fire('all');
    this.#note('all');
  }

  #end(): void {
    clearTimeout(this.#idle);
    this.#process?.dispose('The project was closed.');
    this.#process = undefined;
  }

  #note(labels: Changes['labels']): void {
    if (!this.#isWanted || (labels !== 'all' && labels.size === 0)) return;
    this.#due = labels === 'all' || this.#due === 'all' ? 'all' : new Set([...this.#due, ...labels]);
    if (this.#due !== 'all' && (this.#due.size > mostNamed || this.#images === null)) this.#due = 'all';
    this.#work.note();
  }

  async #read(): Promise<void> {
    const root = this.#project.current;
    const due = this.#due;
    this.#due = new Set();
    try {
      const read = (await this.#ask(due === 'all' ? {} : { images: [...due] })) as ProjectStates | null;
      if (read !== null && root === this.#project.current) this.#take(read, due);
    } catch (error) {
      // The next change reads these, too; the task of the images says what is wrong with their table.
      this.#due = 'all';
      describeFailure(this.#log, 'read the states of the labels', error);
    }
  }

  #take({ images, states }: ProjectStates, due: Wanted): void {
    if (due === 'all') this.#states.clear();
    else for (const image of due) this.#states.delete(image);
    for (const [image, state] of Object.entries(states)) this.#states.set(image, state);
    this.#images = images;
    this.#changed.fire(due);
  }

  /** Null where there is no project, or it is not trusted. */
  async #ask(question: { readonly images?: readonly string[] } | { readonly file: string }): Promise<unknown> {
    const root = this.#project.current;
    if (root === null || !vscode.workspace.isTrusted) return null;
    clearTimeout(this.#idle);
    this.#process ??= askProcess(this.#cli, 'label-states', root);
    try {
      return await this.#process.ask(question);
    } finally {
      clearTimeout(this.#idle);
      this.#idle = setTimeout(() => this.#process?.rest(), idleMs);
    }
  }
}
