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

/** Reads the runs of the working tree: those that git holds from git, where one process gives thousands of them, all others from the disk. */
async function readTree<T>(
  root: string,
  repository: Repository | null,
  tree: TreeRuns,
  trusted: boolean,
  take: (run: HistoryRun) => T,
): Promise<ReadonlyMap<string, T>> {
  const found = new Map<string, T>();
  const late: (readonly [run: string, text: string])[] = [];
  const names = tree.names.filter((run) => tree.objects.has(run));
  const inGit = new Set(names);
  if (repository !== null) {
    const objects = names.map((run) => tree.objects.get(run) ?? '');
    await readObjects(repository.root, objects, (index, text) => {
      const run = names[index] ?? '';
      if (text === null) return void inGit.delete(run);
      const read = parsed(run, text);
      if (isRecord(read) && read.state === 'running') late.push([run, text]);
      else found.set(run, take(isRecord(read) ? { listing: summarise(read, false), record: read } : read));
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

async function readRefs<T>(
  { root }: Repository,
  runs: readonly RefRun[],
  take: (run: HistoryRun) => T,
  found: Map<string, T>,
): Promise<void> {
  const names = runs.map(({ folder }) => `${folder}:record.json`);
  await readObjects(root, names, (index, text) => {
    const { run = '', refs = [] } = runs[index] ?? {};
    const read = text === null ? damaged(run, 'It has no record.json.') : parsed(run, text);
    const { listing, record } = isRecord(read) ? { listing: summarise(read, false), record: read } : read;
    found.set(run, take({ listing: { ...listing, refs }, record }));
  });
}

/**
 * The history of runs, newest first, each as `take` makes it of its line and record as they are read, so that only that is held. Completes the records of
 * runs whose trainer died, and gives damaged records with the reason. With `all` also the runs of other branches and of tags, read without a
 * checkout; what lies in the working tree goes first.
 */
export async function readHistory<T>(
  root: string,
  { trusted = true, all = false }: HistoryOptions,
  take: (run: HistoryRun) => T,
): Promise<readonly T[]> {
  const found = trusted ? await findRepository(root) : null;
  const repository = found !== null && isRepository(found) ? found : null;
  const [tree, others] = await Promise.all([
    repository === null ? noGit(root) : treeRuns(root, repository),
    all && repository !== null ? refRuns(repository) : [],
  ]);
  const runs = new Map(await readTree(root, repository, tree, trusted, take));
  const here = new Set(tree.names);
  if (repository !== null)
    await readRefs(
      repository,
      others.filter(({ run }) => !here.has(run)),
      take,
      runs,
    );
  const names = [...runs.keys()].sort((a, b) => (a < b ? 1 : -1));
  return names.map((name) => runs.get(name) as T);
}

async function noGit(root: string): Promise<TreeRuns> {
  return { names: await runNames(root), objects: new Map(), pending: new Set() };
}
