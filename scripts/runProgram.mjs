import { spawn, spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

/**
 * Runs a program to its end and resolves to its exit code (1 when it could not start or a signal ended it).
 * Output goes to the terminal, or is appended to the file `log`.
 */
export function runProgram(command, args, { cwd, env = process.env, log } = {}) {
  const sink = log ? openLog(log) : 'inherit';
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', sink, sink], shell: needsShell(command) });
    const finish = (code) => {
      if (typeof sink === 'number') closeSync(sink);
      resolve(code);
    };
    child.once('error', (error) => {
      console.error(`${command} could not be started: ${error.message}`);
      finish(1);
    });
    child.once('close', (code) => finish(code ?? 1));
  });
}

/** Whether a program answers to `args` with exit code 0; nothing is printed. */
export function succeeds(command, args) {
  return spawnSync(command, args, { stdio: 'ignore', shell: needsShell(command) }).status === 0;
}

/** The environment with a folder put first on the PATH. */
export function withPath(folder, env = process.env) {
  const name = Object.keys(env).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH';
  return { ...env, [name]: [folder, env[name]].join(delimiter) };
}

/** The folder of a file's name inside the running Node's own installation, for programs such as npm beside it. */
export function besideNode(name) {
  return join(dirname(process.execPath), name);
}

function openLog(file) {
  mkdirSync(dirname(file), { recursive: true });
  return openSync(file, 'a');
}

// Since Node 20.12 Windows starts npm.cmd and code.cmd only through a shell.
function needsShell(command) {
  return process.platform === 'win32' && ['npm', 'npx', 'code'].includes(command);
}
