#!/usr/bin/env node
import { join } from 'node:path';
import { runCommandLine } from './node/commands/runCommandLine';

const controller = new AbortController();
const stop = () => {
  if (controller.signal.aborted) process.exit(130);
  controller.abort();
};
process.on('SIGINT', stop);
process.on('SIGTERM', stop);
// A window that closes must not end a training run: what nobody reads any more is dropped.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

void runCommandLine(process.argv.slice(2), {
  cwd: process.cwd(),
  templatesFolder: join(__dirname, '..', 'templates'),
  trainer: { command: process.execPath, args: [join(__dirname, '..', 'dist', 'trainer.js')], env: process.env },
  self: [...(process.versions.electron === undefined ? [] : ['env', 'ELECTRON_RUN_AS_NODE=1']), process.execPath, __filename],
  write: (text) => process.stdout.write(text),
  writeError: (text) => process.stderr.write(text),
  terminal: process.stderr.isTTY === true,
  signal: controller.signal,
  input: process.stdin,
}).then((code) => {
  process.exitCode = code;
});
