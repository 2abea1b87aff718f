import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { type ProcessCount, parseLinuxProcess, parsePs, treeOf } from '../../core/machine/parseProcesses';

/** Counts a process and its descendants; null where this system has no way that costs little. */
export type CountTree = (pid: number) => Promise<readonly ProcessCount[] | null>;

const textOf = (path: string): Promise<string> => readFile(path, 'utf8').catch(() => '');

/** The children of a process by each of its threads, where the kernel lists them. */
async function childrenOf(pid: number): Promise<readonly number[]> {
  const threads = await readdir(`/proc/${pid}/task`).catch(() => []);
  const lists = await Promise.all(threads.map((thread) => textOf(`/proc/${pid}/task/${thread}/children`)));
  return lists.flatMap((list) => list.split(' ').filter((word) => word !== '')).map(Number);
}

async function countOnLinux(pid: number): Promise<readonly ProcessCount[]> {
  const [stat, status, children] = await Promise.all([textOf(`/proc/${pid}/stat`), textOf(`/proc/${pid}/status`), childrenOf(pid)]);
  const own = stat === '' ? null : parseLinuxProcess(pid, stat, status);
  return own === null ? [] : [own, ...(await Promise.all(children.map(countOnLinux))).flat()];
}

async function countByPs(pid: number): Promise<readonly ProcessCount[]> {
  const { stdout } = await promisify(execFile)('ps', ['-axo', 'pid=,ppid=,time=,rss='], { timeout: 3000 });
  return treeOf(pid, parsePs(stdout));
}

/** How process trees are counted on a system. */
export function treeCounter(platform: NodeJS.Platform): CountTree {
  if (platform === 'linux') return countOnLinux;
  if (platform === 'win32') return async () => null;
  return (pid) => countByPs(pid).catch(() => null);
}
