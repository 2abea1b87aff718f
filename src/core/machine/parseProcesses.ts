/** What the system counts of one process: its parent, the processor's seconds so far, and bytes of memory in use. */
export type ProcessCount = { readonly pid: number; readonly parent: number; readonly seconds: number; readonly memory: number };

// What /proc counts in, whatever the kernel's own clock.
const ticksPerSecond = 100;

/** Reads Linux's `/proc/<pid>/stat` and `/proc/<pid>/status`; null for a process that has ended. */
export function parseLinuxProcess(pid: number, stat: string, status: string): ProcessCount | null {
  // Everything before the last bracket is the program's name, which may hold spaces and brackets itself.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state = 'X', parent = '0'] = fields;
  if (state === 'Z' || state === 'X') return null;
  const ticks = Number(fields[11]) + Number(fields[12]);
  const memory = 1024 * Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0);
  return { pid, parent: Number(parent), seconds: ticks / ticksPerSecond, memory };
}

/** Seconds of "1-02:03:04", "12:34.56" or "3:04". */
function secondsOf(clock: string): number {
  const [rest = '', days = '0'] = clock.split('-').reverse();
  return Number(days) * 86_400 + rest.split(':').reduce((sum, part) => 60 * sum + Number(part), 0);
}

/** Reads `ps -axo pid=,ppid=,time=,rss=`, a process a line. */
export function parsePs(text: string): readonly ProcessCount[] {
  return text.split('\n').flatMap((line) => {
    const [pid, parent, clock = '', kilobytes] = line.trim().split(/\s+/);
    const count = { pid: Number(pid), parent: Number(parent), seconds: secondsOf(clock), memory: 1024 * Number(kilobytes) };
    return kilobytes !== undefined && Object.values(count).every(Number.isFinite) ? [count] : [];
  });
}

/** A process and all that descend from it, among those that are known; none where it is not among them. */
export function treeOf(root: number, all: readonly ProcessCount[]): readonly ProcessCount[] {
  const first = all.find(({ pid }) => pid === root);
  const found = first === undefined ? [] : [first];
  for (const { pid } of found) found.push(...all.filter((each) => each.parent === pid && !found.includes(each)));
  return found;
}
