import { open, rm, stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { UserError } from '../../core/userError';

const patienceMs = 5000;
/** A lock that is older belongs to a process that was killed while it saved. */
const staleMs = 10_000;

/** Runs `work` while no other process does so under the same lock file; throws UserError where that takes too long. */
export async function withSaveLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  const isOurs = await takeLock(path);
  try {
    return await work();
  } finally {
    if (isOurs) await rm(path, { force: true });
  }
}

/** False where the disk takes no lock file, and the work is done without. */
async function takeLock(path: string): Promise<boolean> {
  for (let waited = 0; waited < patienceMs; waited += 50) {
    try {
      const file = await open(path, 'wx');
      await file.close();
      return true;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) return false;
    }
    const age = await stat(path).then(
      ({ mtimeMs }) => Date.now() - mtimeMs,
      () => 0,
    );
    if (age > staleMs) await rm(path, { force: true });
    else await sleep(50);
  }
  throw new UserError('Another window is saving this label at the moment: save again when it is done.');
}
