import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { RunListing } from '../../core/experiment/runListing';
import type { SweepRecord } from '../../core/experiment/sweepRecord';
import type { SweepView, WatchedRunView, WatchLook, WatchView } from '../../protocol/watch';
import type { Services } from '../services';
import type { Swept } from '../sweepModel';
import { RunStories } from './runStories';

/** Sweeps that are over and still shown. */
const endedSweeps = 5;

const isOver = ({ record }: Swept): boolean => record !== null && record.state !== 'running' && record.state !== 'paused';

/** Puts together what the page of one project shows. */
export class WatchModel {
  readonly #services: Services;
  readonly #project: string;
  readonly #stories: RunStories;

  constructor(services: Services, project: string) {
    this.#services = services;
    this.#project = project;
    this.#stories = new RunStories(project);
  }

  /** The runs that a look shows, in their order: its own first, then those that train. */
  shown({ runs, joins }: WatchLook): readonly RunListing[] {
    const { listings, running } = this.#services.runs;
    const known = new Map(listings.map((listing) => [listing.run, listing]));
    // Oldest first, so that a run that begins comes last.
    const joined = joins ? running.map(({ run }) => run).reverse() : [];
    return [...new Set([...runs, ...joined])].flatMap((run) => known.get(run) ?? []);
  }

  async view(look: WatchLook): Promise<WatchView> {
    const listings = this.shown(look);
    const [runs, sweeps] = await Promise.all([this.#runs(listings), this.#sweeps()]);
    // A sweep's runs that are over stand in its table, unless somebody asked for them.
    const kept = runs.filter(({ run, state, isTrial }) => !isTrial || state === 'running' || look.runs.includes(run));
    const names = kept.filter(({ run, isTrial }) => !isTrial || look.runs.includes(run)).map(({ run }) => run);
    return {
      project: this.#project,
      title: basename(this.#project),
      trusted: vscode.workspace.isTrusted,
      look: { ...look, runs: names },
      runs: kept,
      sweeps,
    };
  }

  async #runs(listings: readonly RunListing[]): Promise<readonly WatchedRunView[]> {
    const [told, { runView }] = await Promise.all([this.#stories.follow(listings.map(({ run }) => run)), import('./runView')]);
    const views = listings.map(async (listing) => {
      const isEnded = listing.state === 'finished' || listing.state === 'stopped';
      if (!isEnded) this.#stories.forgetRecord(listing.run);
      const record = isEnded ? await this.#stories.endedRecord(listing.run) : null;
      const story = told.get(listing.run);
      return story === undefined ? [] : [runView(listing, story, record)];
    });
    return (await Promise.all(views)).flat();
  }

  async #sweeps(): Promise<readonly SweepView[]> {
    const { listings } = this.#services.sweeps;
    const shown = [...listings.filter((sweep) => !isOver(sweep)), ...listings.filter(isOver).slice(0, endedSweeps)];
    if (shown.length === 0) return [];
    const { sweepView } = await import('./sweepView');
    return Promise.all(shown.map(async (sweep) => sweepView(sweep, sweep.record === null ? new Map() : await this.#notes(sweep.record))));
  }

  /** Why halving ended runs of a sweep, in the words of their records. */
  async #notes({ trials }: SweepRecord): Promise<ReadonlyMap<string, string>> {
    const dropped = trials.flatMap(({ run, state }) => (state === 'dropped' && run !== null ? [run] : []));
    const notes = await Promise.all(
      dropped.map(async (run) => {
        const record = await this.#stories.endedRecord(run);
        return [run, record?.notes.findLast((note) => note.startsWith('Successive halving'))] as const;
      }),
    );
    return new Map(notes.flatMap(([run, note]) => (note === undefined ? [] : [[run, note] as const])));
  }
}
