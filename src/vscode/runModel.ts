import { join } from 'node:path';
import * as vscode from 'vscode';
import { advanceRun, type LiveRun, unheardRun } from '../core/experiment/liveRun';
import { parseTrainerEvent } from '../core/experiment/parseTrainerEvent';
import type { RunListing } from '../core/experiment/runListing';
import { localRunFolder } from '../core/project/layout';
import { Disposables } from './disposables';
import type { ProjectChanges } from './projectChanges';
import type { ProjectLocator } from './projectLocator';

type Heard = { readonly live: LiveRun; readonly next: number };

/** How often a running run is looked at although no file changed, milliseconds: a killed process leaves no sign. */
const lookAgainMs = 20_000;

/** The project's runs as the disk tells: the listing, and for running ones where they stand; the same after a reload of the window. */
export class RunModel implements vscode.Disposable {
  readonly #project: ProjectLocator;
  readonly #log: vscode.LogOutputChannel;
  readonly #disposables = new Disposables();
  readonly #changed = this.#disposables.add(new vscode.EventEmitter<ReadonlySet<string>>());
  readonly #heard = new Map<string, Heard>();
  #listings: readonly RunListing[] = [];
  #problem: string | null = null;
  #timer: NodeJS.Timeout | undefined;
  #work: Promise<void> = Promise.resolve();

  /** Fires with the names of the runs that changed. */
  readonly onDidChange = this.#changed.event;

  constructor(project: ProjectLocator, changes: ProjectChanges, log: vscode.LogOutputChannel) {
    this.#project = project;
    this.#log = log;
    this.#disposables.add(
      changes.onDidChange(({ listing, runs }) => {
        if (listing) void this.refresh(runs);
        else if (runs.size > 0) void this.#follow(runs);
      }),
    );
    this.#disposables.add(project.onDidChange(() => void this.refresh()));
    this.#disposables.add(vscode.workspace.onDidGrantWorkspaceTrust(() => void this.refresh()));
  }

  /** Newest first. */
  get listings(): readonly RunListing[] {
    return this.#listings;
  }

  /** Why the runs can't be listed, as a sentence; null when they can. */
  get problem(): string | null {
    return this.#problem;
  }

  get running(): readonly RunListing[] {
    return this.#listings.filter(({ state }) => state === 'running');
  }

  live(run: string): LiveRun {
    return this.#heard.get(run)?.live ?? unheardRun;
  }

  /** Lists the runs anew; looks queue up, so that they never overlap. */
  refresh(touched: ReadonlySet<string> = new Set()): Promise<void> {
    this.#work = this.#work.then(() => this.#list(touched));
    return this.#work;
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#disposables.dispose();
  }

  #follow(runs: ReadonlySet<string>): Promise<void> {
    this.#work = this.#work.then(async () => {
      await this.#hear();
      this.#changed.fire(runs);
    });
    return this.#work;
  }

  async #list(touched: ReadonlySet<string>): Promise<void> {
    const before = this.#listings;
    const root = this.#project.current;
    try {
      this.#listings =
        root === null ? [] : await (await import('../node/run/listRuns')).listRuns(root, { trusted: vscode.workspace.isTrusted });
      this.#problem = null;
    } catch (error) {
      this.#log.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
      this.#problem = error instanceof Error ? error.message : String(error);
    }
    await this.#hear();
    await vscode.commands.executeCommand('setContext', 'radsteps.training', this.running.length > 0);
    if (this.#disposables.disposed) return;
    clearTimeout(this.#timer);
    if (this.running.length > 0) this.#timer = setTimeout(() => void this.refresh(), lookAgainMs);
    this.#changed.fire(new Set([...touched, ...before.map(({ run }) => run), ...this.#listings.map(({ run }) => run)]));
  }

  async #hear(): Promise<void> {
    const root = this.#project.current;
    const running = new Set(this.running.map(({ run }) => run));
    for (const run of this.#heard.keys()) if (!running.has(run)) this.#heard.delete(run);
    if (root === null) return;
    const { readAppended } = await import('../node/process/readAppended');
    for (const run of running) {
      const { live, next } = this.#heard.get(run) ?? { live: unheardRun, next: 0 };
      try {
        const appended = await readAppended(join(root, localRunFolder(run), 'events.jsonl'), next);
        const events = appended.lines.map(parseTrainerEvent).filter((event) => event !== null);
        this.#heard.set(run, { live: events.reduce(advanceRun, live), next: appended.next });
      } catch (error) {
        this.#log.warn(`The events of run ${run} could not be read: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  }
}
