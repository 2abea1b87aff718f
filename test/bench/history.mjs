import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { repository } from '../../scripts/folders.mjs';
import { loadTypeScript } from '../../scripts/loadTypeScript.mjs';

const runs = 5000;
const others = 500;
const cli = join(repository, 'dist', 'cli.js');

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** The command `radsteps runs` over 5,000 committed runs, its start and git's included, alone and with all branches; and a filter over their records. */
export async function measure() {
  const folder = await mkdtemp(join(tmpdir(), 'radsteps-history-'));
  try {
    const { writeHistory } = await loadTypeScript('test/bench/historyFiles.ts');
    await writeHistory(folder, runs, others);
    const shown = await timed(() => list(folder), runs);
    const all = await timed(() => list(folder, '--all'), runs + others);
    const { filterMs, megabytes } = await filtering(folder);
    return [
      { title: `radsteps runs of ${runs} runs, start included`, figure: shown, budget: 1000, unit: 'ms' },
      { title: `radsteps runs --all, ${others} more on another branch`, figure: all, budget: 1500, unit: 'ms' },
      { title: `a filter of ${runs} runs (their records take ${megabytes.toFixed(0)} MB)`, figure: filterMs, budget: 100, unit: 'ms' },
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function list(folder, ...words) {
  const args = [cli, 'runs', ...words, '-C', folder];
  const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 2 ** 28 });
  return stdout.trim().split('\n').length;
}

/** Milliseconds, the median of five; the first, which warms the disk's cache, is not counted. */
async function timed(work, expected) {
  const times = [];
  for (let turn = 0; turn < 6; turn++) {
    const began = performance.now();
    const found = await work();
    if (found !== expected) throw new Error(`radsteps runs printed ${found} lines instead of ${expected}.`);
    if (turn > 0) times.push(performance.now() - began);
  }
  return median(times);
}

async function filtering(folder) {
  const { readHistory } = await loadTypeScript('src/node/run/readHistory.ts');
  const { parseRunFilter } = await loadTypeScript('src/core/experiment/runFilter.ts');
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc');
  collect();
  const before = process.memoryUsage().heapUsed;
  const history = await readHistory(folder, {}, (run) => run);
  collect();
  const megabytes = (process.memoryUsage().heapUsed - before) / 2 ** 20;
  const filters = ['auc > 0.9', 'learningRate < 0.001 auc > 0.9', 'search-3', 'network.name:resnet -seed=3', 'created > 2026-01-10'];
  const times = filters.map((filter) => {
    const began = performance.now();
    history.filter(parseRunFilter(filter, ['auc']).test);
    return performance.now() - began;
  });
  return { filterMs: Math.max(...times), megabytes };
}
