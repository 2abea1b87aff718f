import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { JournalOwner } from '../../core/label/labelJournal';
import { UserError } from '../../core/userError';
import { isAlive } from '../run/processIdentity';

const patienceMs = 6000;
/** A lock of another machine that is older belongs to a process that was killed while it saved. */
const staleMs = 4000;

/** Runs `work` while no other process does so under the same lock file; throws UserError where that takes too long. */
export async function withSaveLock<T>(path: string, owner: JournalOwner, work: () => Promise<T>): Promise<T> {
  const isOurs = await takeLock(path, owner);
  try {
    return await work();
  } finally {
    if (isOurs) await rm(path, { force: true });
  }
}

/** False where the disk takes no lock file, and the work is done without. */
async function takeLock(path: string, owner: JournalOwner): Promise<boolean> {
  for (let waited = 0; waited < patienceMs; waited += 50) {
    try {
      await writeFile(path, JSON.stringify(owner), { flag: 'wx' });
      return true;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) return false;
    }
    if (await isLeft(path)) await rm(path, { force: true });
    else await sleep(50);
  }
  throw new UserError('Another window is saving this label at the moment: save again when it is done.');
}

/** True for the lock of a process that was killed. */
async function isLeft(path: string): Promise<boolean> {
  try {
    const owner: JournalOwner = JSON.parse(await readFile(path, 'utf8'));
    if (owner.host === hostname()) return !(await isAlive(owner));
  } catch {
    // Not written yet, or torn, or gone: its age tells.
  }
  return stat(path).then(
    ({ mtimeMs }) => Date.now() - mtimeMs > staleMs,
    () => false,
  );
}
