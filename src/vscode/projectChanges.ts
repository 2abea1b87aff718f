import { relative, sep } from 'node:path';
import * as vscode from 'vscode';
import { classifyChange } from './classifyChange';
import { Disposables } from './disposables';
import type { ProjectLocator } from './projectLocator';

/** What changed on the disk since the last announcement. */
export type Changes = {
  /** A file that the seven steps depend on. */
  readonly steps: boolean;
  /** A record came, changed or went, or a run's process did. */
  readonly listing: boolean;
  /** Runs with any changed file. */
  readonly runs: ReadonlySet<string>;
  /** Images of which a label changed; all where what labels are judged by did. */
  readonly labels: ReadonlySet<string> | 'all';
  /** Git's HEAD or index moved. */
  readonly git: boolean;
};

const quietMs = 250;
const longestMs = 1500;
/** A run that trains tells of itself all the time, and only its pages are to be drawn anew. */
const longestOfRunsMs = 400;

/** Watches the current project's files and announces changes together, soon after the last but never later than a second and a half (of runs' events: 0.4 seconds). */
export class ProjectChanges implements vscode.Disposable {
  readonly #disposables = new Disposables();
  readonly #changed = this.#disposables.add(new vscode.EventEmitter<Changes>());
  #watcher: Disposables | undefined;
  #steps = false;
  #listing = false;
  #runs = new Set<string>();
  #labels: Set<string> | 'all' = new Set();
  #git = false;
  #timer: NodeJS.Timeout | undefined;
  #first = 0;

  readonly onDidChange = this.#changed.event;

  constructor(project: ProjectLocator) {
    this.#disposables.add(project.onDidChange((root) => this.#watch(root)));
    this.#watch(project.current);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#watcher?.dispose();
    this.#disposables.dispose();
  }

  #watch(root: string | null): void {
    this.#watcher?.dispose();
    this.#watcher = undefined;
    if (root === null) return;
    this.#watcher = new Disposables();
    const watcher = this.#watcher.add(vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(root, '**')));
    const note = ({ fsPath }: vscode.Uri) => this.#note(relative(root, fsPath).split(sep).join('/'));
    for (const event of [watcher.onDidCreate, watcher.onDidChange, watcher.onDidDelete]) this.#watcher.add(event(note));
  }

  #note(path: string): void {
    const change = classifyChange(path);
    if (change === null) return;
    this.#steps ||= change.steps;
    this.#listing ||= change.listing;
    if (change.run !== null) this.#runs.add(change.run);
    this.#git ||= change.git;
    if (change.labels === 'all') this.#labels = 'all';
    else if (change.labels !== null && this.#labels !== 'all') this.#labels.add(change.labels.image);
    const now = Date.now();
    if (this.#timer === undefined) this.#first = now;
    clearTimeout(this.#timer);
    const isOfRuns = !this.#steps && !this.#listing && !this.#git && this.#labels !== 'all' && this.#labels.size === 0;
    const longest = isOfRuns ? longestOfRunsMs : longestMs;
    this.#timer = setTimeout(() => this.#fire(), Math.max(0, Math.min(quietMs, this.#first + longest - now)));
  }

  #fire(): void {
    const changes = { steps: this.#steps, listing: this.#listing, runs: this.#runs, labels: this.#labels, git: this.#git };
    this.#timer = undefined;
    this.#steps = false;
    this.#listing = false;
    this.#runs = new Set();
    this.#labels = new Set();
    this.#git = false;
    this.#changed.fire(changes);
  }
}
