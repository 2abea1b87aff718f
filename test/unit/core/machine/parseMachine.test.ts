import assert from 'node:assert/strict';
import { parseCards } from '../../../../src/core/machine/parseCards';
import { parseLinuxProcess, parsePs, treeOf } from '../../../../src/core/machine/parseProcesses';

describe('parseCards', () => {
  it('reads nvidia-smi: percent as shares, MiB as bytes, a card a line', () => {
    assert.deepEqual(parseCards('NVIDIA H100 80GB HBM3, 37, 1024, 81559\nTesla T4, 0, 3, 15360\n'), [
      { name: 'NVIDIA H100 80GB HBM3', use: 0.37, memoryUsed: 2 ** 30, memoryTotal: 81559 * 2 ** 20 },
      { name: 'Tesla T4', use: 0, memoryUsed: 3 * 2 ** 20, memoryTotal: 15360 * 2 ** 20 },
    ]);
  });

  it('takes what a card does not say for unknown, and text that is none for no card', () => {
    assert.deepEqual(parseCards('Grid, K1, [N/A], [Not Supported], 4096'), [
      { name: 'Grid, K1', use: null, memoryUsed: null, memoryTotal: 2 ** 32 },
    ]);
    assert.deepEqual(parseCards('No devices were found\n'), []);
    assert.deepEqual(parseCards(''), []);
  });
});

describe('processes', () => {
  const stat = (state: string) => `42 (node (x) 1) ${state} 7 42 42 0 -1 4194560 1 2 3 4 250 50 9 9 20 0 11 0 99 1000 5000 18446`;

  it('reads /proc, also where a name holds brackets', () => {
    const status = 'Name:\tnode\nVmPeak:\t  9999 kB\nVmRSS:\t  2048 kB\n';
    assert.deepEqual(parseLinuxProcess(42, stat('S'), status), { pid: 42, parent: 7, seconds: 3, memory: 2 ** 21 });
    assert.equal(parseLinuxProcess(42, stat('Z'), status), null);
    assert.equal(parseLinuxProcess(42, stat('R'), '')?.memory, 0);
  });

  it('reads ps in all its clocks', () => {
    const text = '    1     0   0:01.50   1000\n  300     1  12:34.25  20\n  301   300 1-02:03:04 30\nPID PPID TIME RSS\n';
    assert.deepEqual(parsePs(text), [
      { pid: 1, parent: 0, seconds: 1.5, memory: 1_024_000 },
      { pid: 300, parent: 1, seconds: 754.25, memory: 20_480 },
      { pid: 301, parent: 300, seconds: 93_784, memory: 30_720 },
    ]);
  });

  it('finds a process with all that descend from it, and nothing else', () => {
    const one = (pid: number, parent: number) => ({ pid, parent, seconds: 0, memory: 0 });
    const all = [one(1, 0), one(5, 1), one(7, 6), one(6, 5), one(8, 1), one(9, 7)];
    assert.deepEqual(
      treeOf(5, all).map(({ pid }) => pid),
      [5, 6, 7, 9],
    );
    assert.deepEqual(treeOf(99, all), []);
  });
});
