import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseRecord } from '../../core/experiment/recordFile';
import { isRunName } from '../../core/experiment/runName';
import type { RunRecord } from '../../core/experiment/runRecord';
import { runFolder } from '../../core/project/layout';
import { UserError } from '../../core/userError';
import { streamGit } from '../git/gitOutput';
import type { Repository } from '../git/repository';
import { refRuns } from './historySources';
import { readRecord, recordFile } from './readRecord';

/** A run's record, and its other files by name; null for one that is not there. */
export type RunSource = {
  readonly record: RunRecord;
  readonly file: (name: string) => Promise<Buffer | null>;
  /** The branches and tags that have it; null where it lies in the working tree. */
  readonly refs: readonly string[] | null;
};

/** Finds a run in the working tree, else on another branch or a tag; UserError where there is none, or its record is damaged. */
export async function findRun(root: string, repository: Repository, run: string): Promise<RunSource> {
  const isHere = (await readFile(join(root, recordFile(run))).catch(() => null)) !== null;
  const found = isHere || !isRunName(run) ? undefined : (await refRuns(repository)).find((other) => other.run === run);
  if (found === undefined) {
    const file = (name: string) => readFile(join(root, runFolder(run), name)).catch(() => null);
    return { record: await readRecord(root, run), file, refs: null };
  }
  const file = (name: string) => readBlob(repository.root, `${found.folder}:${name}`);
  try {
    const text = (await file('record.json'))?.toString('utf8') ?? '';
    return { record: parseRecord(text, run), file, refs: found.refs };
  } catch (error) {
    throw new UserError(`The record of ${run} on ${found.refs[0]} is damaged: ${error instanceof Error ? error.message : String(error)}.`);
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
