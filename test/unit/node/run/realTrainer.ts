import { dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { RunOptions } from '../../../../src/node/run/runPrepared';

const tsx = pathToFileURL(require.resolve('tsx')).href;
const source = resolve(dirname(__filename), '../../../../src/trainer.ts');

/** The real trainer; told an epoch and a signal, it sends the signal to itself when it tells of that epoch. */
export function realTrainer(epoch = 0, signal: NodeJS.Signals = 'SIGKILL'): RunOptions['trainer'] {
  const script = `const write = process.stdout.write.bind(process.stdout);
process.stdout.write = (text, ...rest) => {
  const went = write(text, ...rest);
  if (String(text).startsWith('{"event":"epoch","epoch":${epoch},')) process.kill(process.pid, '${signal}');
  return went;
};`;
  const args = ['--import', tsx, '--import', `data:text/javascript,${encodeURIComponent(script)}`, source];
  return { command: process.execPath, args, env: process.env };
}
