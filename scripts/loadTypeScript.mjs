import { createRequire } from 'node:module';
import { join } from 'node:path';
import { repository } from './folders.mjs';

/** Loads a TypeScript module of this repository, such as the tests' harness, into a script that Node started as it is. */
export async function loadTypeScript(path) {
  const { register } = await import('tsx/cjs/api');
  register();
  return createRequire(import.meta.url)(join(repository, path));
}
