import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isGroupName, isSweepName } from '../../core/experiment/groupName';
import { parseTrainerEvent } from '../../core/experiment/parseTrainerEvent';
import { isRunName } from '../../core/experiment/runName';
import type { RunRecord } from '../../core/experiment/runRecord';
import type { TrainerEvent } from '../../core/experiment/trainerEvent';
import { unwatchedRun, type WatchedRun, watchRun } from '../../core/experiment/watchedRun';
import { layout, runFolder } from '../../core/project/layout';
import { UserError } from '../../core/userError';
import { readAppended } from '../process/readAppended';
import { readFolds } from './foldFiles';
import { groupRuns } from './groupRuns';
import { readRecord } from './readRecord';
import { reconcileRun } from './reconcileRun';
import { eventsFile } from './runEvents';
import { runLife } from './runProcess';
import { readSweepRecord } from './sweepFiles';

/** A run that is watched: where it stands, and its record (`running` while it runs). */
export type Watched = { readonly run: string; readonly state: WatchedRun; readonly record: RunRecord };

/** What a watcher hears: an event of a run, or its end; and after every look all runs that train. */
export type WatchListener = {
  readonly event: (watched: Watched, event: TrainerEvent) => void;
  readonly ended: (watched: Watched) => void;
  readonly looked: (running: readonly Watched[]) => void;
};

type Followed = Watched & { readonly next: number };

const lookMs = 400;

const isRunning = ({ state }: RunRecord): boolean => state === 'running' || state === 'queued';

/** The names of what this machine has trained: runs, and groups of them. */
async function localNames(root: string): Promise<readonly string[]> {
  return (await readdir(join(root, layout.localRuns)).catch(() => [])).sort();
}

/** Finds the running runs among those named, or all of this machine; groups stand for their runs. */
async function runningRuns(root: string, wanted: string | null, known: ReadonlySet<string>): Promise<readonly RunRecord[]> {
  const names =
    wanted === null
      ? (await localNames(root)).filter(isRunName)
      : isRunName(wanted)
        ? [wanted]
        : (await groupRuns(root, wanted)).map(({ run }) => run);
  const found: RunRecord[] = [];
  for (const run of names.filter((name) => !known.has(name))) {
    const record = await readRecord(root, run).catch(() => null);
    const now = record === null ? null : await reconcileRun(root, record);
    if (now !== null && isRunning(now)) found.push(now);
  }
  return found;
}

/** True while a group that may begin further runs is at work. */
async function isGroupAtWork(root: string, wanted: string | null): Promise<boolean> {
  if (wanted !== null && isRunName(wanted)) return false;
  const groups = wanted === null ? (await localNames(root)).filter((name) => isGroupName(name) || isSweepName(name)) : [wanted];
  for (const group of groups) if ((await runLife(root, group)) === 'alive' && (await isOpen(root, group))) return true;
  return false;
}

/** True for a group whose record says that it runs: the process that began it may do other things by now. */
async function isOpen(root: string, group: string): Promise<boolean> {
  const record = await (isSweepName(group) ? readSweepRecord(root, group) : readFolds(root, group)).catch(() => null);
  return record?.state === 'running';
}

async function follow(root: string, { run, record, state, next }: Followed, listener: WatchListener): Promise<Followed> {
  const appended = await readAppended(eventsFile(root, run), next);
  let now = state;
  for (const line of appended.lines) {
    const event = parseTrainerEvent(line);
    if (event === null) continue;
    now = watchRun(now, event);
    listener.event({ run, state: now, record }, event);
  }
  return { run, record, state: now, next: appended.next };
}

/**
 * Follows the runs that train on this machine (one, those of a group, or all, with those that begin meanwhile) until they have ended or the signal
 * comes. Returns how the watched ones ended. UserError for a name that is none, or that is none of this machine's.
 */
export async function watchRuns(
  root: string,
  wanted: string | null,
  listener: WatchListener,
  signal: AbortSignal,
): Promise<readonly RunRecord[]> {
  if (wanted !== null) await requireKnown(root, wanted);
  const followed = new Map<string, Followed>();
  const ended = new Map<string, RunRecord>();
  const known = new Set<string>(wanted === null ? await endedNames(root) : []);
  while (!signal.aborted) {
    const atWork = await isGroupAtWork(root, wanted);
    for (const record of await runningRuns(root, wanted, known)) {
      known.add(record.run);
      followed.set(record.run, { run: record.run, record, state: unwatchedRun, next: 0 });
    }
    for (const before of followed.values()) {
      // Before the events, so that those of its end are read once it says that it has ended.
      const record = await reconcileRun(root, await readRecord(root, before.run));
      const now = await follow(root, { ...before, record }, listener);
      followed.set(now.run, now);
      if (isRunning(record)) continue;
      followed.delete(now.run);
      ended.set(now.run, record);
      // A run of a sweep may go on later.
      if (atWork) known.delete(now.run);
      listener.ended(now);
    }
    listener.looked([...followed.values()]);
    if (followed.size === 0 && !atWork) break;
    await sleep(lookMs, undefined, { signal }).catch(() => {});
  }
  return [...ended.values()];
}

/** The runs that have ended before anybody watched, so that their records are not read at every look. */
async function endedNames(root: string): Promise<readonly string[]> {
  const names = (await localNames(root)).filter(isRunName);
  const records = await Promise.all(names.map((run) => readRecord(root, run).catch(() => null)));
  return records.flatMap((record, index) => (record !== null && !isRunning(record) ? [names[index] ?? ''] : []));
}

async function requireKnown(root: string, name: string): Promise<void> {
  if (isGroupName(name) || isSweepName(name)) {
    if ((await localNames(root)).includes(name)) return;
    throw new UserError(`${name} was not begun on this machine, so there is nothing to watch; \`radsteps runs\` lists what there is.`);
  }
  const record = await readRecord(root, name);
  if (!isRunning(record)) throw new UserError(`Run ${name} has already ended (${record.state}); ${runFolder(name)} has its record.`);
  const life = await runLife(root, name);
  if (life === 'elsewhere' || life === 'unknown')
    throw new UserError(`Run ${name} trains on another machine, so it can only be watched there.`);
}
