import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/** A process that is not mistaken for a later one with the same number. */
export type ProcessIdentity = {
  readonly pid: number;
  /** When the process began, in the system's own words; null where the system does not say. */
  readonly start: string | null;
};

const run = promisify(execFile);

// Everything before the last bracket is the program's name, which may hold spaces and brackets itself.
async function linuxStart(pid: number): Promise<string | null> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  // A zombie has ended; nobody has fetched its exit code yet.
  return fields[0] === 'Z' || fields[0] === 'X' ? null : (fields[19] ?? null);
}

async function unixStart(pid: number): Promise<string | null> {
  const { stdout } = await run('ps', ['-o', 'stat=,lstart=', '-p', String(pid)]);
  const text = stdout.trim();
  return text === '' || text.startsWith('Z') ? null : text.replace(/^\S+\s+/, '');
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** When the process `pid` began; null when there is none. `unknown` where the system only says that it exists. */
async function startOf(pid: number): Promise<string | null> {
  if (!exists(pid)) return null;
  if (process.platform === 'win32') return 'unknown';
  try {
    return await (process.platform === 'linux' ? linuxStart(pid) : unixStart(pid));
  } catch {
    return exists(pid) ? 'unknown' : null;
  }
}

/** Describes a living process for `process.json`. */
export async function identifyProcess(pid: number): Promise<ProcessIdentity> {
  const start = await startOf(pid);
  return { pid, start: start === 'unknown' ? null : start };
}

/** True while that very process lives; a zombie or a later process of the same number does not count. */
export async function isAlive({ pid, start }: ProcessIdentity): Promise<boolean> {
  const now = await startOf(pid);
  return now !== null && (start === null || now === 'unknown' || now === start);
}

/** The machine's present start-up, so that process numbers of an earlier one are known to be dead; null where the system does not say. */
export async function bootId(): Promise<string | null> {
  if (process.platform !== 'linux') return null;
  return readFile('/proc/sys/kernel/random/boot_id', 'utf8')
    .then((text) => text.trim())
    .catch(() => null);
}
