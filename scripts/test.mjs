// Sets up everything and runs the tests: `node scripts/test.mjs [check] [unit] [browser] [vscode] [package] [long]`, all but `long` by default.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildIfNeeded } from './buildIfNeeded.mjs';
import { repository } from './folders.mjs';
import { installCodeServer } from './installCodeServer.mjs';
import { makePackage } from './makePackage.mjs';
import { runProgram } from './runProgram.mjs';
import { findChromium, installOracles, setUp } from './setUp.mjs';

const parts = {
  check: async () => [
    await program('tsc', 'typescript/bin/tsc', '--noEmit'),
    await program('biome', '@biomejs/biome/bin/biome', 'check', '.'),
  ],
  unit: async () => {
    await installOracles();
    return [await mocha('.mocharc.json', 'test/unit/**/*.test.ts', twoAtOnce)];
  },
  browser: async () => {
    await findChromium();
    return [await mocha('test/browser/.mocharc.json', 'test/browser/**/*.test.ts')];
  },
  vscode: async () => {
    await setUpVsCode();
    const host = await counted([...tsx, 'test/vscode/harness/runHostTests.ts']);
    return [host, await mocha('test/vscode/.mocharc.json', 'test/vscode/driven/**/*.test.ts', twoAtOnce)];
  },
  package: async () => {
    await setUpVsCode();
    const vsix = await makePackage();
    return [await mocha('test/vscode/.mocharc.json', 'test/vscode/package/**/*.test.ts', [], { RADSTEPS_VSIX: vsix })];
  },
};
const tsx = ['--import', 'tsx'];
// Files of tests, not tests: most of their time is waiting for git, VS Code and other programs.
const twoAtOnce = ['--parallel', '--jobs', '2'];
// Said once more at the end, where whoever reads only a log's last lines sees them.
const failures = [];
const scratch = mkdtempSync(join(tmpdir(), 'radsteps-test-'));

process.exitCode = (await main(process.argv.slice(2))) ? 0 : 1;

async function main(words) {
  const unknown = words.filter((word) => word !== 'long' && !(word in parts));
  if (unknown.length > 0) return say(`There is no part ${unknown[0]}: choose from ${Object.keys(parts).join(', ')}, long.`);
  if (words.includes('long')) process.env.RADSTEPS_LONG = '1';
  const chosen = words.filter((word) => word !== 'long');
  const sums = { passed: 0, failed: 0 };
  rmSync(join(repository, '.cache', 'tests', 'failures'), { recursive: true, force: true });
  try {
    await setUp();
    await buildIfNeeded();
    for (const name of chosen.length > 0 ? chosen : Object.keys(parts)) add(sums, await runPart(name));
  } catch (error) {
    console.error(error.message);
    sums.failed += 1;
  } finally {
    rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
  }
  for (const failure of failures) console.log(`\n✘ ${failure}`);
  console.log(`\n${sums.passed} passed, ${sums.failed} failed`);
  return sums.failed === 0;
}

async function runPart(name) {
  const started = Date.now();
  console.log(`\n== ${name}`);
  const sums = { passed: 0, failed: 0 };
  try {
    for (const counts of await parts[name]()) add(sums, counts);
  } catch (error) {
    console.error(`The part ${name} could not run: ${error.message}`);
    sums.failed += 1;
  }
  console.log(`== ${name}: ${sums.passed} passed, ${sums.failed} failed in ${Math.round((Date.now() - started) / 1000)} s`);
  return sums;
}

async function setUpVsCode() {
  await findChromium();
  await installCodeServer();
}

function mocha(config, spec, options = [], env = {}) {
  const reporter = join(repository, 'scripts', 'mochaReporter.cjs');
  return counted([nodeModule('mocha/bin/mocha.js'), '--config', config, '--reporter', reporter, ...options, spec], env);
}

/** Runs a test program that leaves its counts in the file that RADSTEPS_RESULTS names; one that leaves none has failed. */
async function counted(args, more = {}) {
  const results = join(scratch, 'results.json');
  rmSync(results, { force: true });
  const shared = join(scratch, 'project');
  mkdirSync(shared, { recursive: true });
  const env = { ...process.env, RADSTEPS_RESULTS: results, RADSTEPS_TEST_FOLDER: shared, ...more };
  const code = await runProgram(process.execPath, args, { cwd: repository, env });
  if (!existsSync(results)) throw new Error('its program ended before the tests did; what it said stands above.');
  const counts = JSON.parse(readFileSync(results, 'utf8'));
  failures.push(...(counts.failures ?? []));
  if (counts.passed + counts.failed === 0) throw new Error('it has no tests.');
  // A failing hook or a broken teardown shows in the exit code alone.
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

async function program(title, file, ...args) {
  const ok = (await runProgram(process.execPath, [nodeModule(file), ...args], { cwd: repository })) === 0;
  console.log(`  ${ok ? '✔' : '✘'} ${title}`);
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1 };
}

function nodeModule(file) {
  return join(repository, 'node_modules', ...file.split('/'));
}

function add(sums, counts) {
  sums.passed += counts.passed;
  sums.failed += counts.failed;
}

function say(sentence) {
  console.error(sentence);
  return false;
}
