import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { parseTrainerEvent } from '../../core/experiment/parseTrainerEvent';
import type { RunRecord } from '../../core/experiment/runRecord';
import { lastWords, type RunStory, tellRun, untoldRun } from '../../core/experiment/runStory';
import { localRunFolder } from '../../core/project/layout';
import type { StopWish } from '../../node/run/stopMark';

/** What this machine's files tell of a run. */
export type ToldRun = {
  readonly story: RunStory;
  /** The last lines of trainer.log, and of what its events say in words, as they came. */
  readonly log: readonly string[];
  readonly stopping: StopWish | null;
};

type Followed = ToldRun & { readonly nextEvent: number; readonly nextLine: number | null };

const untold: Followed = { story: untoldRun, log: [], stopping: null, nextEvent: 0, nextLine: null };
const tailBytes = 32_768;

/** Where the last lines of a long log begin. */
async function tailStart(path: string): Promise<number> {
  const file = await open(path, 'r').catch(() => null);
  if (file === null) return 0;
  try {
    return Math.max(0, (await file.stat()).size - tailBytes);
  } finally {
    await file.close();
  }
}

/** Follows what runs of one project say: each look reads only what has come since the last. */
export class RunStories {
  readonly #project: string;
  readonly #followed = new Map<string, Followed>();
  readonly #records = new Map<string, RunRecord | null>();
  #work: Promise<unknown> = Promise.resolve();

  constructor(project: string) {
    this.#project = project;
  }

  /** Reads on in these runs' files, and forgets all others; looks queue up, so that no line is told twice. */
  follow(runs: readonly string[]): Promise<ReadonlyMap<string, ToldRun>> {
    const look = this.#work.then(async () => {
      for (const run of this.#followed.keys()) if (!runs.includes(run)) this.#followed.delete(run);
      await Promise.all(runs.map((run) => this.#read(run)));
      return new Map<string, ToldRun>(this.#followed);
    });
    this.#work = look.catch(() => {});
    return look;
  }

  /** The record of a run that has ended, read once; null where it can't be read. */
  async endedRecord(run: string): Promise<RunRecord | null> {
    const known = this.#records.get(run);
    if (known !== undefined) return known;
    const { readRecord } = await import('../../node/run/readRecord');
    const record = await readRecord(this.#project, run).catch(() => null);
    this.#records.set(run, record);
    return record;
  }

  /** Forgets the record of a run, because it goes on. */
  forgetRecord(run: string): void {
    this.#records.delete(run);
  }

  async #read(run: string): Promise<void> {
    const before = this.#followed.get(run) ?? untold;
    const [{ readAppended }, { stopAskedAt, stopWish }] = await Promise.all([
      import('../../node/process/readAppended'),
      import('../../node/run/stopMark'),
    ]);
    const folder = join(this.#project, localRunFolder(run));
    const logFile = join(folder, 'trainer.log');
    const start = before.nextLine ?? (await tailStart(logFile));
    const [told, logged, asked] = await Promise.all([
      readAppended(join(folder, 'events.jsonl'), before.nextEvent),
      readAppended(logFile, start),
      stopAskedAt(this.#project, run),
    ]);
    // A file that shrank is read anew: the end of a run that goes on was taken out of it.
    const isAnew = told.next < before.nextEvent;
    const events = told.lines.map(parseTrainerEvent).filter((event) => event !== null);
    const story = tellRun(isAnew ? untoldRun : { ...before.story, words: [] }, events);
    // The first line after a cut is half a line.
    const lines = before.nextLine === null && start > 0 ? logged.lines.slice(1) : logged.lines;
    this.#followed.set(run, {
      story,
      log: lastWords(isAnew ? [] : before.log, [...story.words, ...lines]),
      stopping: asked === null ? null : await stopWish(folder),
      nextEvent: told.next,
      nextLine: logged.next,
    });
  }
}
