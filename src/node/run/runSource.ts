import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseRecord } from '../../core/experiment/recordFile';
import { isRunName } from '../../core/experiment/runName';
import type { RunRecord } from '../../core/experiment/runRecord';
import { runFolder } from '../../core/project/layout';
import { UserError } from '../../core/userError';
import { mapBounded } from '../dataset/mapBounded';
import { streamGit } from '../git/gitOutput';
import { readObjects } from '../git/readObjects';
import type { Repository } from '../git/repository';
import { type RefRun, refRuns } from './historySources';
import { readRecord, recordFile } from './readRecord';

/** A run's record, and its other files by name; null for one that is not there. */
export type RunSource = {
  readonly record: RunRecord;
  readonly file: (name: string) => Promise<Buffer | null>;
  /** Many of its text files at once, in the order of the names; null for one that is not there. */
  readonly files: (names: readonly string[]) => Promise<readonly (string | null)[]>;
  /** The branches and tags that have it; null where it lies in the working tree. */
  readonly refs: readonly string[] | null;
};

/** Finds a run in the working tree, else on another branch or a tag; UserError where there is none, or its record is damaged. */
export const findRun = (root: string, repository: Repository, run: string): Promise<RunSource> => runFinder(root, repository)(run);

/** findRun for several runs: the branches are listed once at most; without a repository only the working tree is looked at. */
export function runFinder(root: string, repository: Repository | null): (run: string) => Promise<RunSource> {
  let listed: ReturnType<typeof refRuns> | undefined;
  return async (run) => {
    const isHere = (await readFile(join(root, recordFile(run))).catch(() => null)) !== null;
    if (isHere || repository === null || !isRunName(run)) return onDisk(root, run);
    listed ??= refRuns(repository);
    const found = (await listed).find((other) => other.run === run);
    return found === undefined ? onDisk(root, run) : inGit(repository, found);
  };
}

/** Files read together: each waits for the disk, not for the processor. */
const atOnce = 16;

async function onDisk(root: string, run: string): Promise<RunSource> {
  const file = (name: string) => readFile(join(root, runFolder(run), name)).catch(() => null);
  const files = (names: readonly string[]) =>
    mapBounded(names, async (name) => (await file(name))?.toString('utf8') ?? null, undefined, atOnce);
  return { record: await readRecord(root, run), file, files, refs: null };
}

async function inGit(repository: Repository, { run, folder, refs }: RefRun): Promise<RunSource> {
  const file = (name: string) => readBlob(repository.root, `${folder}:${name}`);
  const files = async (names: readonly string[]) => {
    const texts = names.map((): string | null => null);
    const objects = names.map((name) => `${folder}:${name}`);
    await readObjects(repository.root, objects, (index, text) => {
      texts[index] = text;
    });
    return texts;
  };
  try {
    const text = (await file('record.json'))?.toString('utf8') ?? '';
    return { record: parseRecord(text, run), file, files, refs };
  } catch (error) {
    throw new UserError(`The record of ${run} on ${refs[0]} is damaged: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

async function readBlob(folder: string, name: string): Promise<Buffer | null> {
  const parts: Buffer[] = [];
  try {
    await streamGit(folder, ['cat-file', 'blob', name], { onBytes: (bytes) => parts.push(bytes) });
    return Buffer.concat(parts);
  } catch {
    return null;
  }
}
