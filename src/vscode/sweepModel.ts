import * as vscode from 'vscode';
import { isSweepName } from '../core/experiment/groupName';
import type { SweepListing } from '../node/run/listSweeps';
import type { SweepQueue } from '../node/run/sweepFiles';
import { Disposables } from './disposables';
import type { ProjectLocator } from './projectLocator';
import type { RunModel } from './runModel';

/** A sweep of the project with what was asked of it. */
export type Swept = SweepListing & { readonly queue: SweepQueue };

/** A killed command changes no file, so sweeps that run are looked at this often while anything else changes, milliseconds. */
const lookAgainMs = 5000;

const isOver = ({ record }: Swept): boolean => record !== null && record.state !== 'running' && record.state !== 'paused';

/** The project's sweeps as the disk tells; the same after a reload of the window. */
export class SweepModel implements vscode.Disposable {
  readonly #project: ProjectLocator;
  readonly #log: vscode.LogOutputChannel;
  readonly #disposables = new Disposables();
  readonly #changed = this.#disposables.add(new vscode.EventEmitter<void>());
  #listings: readonly Swept[] = [];
  #lookedAt = Number.NEGATIVE_INFINITY;
  #root: string | null = null;
  #work: Promise<void> = Promise.resolve();

  readonly onDidChange = this.#changed.event;

  constructor(project: ProjectLocator, runs: RunModel, log: vscode.LogOutputChannel) {
    this.#project = project;
    this.#log = log;
    this.#disposables.add(
      runs.onDidChange((changed) => {
        const sweeps = new Set([...changed].filter(isSweepName));
        const isOld = performance.now() - this.#lookedAt > lookAgainMs && !this.#listings.every(isOver);
        if (sweeps.size > 0 || isOld || this.#root !== project.current) void this.refresh(sweeps);
      }),
    );
  }

  /** Newest first. */
  get listings(): readonly Swept[] {
    return this.#listings;
  }

  find(group: string): Swept | undefined {
    return this.#listings.find((listing) => listing.group === group);
  }

  /** Reads the sweeps anew: those that are over only where they are among `changed`. Looks queue up. */
  refresh(changed: ReadonlySet<string> = new Set()): Promise<void> {
    this.#work = this.#work.then(() => this.#list(changed));
    return this.#work;
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  async #list(changed: ReadonlySet<string>): Promise<void> {
    const root = this.#project.current;
    const known = root === this.#root ? new Map(this.#listings.map((listing) => [listing.group, listing])) : new Map<string, Swept>();
    this.#root = root;
    this.#lookedAt = performance.now();
    try {
      this.#listings = root === null ? [] : await listSwept(root, known, changed);
    } catch (error) {
      this.#log.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
    }
    if (!this.#disposables.disposed) this.#changed.fire();
  }
}

async function listSwept(root: string, known: ReadonlyMap<string, Swept>, changed: ReadonlySet<string>): Promise<readonly Swept[]> {
  const [{ listSweep }, { readSweepQueue, sweepNames }] = await Promise.all([
    import('../node/run/listSweeps'),
    import('../node/run/sweepFiles'),
  ]);
  return Promise.all(
    (await sweepNames(root)).map(async (group) => {
      const before = known.get(group);
      if (before !== undefined && isOver(before) && !changed.has(group)) return before;
      const [listing, queue] = await Promise.all([listSweep(root, group), readSweepQueue(root, group)]);
      return { ...listing, queue };
    }),
  );
}
