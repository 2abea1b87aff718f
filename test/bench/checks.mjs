import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repository } from '../../scripts/folders.mjs';
import { loadTypeScript } from '../../scripts/loadTypeScript.mjs';

const images = 100_000;
const leaks = 50;
const cli = join(repository, 'dist', 'cli.js');

/** The command `radsteps check` over 100,000 images whose fingerprints are known, its start included; it must find the planted near-duplicates and nothing else. */
export async function measure() {
  const folder = await mkdtemp(join(tmpdir(), 'radsteps-checks-'));
  try {
    const { writeCheckProject } = await loadTypeScript('test/bench/checkFiles.ts');
    await writeCheckProject(folder, images, leaks);
    const first = await timed(folder);
    const second = await timed(folder);
    return [
      { title: `radsteps check of ${images} images, start included`, figure: first, budget: 10_000, unit: 'ms' },
      { title: 'the same again', figure: second, budget: 10_000, unit: 'ms' },
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function timed(folder) {
  const began = performance.now();
  const report = await new Promise((resolve, reject) => {
    const args = [cli, '-C', folder, 'check', '--json'];
    execFile(process.execPath, args, { maxBuffer: 2 ** 28 }, (error, stdout) =>
      stdout === '' ? reject(error) : resolve(JSON.parse(stdout)),
    );
  });
  const took = performance.now() - began;
  const codes = report.findings.map(({ code }) => code);
  if (codes.length !== leaks || codes.some((code) => code !== 'near-duplicate'))
    throw new Error(`radsteps check found ${codes.length} things (${[...new Set(codes)].join(', ')}) instead of ${leaks} near-duplicates.`);
  return took;
}
