import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from './folders.mjs';
import { runProgram } from './runProgram.mjs';

const sources = ['src', 'webviews', 'package.json', 'package-lock.json', 'scripts/build.mjs'];

/** Builds dist/ unless it is complete and newer than everything it is made of. */
export async function buildIfNeeded() {
  const complete = join(repository, 'dist', 'bundled.json');
  if (existsSync(complete) && sources.every((name) => newest(join(repository, name)) <= statSync(complete).mtimeMs)) return;
  console.log('Building.');
  if ((await runProgram(process.execPath, [join('scripts', 'build.mjs')], { cwd: repository })) !== 0) {
    throw new Error('The build failed: the messages above say where.');
  }
}

/** The latest change, in milliseconds since 1970, of a file or of anything inside a folder; 0 when there is none. */
export function newest(path) {
  const status = statSync(path, { throwIfNoEntry: false });
  if (status === undefined) return 0;
  if (!status.isDirectory()) return status.mtimeMs;
  return readdirSync(path).reduce((latest, name) => Math.max(latest, newest(join(path, name))), status.mtimeMs);
}
