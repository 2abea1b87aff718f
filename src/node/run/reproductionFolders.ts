import { randomBytes } from 'node:crypto';
import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isRunName } from '../../core/experiment/runName';
import { layout } from '../../core/project/layout';
import type { Repository } from '../git/repository';
import { removeWorktree } from '../git/worktree';
import { isAlive, type ProcessIdentity } from './processIdentity';
import { readRunProcess, runLife } from './runProcess';

const ending = /-[0-9a-f]{4}$/;
const keptFile = 'kept';
/** A folder without a note of its process may be one that is just being made. */
const youngMs = 600_000;

/** Where a run is trained again: the top of a worktree, and the project in it (both absolute). */
export type ReproductionFolder = { readonly top: string; readonly project: string };

const inTop = (top: string, { prefix }: Repository): ReproductionFolder => ({ top, project: join(top, prefix) });

/** A new place for the worktree of a run, which is not made yet. */
export async function newReproductionFolder(root: string, repository: Repository, run: string): Promise<ReproductionFolder> {
  const folder = join(root, layout.reproductions);
  await mkdir(folder, { recursive: true });
  return inTop(join(folder, `${run}-${randomBytes(2).toString('hex')}`), repository);
}

/** Leaves a folder where it is, also at the next start. */
export const keepReproduction = ({ project }: ReproductionFolder): Promise<void> =>
  writeFile(join(project, layout.localRuns, keptFile), '');

/** Removes the worktrees that a killed command has left, and ends what still trains in them; those that were kept or are at work stay. */
export async function cleanReproductions(root: string, repository: Repository): Promise<void> {
  const names = await readdir(join(root, layout.reproductions)).catch(() => []);
  for (const name of names) {
    const folder = inTop(join(root, layout.reproductions, name), repository);
    const run = name.replace(ending, '');
    if (isRunName(run) && (await isLeft(folder, run))) await removeWorktree(repository, folder.top);
  }
}

async function isLeft({ top, project }: ReproductionFolder, run: string): Promise<boolean> {
  if ((await stat(join(project, layout.localRuns, keptFile)).catch(() => null)) !== null) return false;
  const life = await runLife(project, run);
  if (life === 'unknown') return (await age(top)) > youngMs;
  if (life !== 'alive') return life === 'dead';
  const note = await readRunProcess(project, run);
  if (note === null || (await isAlive(note.cli))) return false;
  // Its command is dead, so nobody would ever hear what it finds.
  if (note.trainer !== null) await endTrainer(note.trainer);
  return true;
}

async function endTrainer(trainer: ProcessIdentity): Promise<void> {
  try {
    process.kill(process.platform === 'win32' ? trainer.pid : -trainer.pid, 'SIGKILL');
  } catch {
    // Already gone.
  }
  const deadline = Date.now() + 5000;
  while ((await isAlive(trainer)) && Date.now() < deadline) await sleep(50);
}

const age = async (folder: string): Promise<number> => Date.now() - ((await stat(folder).catch(() => null))?.mtimeMs ?? 0);
