import { randomBytes } from 'node:crypto';
import { copyFile, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import type { Git } from './git';
import type { Repository } from './repository';

/** An index of our own in the git folder: `git` works on it, and the user's index never knows. */
export type TemporaryIndex = { readonly path: string; readonly git: Git };

const isMissing = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT';

async function copyUserIndex(from: string, to: string): Promise<void> {
  try {
    const { mtimeMs } = await stat(from);
    await copyFile(from, to);
    // Git compares the index's time with the files' to find changes of the same instant: a copy must not look younger.
    const time = Math.floor(mtimeMs) / 1000;
    await utimes(to, time, time);
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}

/** Calls `work` with a temporary index, empty or a copy of the user's, and removes it afterwards. */
export async function withTemporaryIndex<T>(
  { gitFolder, index, git }: Repository,
  start: 'empty' | 'copy',
  work: (temporary: TemporaryIndex) => Promise<T>,
): Promise<T> {
  const path = join(gitFolder, `radsteps-${randomBytes(6).toString('hex')}.index`);
  try {
    if (start === 'copy') await copyUserIndex(index, path);
    return await work({
      path,
      git: (args, options = {}) => git(args, { ...options, env: { ...options.env, GIT_INDEX_FILE: path } }),
    });
  } finally {
    await rm(path, { force: true });
    await rm(`${path}.lock`, { force: true });
  }
}
