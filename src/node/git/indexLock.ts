import { constants } from 'node:fs';
import { chmod, open, rename, rm, stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** Held while a commit is made, as git itself does: `install` puts a finished index in the user's place. */
export type IndexLock = { readonly install: (finished: string) => Promise<void> };

const isTaken = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'EEXIST';

async function takeLock(path: string, deadline: number): Promise<boolean> {
  for (;;) {
    try {
      const file = await open(path, constants.O_CREAT | constants.O_EXCL | constants.O_RDWR);
      await file.close();
      return true;
    } catch (error) {
      if (!isTaken(error)) throw error;
      if (Date.now() >= deadline) return false;
      await sleep(40 + Math.random() * 40);
    }
  }
}

async function copyMode(from: string, to: string): Promise<void> {
  const known = await stat(from).catch(() => null);
  if (known !== null) await chmod(to, known.mode & 0o777);
}

/** Holds `<index>.lock` during `work`; null when another program still holds it at `deadline` (milliseconds since 1970). */
export async function withIndexLock<T>(index: string, deadline: number, work: (lock: IndexLock) => Promise<T>): Promise<T | null> {
  const path = `${index}.lock`;
  if (!(await takeLock(path, deadline))) return null;
  let installed = false;
  const install = async (finished: string): Promise<void> => {
    await copyMode(index, finished);
    // First over the lock, then over the index: nobody finds the index unlocked and old.
    await rename(finished, path);
    await rename(path, index);
    installed = true;
  };
  try {
    return await work({ install });
  } finally {
    if (!installed) await rm(path, { force: true });
  }
}
