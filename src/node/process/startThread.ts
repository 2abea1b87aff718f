import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Worker, type WorkerOptions } from 'node:worker_threads';

/** Starts a thread of this process from a program in `src`. Bundled, it lies beside this one; in the sources Node has to be told how to read TypeScript. */
export function startThread(program: 'trainerThread' | 'importThread' | 'checkThread', options: WorkerOptions): Worker {
  if (!__filename.endsWith('.ts')) return new Worker(join(__dirname, `${program}.js`), options);
  const file = join(__dirname, '..', '..', `${program}.ts`);
  const programs = [createRequire(__filename).resolve('tsx/cjs'), file];
  const start = programs.map((path) => `require(${JSON.stringify(path)});`).join('');
  return new Worker(start, { ...options, eval: true, execArgv: [] });
}
