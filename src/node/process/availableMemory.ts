import { readFileSync } from 'node:fs';
import { freemem, totalmem } from 'node:os';
import { posix } from 'node:path';

/** Memory that this process can still take, in bytes, and what sets that bound. */
export type AvailableMemory = { readonly bytes: number; readonly bound: 'machine' | 'limit' };

/** Gives a file's text; null where it can't be read. */
type Read = (path: string) => string | null;

const readText: Read = (path) => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
};

/** What is left: on Linux what the kernel can free too (MemAvailable), within the limits of control groups (v1 and v2) and of the address space. */
export function availableMemory(platform: NodeJS.Platform = process.platform, read: Read = readText): AvailableMemory {
  if (platform !== 'linux') return { bytes: freeMemory(platform), bound: 'machine' };
  const machine = kilobytes(read('/proc/meminfo'), 'MemAvailable') ?? freemem();
  const limited = Math.min(groupRest(read), addressRest(read));
  return limited < machine ? { bytes: Math.max(0, limited), bound: 'limit' } : { bytes: machine, bound: 'machine' };
}

// macOS counts memory that it would give back at once (caches, compressed pages) as used.
const freeMemory = (platform: NodeJS.Platform): number => (platform === 'darwin' ? Math.max(freemem(), totalmem() / 2) : freemem());

function kilobytes(text: string | null, name: string): number | null {
  const found = new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text ?? '');
  return found === null ? null : 1024 * Number(found[1]);
}

/** What `ulimit -v` leaves of the address space; infinite without a limit. */
function addressRest(read: Read): number {
  const limit = /^Max address space\s+(\d+)/m.exec(read('/proc/self/limits') ?? '');
  const used = kilobytes(read('/proc/self/status'), 'VmSize');
  return limit === null || used === null ? Number.POSITIVE_INFINITY : Number(limit[1]) - used;
}

type Files = { readonly root: string; readonly limit: string; readonly usage: string };

const version1: Files = { root: '/sys/fs/cgroup/memory', limit: 'memory.limit_in_bytes', usage: 'memory.usage_in_bytes' };
const version2: Files = { root: '/sys/fs/cgroup', limit: 'memory.max', usage: 'memory.current' };

/** What the tightest control group from this process's own up to the top leaves; infinite without a limit. */
function groupRest(read: Read): number {
  const lines = (read('/proc/self/cgroup') ?? '').split('\n').map((line) => line.split(':'));
  const rests = lines.flatMap(([, controllers = '', ...path]) => {
    const files = controllers === '' ? version2 : controllers.split(',').includes('memory') ? version1 : null;
    return files === null ? [] : foldersUp(path.join(':')).map((folder) => restOf(read, files, folder));
  });
  return Math.min(Number.POSITIVE_INFINITY, ...rests);
}

/** "/a/b" gives "/a/b", "/a" and "/": inside a container only the last may be there. */
function foldersUp(path: string): readonly string[] {
  const parts = path.split('/').filter((part) => part !== '' && part !== '..');
  return [...parts.keys()].map((index) => `/${parts.slice(0, index + 1).join('/')}`).concat('/');
}

function restOf(read: Read, { root, limit, usage }: Files, folder: string): number {
  const number = (name: string) => Number(read(posix.join(root, folder, name))?.trim() || Number.NaN);
  const [most, used] = [number(limit), number(usage)];
  // Version 1 says "no limit" by a number that no machine has; version 2 by the word "max".
  if (!Number.isFinite(most) || !Number.isFinite(used) || most > 2 ** 60) return Number.POSITIVE_INFINITY;
  const stat = read(posix.join(root, folder, 'memory.stat')) ?? '';
  // Of version 1 only the total holds the groups below too.
  const entry = (name: string) => new RegExp(`^total_${name} (\\d+)`, 'm').exec(stat) ?? new RegExp(`^${name} (\\d+)`, 'm').exec(stat);
  const cached = ['inactive_file', 'active_file'].map((name) => Number(entry(name)?.[1] ?? 0));
  // Files in the cache count as used, but make room.
  return most - used + cached.reduce((sum, bytes) => sum + bytes, 0);
}
