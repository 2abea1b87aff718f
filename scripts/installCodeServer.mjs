import { existsSync, mkdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cacheFolder } from './folders.mjs';
import { installDebianPackages } from './installDebianPackages.mjs';
import { runProgram, withPath } from './runProgram.mjs';

const codeServerVersion = '4.139.1';
// code-server 4.139 asks for Node 24, which the machine need not have.
const nodeVersion = '24.21.0';
const buildPackages = ['build-essential', 'python3', 'pkg-config', 'libkrb5-dev', 'libsecret-1-dev', 'libx11-dev', 'libxkbfile-dev'];
const lockExpires = 60_000;

/**
 * Installs code-server with its own Node into the shared cache folder unless it is there, and resolves to the two
 * programs to start: `{ node, codeServer }`. Throws an Error with one sentence when that fails.
 */
export async function installCodeServer() {
  const platform = `${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  const folder = join(cacheFolder(), `code-server-${codeServerVersion}-node-${nodeVersion}-${platform}`);
  if (!existsSync(folder)) await alone(folder, () => install(folder, platform));
  return {
    node: nodeProgram(folder, platform),
    codeServer: join(folder, 'node_modules', 'code-server', 'out', 'node', 'entry.js'),
  };
}

async function install(folder, platform) {
  const log = `${folder}.log`;
  const beside = `${folder}.new`;
  const started = Date.now();
  console.log(`Installing code-server ${codeServerVersion} (once on this machine, about 3 minutes; log: ${log}).`);
  const missing = await installDebianPackages(buildPackages, log);
  if (missing) console.log(missing);
  try {
    await installInto(beside, platform, log);
    renameSync(beside, folder);
  } catch (error) {
    // Another machine on the same cache may have finished first; its folder is as good.
    if (!existsSync(folder)) throw error;
  } finally {
    rmSync(beside, { recursive: true, force: true });
  }
  console.log(`Installed code-server in ${Math.round((Date.now() - started) / 1000)} s.`);
}

async function installInto(folder, platform, log) {
  // An installation that was killed leaves its half behind.
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, allowScripts: { 'code-server': true, argon2: true } }));
  await npmInstall(folder, `node-${platform}@${nodeVersion}`, process.env, log);
  // The native parts are compiled for this Node, whatever Node or headers npm is configured for.
  const headers = join(folder, 'node_modules', `node-${platform}`);
  const env = { ...withPath(join(headers, 'bin')), npm_config_nodedir: headers };
  await npmInstall(folder, `code-server@${codeServerVersion}`, env, log);
}

async function npmInstall(folder, what, env, log) {
  const args = ['install', '--no-audit', '--no-fund', '--no-package-lock', '--ignore-scripts=false', what];
  if ((await runProgram('npm', args, { cwd: folder, env: withoutProject(env), log })) !== 0) {
    throw new Error(`npm could not install ${what}: the end of ${log} says why.`);
  }
}

// Under `npm test` npm tells the programs it starts of its own project and Node, which are not the ones meant here.
function withoutProject(env) {
  const ofProject = /^(npm_(?!config_).*|npm_config_(user_agent|local_prefix|global_prefix|prefix)|NODE|INIT_CWD)$/i;
  return Object.fromEntries(Object.entries(env).filter(([name]) => !ofProject.test(name)));
}

/** Runs `work` while no other process does, and not at all when one of them made the folder meanwhile. */
async function alone(folder, work) {
  const lock = `${folder}.lock`;
  mkdirSync(cacheFolder(), { recursive: true });
  for (let tries = 0; !takeLock(lock); tries += 1) {
    if (tries === 0) console.log('Waiting for another installation of code-server to end.');
    await sleep(1000);
    if (existsSync(folder)) return;
  }
  const beat = setInterval(() => utimesSync(lock, new Date(), new Date()), lockExpires / 10);
  try {
    if (!existsSync(folder)) await work();
  } finally {
    clearInterval(beat);
    rmSync(lock, { force: true });
  }
}

// The lock's age and not a process id says whether its holder lives: the cache may be shared between containers.
function takeLock(lock) {
  try {
    writeFileSync(lock, '', { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    if (Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? 0) > lockExpires) rmSync(lock, { force: true });
    return false;
  }
}

function nodeProgram(folder, platform) {
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  return join(folder, 'node_modules', `node-${platform}`, 'bin', name);
}
