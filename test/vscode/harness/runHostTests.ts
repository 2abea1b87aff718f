// Runs test/vscode/host inside a real VS Code, prints one line a test, and leaves the counts for scripts/test.mjs.
import { writeFileSync } from 'node:fs';
import { bundleHostTests } from '../../../scripts/bundleHostTests.mjs';
import { closeBrowser } from '../../launchBrowser';
import type { HostTestResult } from './hostOptions';
import { openSession } from './openSession';
import { removeSmallProject, smallProject } from './smallProject';

const marks = { passed: '✔', failed: '✘', pending: '-' };

async function main(): Promise<void> {
  const project = await smallProject();
  const session = await openSession({ project: project.root, tests: await bundleHostTests() });
  const results = await session.hostResults();
  await session.close();
  await closeBrowser();
  await removeSmallProject();
  for (const result of results) print(result);
  const count = (state: HostTestResult['state']) => results.filter((result) => result.state === state).length;
  const counts = { passed: count('passed'), failed: count('failed') };
  if (process.env.RADSTEPS_RESULTS) writeFileSync(process.env.RADSTEPS_RESULTS, JSON.stringify(counts));
  process.exitCode = counts.failed > 0 ? 1 : 0;
}

function print(result: HostTestResult): void {
  console.log(`  ${marks[result.state]} ${result.title} (${Math.round(result.milliseconds)} ms)`);
  if (result.error) console.log(`      ${result.error.replaceAll('\n', '\n      ')}`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
