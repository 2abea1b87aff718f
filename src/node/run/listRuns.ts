import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseRecord } from '../../core/experiment/recordFile';
import { damagedListing, type RunListing, summarise } from '../../core/experiment/runListing';
import { isRunName } from '../../core/experiment/runName';
import { layout, runFolder } from '../../core/project/layout';
import { findRepository, isRepository } from '../git/repository';
import { recordFile } from './readRecord';
import { reconcileRun } from './reconcileRun';

/** What a look may do: `trusted` false (an untrusted folder) starts no git and completes no record on the disk. */
export type LookOptions = { readonly trusted?: boolean };

const atOnce = 32;

/** The runs that git does not hold as they lie on the disk. */
async function pendingRuns(root: string): Promise<ReadonlySet<string>> {
  const repository = await findRepository(root);
  if (!isRepository(repository)) return new Set();
  const folder = `${repository.prefix}${layout.runs}/`;
  const status = [
    '--no-optional-locks',
    'status',
    '--porcelain=v1',
    '-z',
    '--untracked-files=all',
    '--no-renames',
    '--',
    `:(literal)${folder}`,
  ];
  const listed = await repository.git(status).catch(() => '');
  const paths = listed.split('\0').map((line) => line.slice(3));
  return new Set(paths.filter((path) => path.startsWith(folder)).map((path) => path.slice(folder.length).split('/')[0] ?? ''));
}

/** True for a folder that is only about to hold its first record, or was left when git took its files away. */
async function isBare(root: string, run: string): Promise<boolean> {
  const names = await readdir(join(root, runFolder(run))).catch(() => []);
  return names.every((name) => name.startsWith('.'));
}

async function listRun(root: string, run: string, pending: ReadonlySet<string>, trusted: boolean): Promise<RunListing | null> {
  let text: string;
  try {
    text = await readFile(join(root, recordFile(run)), 'utf8');
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (missing && (await isBare(root, run))) return null;
    return damagedListing(run, missing ? 'It has no record.json.' : 'Its record.json cannot be read.');
  }
  try {
    const record = await reconcileRun(root, parseRecord(text, run), trusted);
    const hasEnded = record.state !== 'running' && record.state !== 'queued';
    return summarise(record, hasEnded && pending.has(run));
  } catch (error) {
    return damagedListing(run, `Its record.json is damaged: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

async function runNames(root: string): Promise<readonly string[]> {
  const entries = await readdir(join(root, layout.runs), { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const names = entries.filter((entry) => entry.isDirectory() && isRunName(entry.name)).map(({ name }) => name);
  return names.sort((a, b) => (a < b ? 1 : -1));
}

/** The history of runs, newest first: completes the records of runs whose trainer died, and lists damaged records with the reason. */
export async function listRuns(root: string, { trusted = true }: LookOptions = {}): Promise<readonly RunListing[]> {
  const names = await runNames(root);
  if (names.length === 0) return [];
  const pending = trusted ? await pendingRuns(root) : new Set<string>();
  const listings: (RunListing | null)[] = [];
  for (let first = 0; first < names.length; first += atOnce) {
    const some = names.slice(first, first + atOnce);
    listings.push(...(await Promise.all(some.map((run) => listRun(root, run, pending, trusted)))));
  }
  return listings.filter((listing) => listing !== null);
}
