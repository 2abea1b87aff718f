import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { localRunFolder } from '../../core/project/layout';
import { writeBeside } from '../files/writeBeside';
import { bootId, identifyProcess, isAlive, type ProcessIdentity } from './processIdentity';

/** `process.json` in a run's local folder: who trains it, on which machine. */
export type RunProcess = {
  readonly version: 1;
  readonly host: string;
  readonly boot: string | null;
  /** ISO, UTC. */
  readonly started: string;
  /** The command that reads the trainer and writes the record. */
  readonly cli: ProcessIdentity;
  /** null until it has been started. */
  readonly trainer: ProcessIdentity | null;
};

/** What is known of a run's processes from here: on another machine, or without `process.json`, nothing can be said. */
export type RunLife = 'alive' | 'dead' | 'elsewhere' | 'unknown';

const pathOf = (root: string, run: string): string => join(root, localRunFolder(run), 'process.json');

/** Notes this process, and its trainer once there is one, as those that work on the run. */
export async function writeRunProcess(root: string, run: string, started: string, trainerPid: number | null): Promise<void> {
  const note: RunProcess = {
    version: 1,
    host: hostname(),
    boot: await bootId(),
    started,
    cli: await identifyProcess(process.pid),
    trainer: trainerPid === null ? null : await identifyProcess(trainerPid),
  };
  await writeBeside(pathOf(root, run), `${JSON.stringify(note, null, 2)}\n`);
}

const isIdentity = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'pid' in value && typeof value.pid === 'number' && value.pid > 1;

/** The processes of a run; null where this machine knows none. */
export async function readRunProcess(root: string, run: string): Promise<RunProcess | null> {
  try {
    const note: RunProcess = JSON.parse(await readFile(pathOf(root, run), 'utf8'));
    return isIdentity(note.cli) && (note.trainer === null || isIdentity(note.trainer)) ? note : null;
  } catch {
    return null;
  }
}

/** True for processes of this machine since it was last started. */
export async function isHere({ host, boot }: RunProcess): Promise<boolean> {
  return host === hostname() && (boot === null || boot === (await bootId()));
}

/** Whether a run's command or trainer still lives: either one is enough. */
export async function runLife(root: string, run: string): Promise<RunLife> {
  const note = await readRunProcess(root, run);
  if (note === null) return 'unknown';
  if (note.host !== hostname()) return 'elsewhere';
  if (!(await isHere(note))) return 'dead';
  if (await isAlive(note.cli)) return 'alive';
  return note.trainer !== null && (await isAlive(note.trainer)) ? 'alive' : 'dead';
}
