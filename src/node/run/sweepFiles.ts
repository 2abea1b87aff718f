import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isSweepName } from '../../core/experiment/groupName';
import type { SweepRecord } from '../../core/experiment/sweepRecord';
import { layout, localRunFolder, sweepFile } from '../../core/project/layout';
import { validate } from '../../core/project/validate';
import { UserError } from '../../core/userError';
import { writeBeside } from '../files/writeBeside';
import type { SweepPlan } from './planSweep';
import { writeFailure } from './writeRecord';

/** What was asked of a sweep while it runs: another order, runs that are not to be, a pause or an end. In the local folder, as `queue.json`. */
export type SweepQueue = {
  readonly version: 1;
  readonly request: 'pause' | 'cancel' | null;
  /** Runs that come first, by number. */
  readonly order: readonly number[];
  readonly cancelled: readonly number[];
};

const emptyQueue: SweepQueue = { version: 1, request: null, order: [], cancelled: [] };

/** Reads the record of a sweep; throws UserError when there is none or it is damaged. */
export async function readSweepRecord(root: string, group: string): Promise<SweepRecord> {
  if (!isSweepName(group)) throw new UserError(`"${group}" is not the name of a sweep; \`radsteps runs\` lists them.`);
  const text = await readFile(join(root, sweepFile(group)), 'utf8').catch(() => null);
  if (text === null) throw new UserError(`There is no sweep ${group} in this project; \`radsteps runs\` lists them.`);
  const value = parse(text);
  const problem = validate('sweep', value)[0]?.message;
  if (problem !== undefined) throw new UserError(`${sweepFile(group)} is damaged: ${problem}; take it back from git.`);
  const record = value as SweepRecord;
  if (record.group !== group) throw new UserError(`${sweepFile(group)} is damaged: it names another sweep, ${record.group}.`);
  return record;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Writes the record of a sweep in one step; throws UserError where that fails, and then the old one stays. */
export async function writeSweepRecord(root: string, record: SweepRecord): Promise<void> {
  const file = sweepFile(record.group);
  await writeBeside(join(root, file), `${JSON.stringify(record, null, 2)}\n`).catch((error: unknown) => {
    throw new UserError(
      `${file} could not be written: ${writeFailure(error)}; when that is mended, \`radsteps sweep --resume ${record.group}\` goes on.`,
    );
  });
}

const localFile = (root: string, group: string, name: string): string => join(root, localRunFolder(group), name);

/** Keeps a sweep's plan on this machine. */
export const writeSweepPlan = (root: string, group: string, plan: SweepPlan): Promise<void> =>
  writeBeside(localFile(root, group, 'plan.json'), JSON.stringify({ version: 1, ...plan }));

/** The plan of a sweep that was begun on this machine; null elsewhere. */
export async function readSweepPlan(root: string, group: string): Promise<SweepPlan | null> {
  const text = await readFile(localFile(root, group, 'plan.json'), 'utf8').catch(() => null);
  return text === null ? null : (parse(text) as SweepPlan | null);
}

/** What is asked of a sweep; nothing where nobody has asked. */
export async function readSweepQueue(root: string, group: string): Promise<SweepQueue> {
  const text = await readFile(localFile(root, group, 'queue.json'), 'utf8').catch(() => null);
  return text === null ? emptyQueue : ((parse(text) as SweepQueue | null) ?? emptyQueue);
}

/** Asks something of a sweep. */
export const writeSweepQueue = (root: string, group: string, queue: SweepQueue): Promise<void> =>
  writeBeside(localFile(root, group, 'queue.json'), `${JSON.stringify(queue, null, 2)}\n`);

/** The names of the project's sweeps, newest first. */
export async function sweepNames(root: string): Promise<readonly string[]> {
  const names = await readdir(join(root, layout.runs)).catch(() => []);
  return names.filter(isSweepName).sort().reverse();
}
