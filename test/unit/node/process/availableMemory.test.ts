import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { availableMemory } from '../../../../src/node/process/availableMemory';

const gigabyte = 2 ** 30;
const machine = { '/proc/meminfo': 'MemTotal: 16777216 kB\nMemFree: 1048576 kB\nMemAvailable: 8388608 kB\n' };
const look = (files: Readonly<Record<string, string>>) => availableMemory('linux', (path) => files[path] ?? null);

describe('the memory that is left', () => {
  it('is what the kernel says can be had, caches included', () => {
    assert.deepEqual(look(machine), { bytes: 8 * gigabyte, bound: 'machine' });
  });

  it('is within a limit of a control group of version 2, whose cached files make room', () => {
    const group = {
      ...machine,
      '/proc/self/cgroup': '0::/slurm/job1\n',
      '/sys/fs/cgroup/slurm/job1/memory.max': 'max\n',
      '/sys/fs/cgroup/slurm/job1/memory.current': '100\n',
      '/sys/fs/cgroup/slurm/memory.max': String(4 * gigabyte),
      '/sys/fs/cgroup/slurm/memory.current': String(3 * gigabyte),
      '/sys/fs/cgroup/slurm/memory.stat': `anon 1\ninactive_file ${gigabyte}\nactive_file ${gigabyte / 2}\n`,
    };
    assert.deepEqual(look(group), { bytes: 2.5 * gigabyte, bound: 'limit' });
  });

  it('is within a limit of version 1, also where a container hides the path', () => {
    const files = {
      '/sys/fs/cgroup/memory/memory.limit_in_bytes': String(2 * gigabyte),
      '/sys/fs/cgroup/memory/memory.usage_in_bytes': String(gigabyte),
      '/sys/fs/cgroup/memory/memory.stat': 'inactive_file 5\ntotal_inactive_file 1024\n',
    };
    const group = { ...machine, ...files, '/proc/self/cgroup': '5:cpu:/x\n4:memory:/docker/abc\n0::/\n' };
    assert.deepEqual(look(group), { bytes: gigabyte + 1024, bound: 'limit' });
    const unlimited = { ...group, '/sys/fs/cgroup/memory/memory.limit_in_bytes': '9223372036854771712' };
    assert.deepEqual(look(unlimited), { bytes: 8 * gigabyte, bound: 'machine' });
  });

  it('is within the address space, and never below nothing', () => {
    const limit = (bytes: number) => ({
      ...machine,
      '/proc/self/limits': `Max cpu time   unlimited\nMax address space         ${bytes}           unlimited           bytes\n`,
      '/proc/self/status': 'VmSize:\t 1048576 kB\n',
    });
    assert.deepEqual(look(limit(3 * gigabyte)), { bytes: 2 * gigabyte, bound: 'limit' });
    assert.deepEqual(look(limit(1)), { bytes: 0, bound: 'limit' });
  });

  it('is something on every system', () => {
    for (const platform of ['linux', 'darwin', 'win32'] as const) assert.ok(availableMemory(platform).bytes > 0, platform);
  });

  it('is what a real control group leaves', function () {
    const group = `/sys/fs/cgroup/memory/radsteps-test-${process.pid}`;
    try {
      mkdirSync(group);
      writeFileSync(join(group, 'memory.limit_in_bytes'), String(512 * 2 ** 20));
    } catch {
      this.skip();
    }
    try {
      const source = pathToFileURL(resolve('src/node/process/availableMemory.ts')).href;
      const script = `const { writeFileSync } = await import('node:fs');
writeFileSync('${group}/cgroup.procs', String(process.pid));
const { availableMemory } = (await import('${source}')).default;
console.log(JSON.stringify(availableMemory()));`;
      const out = execFileSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], { encoding: 'utf8' });
      const { bytes, bound } = JSON.parse(out);
      assert.equal(bound, 'limit');
      assert.ok(bytes > 300 * 2 ** 20 && bytes <= 512 * 2 ** 20, String(bytes));
    } finally {
      rmdirSync(group);
    }
  });
});
