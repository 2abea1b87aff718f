import { spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { installCodeServer } from './installCodeServer.mjs';

const quietSettings = {
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.disableAIFeatures': true,
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'telemetry.telemetryLevel': 'off',
  'files.autoSave': 'off',
};

/**
 * Starts code-server on a free port of this machine with all its state under the folder `state`, and resolves, once it answers, to
 * `{ url, port, log, stop }`. `extensions` are .vsix files to install; `restricted` leaves Workspace Trust on, so that a folder
 * opens in Restricted Mode; `forTests` lets a page start extension tests and keeps code-server from the user's own home folder.
 */
export async function startCodeServer({ state, extensions = [], restricted = false, forTests = false, settings = {} }) {
  const programs = await installCodeServer();
  for (const name of ['data/User', 'ext', 'home', 'tmp']) mkdirSync(join(state, name), { recursive: true });
  writeFileSync(join(state, 'config.yaml'), '');
  const settingsFile = join(state, 'data', 'User', 'settings.json');
  if (forTests || !existsSync(settingsFile)) writeFileSync(settingsFile, JSON.stringify({ ...quietSettings, ...settings }, null, 2));
  const env = environment(state, forTests);
  const base = [
    programs.codeServer,
    '--user-data-dir',
    join(state, 'data'),
    '--extensions-dir',
    join(state, 'ext'),
    '--config',
    join(state, 'config.yaml'),
  ];
  for (const file of extensions) installExtension(programs.node, base, file, env);
  const port = await freePort();
  const log = join(state, 'code-server.log');
  const child = startServer(programs.node, [...base, ...serverArguments(port, restricted, forTests)], env, log);
  const forget = forTests ? endWithProcess(child) : () => undefined;
  const stop = async () => {
    await stopGroup(child);
    forget();
    rmSync(sessionSocket(port), { force: true });
  };
  const server = { url: `http://127.0.0.1:${port}/`, port, log, stop };
  await untilItAnswers(server, child);
  return server;
}

function serverArguments(port, restricted, forTests) {
  return [
    ...['--bind-addr', `127.0.0.1:${port}`, '--auth', 'none', '--session-socket', sessionSocket(port)],
    ...['--disable-telemetry', '--disable-update-check', '--disable-getting-started-override', '--ignore-last-opened'],
    ...(restricted ? [] : ['--disable-workspace-trust']),
    // Without this option a built VS Code ignores the address's payload, and tests silently never start.
    ...(forTests ? ['--vscode-option', 'enable-smoke-test-driver'] : []),
  ];
}

// A unix socket's path may have about a hundred characters, and the state folder may lie deep.
function sessionSocket(port) {
  return join(tmpdir(), `radsteps-${port}.sock`);
}

function environment(state, forTests) {
  const env = { ...process.env };
  // Started from a terminal of VS Code, these would tell the new server that it is a part of that one.
  for (const name of Object.keys(env)) if (name.startsWith('VSCODE_') || name === 'ELECTRON_RUN_AS_NODE') delete env[name];
  if (!forTests) return env;
  const tmp = join(state, 'tmp');
  const noGallery = JSON.stringify({ serviceUrl: '', itemUrl: '', resourceUrlTemplate: '' });
  return { ...env, HOME: join(state, 'home'), TMPDIR: tmp, XDG_RUNTIME_DIR: tmp, EXTENSIONS_GALLERY: noGallery };
}

function installExtension(node, base, file, env) {
  const { status, stdout, stderr } = spawnSync(node, [...base, '--install-extension', file, '--force'], { env, encoding: 'utf8' });
  if (status !== 0) throw new Error(`code-server could not install ${file}: ${(stderr || stdout).trim()}`);
}

function startServer(node, args, env, log) {
  const sink = openSync(log, 'a');
  const child = spawn(node, args, { env, stdio: ['ignore', sink, sink], detached: process.platform !== 'win32' });
  closeSync(sink);
  child.once('error', (error) => writeFileSync(log, `${error.message}\n`, { flag: 'a' }));
  return child;
}

async function untilItAnswers(server, child) {
  for (let waited = 0; waited < 60_000; waited += 100) {
    if (child.exitCode !== null) break;
    const answer = await fetch(`${server.url}healthz`).catch(() => null);
    if (answer?.ok) return;
    await sleep(100);
  }
  await server.stop();
  throw new Error(`code-server did not start: the end of ${server.log} says why.`);
}

/** Ends the server's whole process group, politely and after five seconds firmly. */
async function stopGroup(child) {
  signalGroup(child, 'SIGTERM');
  for (let waited = 0; waited < 5000 && signalGroup(child, 0); waited += 50) await sleep(50);
  signalGroup(child, 'SIGKILL');
}

/** Whether the signal reached anybody in the server's process group. */
function signalGroup(child, signal) {
  if (child.pid === undefined) return false;
  try {
    return process.kill(process.platform === 'win32' ? child.pid : -child.pid, signal);
  } catch {
    return false;
  }
}

/** Ends the server with this process, which Ctrl-C in a test run else would not; the returned function undoes that. */
function endWithProcess(child) {
  const end = () => signalGroup(child, 'SIGKILL');
  const endAndExit = () => {
    end();
    process.exit(130);
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  process.once('exit', end);
  for (const signal of signals) process.once(signal, endAndExit);
  return () => {
    process.off('exit', end);
    for (const signal of signals) process.off(signal, endAndExit);
  };
}

/** A TCP port of 127.0.0.1 that was free a moment ago. */
function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
