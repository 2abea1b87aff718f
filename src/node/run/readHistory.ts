import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseRecord } from '../../core/experiment/recordFile';
import { damagedListing, type RunListing, summarise } from '../../core/experiment/runListing';
import type { RunRecord } from '../../core/experiment/runRecord';
import { runFolder } from '../../core/project/layout';
import { mapBounded } from '../dataset/mapBounded';
import { readObjects } from '../git/readObjects';
import { findRepository, isRepository, type Repository } from '../git/repository';
import { type RefRun, refRuns, runNames, type TreeRuns, treeRuns } from './historySources';
import { recordFile } from './readRecord';
import { reconcileRun } from './reconcileRun';

/** What a look may do: `trusted` false (an untrusted folder) starts no git and completes no record on the disk. */
export type LookOptions = { readonly trusted?: boolean };

/** Which runs to read: `all` also those of other branches and of tags. */
export type HistoryOptions = LookOptions & { readonly all?: boolean };

/** One run of the history: its line, and its record where that can be read. */
export type HistoryRun = { readonly listing: RunListing; readonly record: RunRecord | null };

const atOnce = 64;

/** True for a folder that is only about to hold its first record, or was left when git took its files away. */
async function isBare(root: string, run: string): Promise<boolean> {
  const names = await readdir(join(root, runFolder(run))).catch(() => []);
  return names.every((name) => name.startsWith('.'));
}

const damaged = (run: string, reason: string): HistoryRun => ({ listing: damagedListing(run, reason), record: null });

/** The record of a text, or the line that says what is wrong with it. */
function parsed(run: string, text: string): RunRecord | HistoryRun {
  try {
    return parseRecord(text, run);
  } catch (error) {
    return damaged(run, `Its record.json is damaged: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

const isRecord = (value: RunRecord | HistoryRun): value is RunRecord => 'run' in value;

async function readOnDisk(root: string, run: string): Promise<string | HistoryRun | null> {
  try {
    return await readFile(join(root, recordFile(run)), 'utf8');
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (missing && (await isBare(root, run))) return null;
    return damaged(run, missing ? 'It has no record.json.' : 'Its record.json cannot be read.');
  }
}

/** The run of a text; a running one is completed where its trainer has died. */
async function runOf(root: string, run: string, text: string, { pending }: TreeRuns, trusted: boolean): Promise<HistoryRun> {
  const read = parsed(run, text);
  if (!isRecord(read)) return read;
  const record = await reconcileRun(root, read, trusted);
  const hasEnded = record.state !== 'running' && record.state !== 'queued';
  return { listing: summarise(record, hasEnded && pending.has(run)), record };
}

/** The runs of which nothing is kept; what is kept of the others is found. */
function fresh<T>(
  runs: Iterable<string>,
  key: (run: string) => string,
  kept: ReadonlyMap<string, T>,
  found: Map<string, T>,
): readonly string[] {
  return [...runs].filter((run) => {
    const known = kept.get(key(run));
    if (known !== undefined) found.set(run, known);
    return known === undefined;
  });
}

/** Reads the runs of the working tree: those that git holds from git, where one process gives thousands of them, all others from the disk. */
async function readTree<T>(
  root: string,
  repository: Repository | null,
  tree: TreeRuns,
  trusted: boolean,
  take: (run: HistoryRun) => T,
  kept: Map<string, T>,
): Promise<ReadonlyMap<string, T>> {
  const found = new Map<string, T>();
  const late: (readonly [run: string, text: string])[] = [];
  const objectOf = (run: string): string => tree.objects.get(run) ?? '';
  const inGit = new Set(tree.names.filter((run) => tree.objects.has(run)));
  if (repository !== null) {
    const names = fresh(inGit, (run) => `${run} ${objectOf(run)}`, kept, found);
    await readObjects(repository.root, names.map(objectOf), (index, text) => {
      const run = names[index] ?? '';
      if (text === null) return void inGit.delete(run);
      const read = parsed(run, text);
      if (isRecord(read) && read.state === 'running') return void late.push([run, text]);
      const taken = take(isRecord(read) ? { listing: summarise(read, false), record: read } : read);
      kept.set(`${run} ${objectOf(run)}`, taken);
      found.set(run, taken);
    });
  }
  const others = tree.names.filter((run) => !inGit.has(run));
  await mapBounded(
    others,
    async (run) => {
      const text = await readOnDisk(root, run);
      if (typeof text === 'string') late.push([run, text]);
      else if (text !== null) found.set(run, take(text));
    },
    undefined,
    atOnce,
  );
  for (const [run, text] of late) found.set(run, take(await runOf(root, run, text, tree, trusted)));
  return found;
}

/** Reads runs that only branches and tags have. */
async function readRefs<T>(
  { root }: Repository,
  runs: ReadonlyMap<string, RefRun>,
  take: (run: HistoryRun) => T,
  kept: Map<string, T>,
): Promise<ReadonlyMap<string, T>> {
  const found = new Map<string, T>();
  const key = (run: string): string => [run, runs.get(run)?.folder, ...(runs.get(run)?.refs ?? [])].join(' ');
  const names = fresh(runs.keys(), key, kept, found);
  await readObjects(
    root,
    names.map((run) => `${runs.get(run)?.folder}:record.json`),
    (index, text) => {
      const run = names[index] ?? '';
      const { refs = [] } = runs.get(run) ?? {};
      const read = text === null ? damaged(run, 'It has no record.json.') : parsed(run, text);
      const { listing, record } = isRecord(read) ? { listing: summarise(read, false), record: read } : read;
      const taken = take({ listing: { ...listing, refs }, record });
      kept.set(key(run), taken);
      found.set(run, taken);
    },
  );
  return found;
}

/**
 * The history of runs, newest first, each as `take` makes it of its line and record as they are read, so that only that is held. Completes the records of
 * runs whose trainer died, and gives damaged records with the reason. With `all` also the runs of other branches and of tags, read without a
 * checkout; what lies in the working tree goes first. What was taken of a record that git holds goes into `kept`, and is not read again while it
 * is there and the record is the same.
 */
export async function readHistory<T>(
  root: string,
  { trusted = true, all = false }: HistoryOptions,
  take: (run: HistoryRun) => T,
  kept: Map<string, T> = new Map(),
): Promise<readonly T[]> {
  const found = trusted ? await findRepository(root) : null;
  const repository = found !== null && isRepository(found) ? found : null;
  const [tree, others] = await Promise.all([
    repository === null ? noGit(root) : treeRuns(root, repository),
    all && repository !== null ? refRuns(repository) : [],
  ]);
  const here = new Set(tree.names);
  const away = new Map(others.filter(({ run }) => !here.has(run)).map((one) => [one.run, one]));
  const runs = new Map([
    ...(await readTree(root, repository, tree, trusted, take, kept)),
    ...(repository === null ? [] : await readRefs(repository, away, take, kept)),
  ]);
  const names = [...runs.keys()].sort((a, b) => (a < b ? 1 : -1));
  return names.map((name) => runs.get(name) as T);
}

async function noGit(root: string): Promise<TreeRuns> {
  return { names: await runNames(root), objects: new Map(), pending: new Set() };
}
