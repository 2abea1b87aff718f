import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root folder. */
export const repository = join(dirname(fileURLToPath(import.meta.url)), '..');

/** The folder outside the repository in which every checkout of this machine finds the same big downloads. */
export function cacheFolder(env = process.env) {
  if (env.RADSTEPS_CACHE) return resolve(env.RADSTEPS_CACHE);
  return join(env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'radsteps');
}
