import { createHash } from 'node:crypto';
import { copyFile, link, mkdir, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';
import type { RunRecord } from '../../core/experiment/runRecord';
import { layout, runFolder } from '../../core/project/layout';
import { UserError } from '../../core/userError';
import { readLocalPaths, writeLocalPaths } from '../dataset/localPaths';
import { gitWords } from '../git/git';
import { findRepository, isRepository, type Repository } from '../git/repository';
import { addWorktree, hasCommit, removeWorktree } from '../git/worktree';
import { newReproductionFolder, type ReproductionFolder } from './reproductionFolders';
import { writeRunProcess } from './runProcess';
import type { RunSource } from './runSource';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** The project's repository; UserError where there is none, since a run can only be had again from git. */
export async function requireRepository(root: string): Promise<Repository> {
  const repository = await findRepository(root);
  if (!isRepository(repository)) throw new UserError(`${repository.reason}, so no run can be reproduced from it.`);
  return repository;
}

/** A run's `changes.patch` as the record's hash names it, whatever a checkout made of its line endings; UserError where it is another. */
async function readPatch({ record: { run, patch }, file: read }: RunSource): Promise<Uint8Array> {
  if (patch === null)
    throw new UserError(`The record of ${run} names no state of the files (git could not tell it), so it can't be reproduced.`);
  const file = `${runFolder(run)}/changes.patch`;
  const bytes = await read('changes.patch');
  if (bytes === null) throw new UserError(`${file} is missing; take it back from git, because the run's files can't be told without it.`);
  const lines = Buffer.from(bytes.toString('latin1').replaceAll('\r\n', '\n'), 'latin1');
  const found = [bytes, lines].find((candidate) => sha256(candidate) === patch.sha256);
  if (found === undefined)
    throw new UserError(`${file} is not the one that the record names (its hash is another); take it back from git.`);
  return found;
}

/** Makes a worktree with a project's files as a run used them; UserError where git lacks them here. */
export async function checkOutRun(root: string, repository: Repository, source: RunSource): Promise<ReproductionFolder> {
  const { run, parent } = source.record;
  const patch = await readPatch(source);
  if (parent !== null && !(await hasCommit(repository, parent)))
    throw new UserError(
      `Commit ${parent.slice(0, 10)}, on which run ${run} was trained, is not in this clone: fetch the branch that holds it (git fetch --unshallow in a shallow clone).`,
    );
  const folder = await newReproductionFolder(root, repository, run);
  try {
    await addWorktree(repository, folder.top, { commit: parent, patch });
    await writeRunProcess(folder.project, run, new Date().toISOString(), null);
  } catch (error) {
    await removeWorktree(repository, folder.top);
    throw new UserError(`The files of run ${run} could not be checked out (${gitWords(error)}).`);
  }
  return folder;
}

/** Gives a worktree this machine's settings and the paths of all images but those named. */
export async function takeLocalSettings(root: string, project: string, without: readonly string[]): Promise<void> {
  const left = new Set(without);
  const paths = (await readLocalPaths(root)).filter(({ image }) => !left.has(image));
  await mkdir(join(project, dirname(layout.local)), { recursive: true });
  await copyFile(join(root, layout.local), join(project, layout.local)).catch(ignoreMissing);
  await writeLocalPaths(project, paths);
}

const ignoreMissing = (error: unknown): void => {
  if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
};

const isThere = async (file: string): Promise<boolean> => (await stat(file).catch(() => null)) !== null;

/** Puts the weights that training starts from where the worktree's project finds them: git does not hold them. UserError where this machine lacks them. */
export async function takeStartWeights(root: string, project: string, { settings }: RunRecord): Promise<void> {
  const { weights } = settings.network;
  if (weights === '' || isAbsolute(weights) || (await isThere(join(project, weights)))) return;
  const places = [join(root, weights), join(root, layout.weights, weights)];
  for (const file of places) {
    if (!(await isThere(file))) continue;
    const there = join(project, layout.weights, weights);
    await mkdir(dirname(there), { recursive: true });
    await link(file, there).catch(() => copyFile(file, there));
    return;
  }
  throw new UserError(
    `The run started from the weights ${weights}, which are neither in the project nor in ${layout.weights} on this machine; put the file there.`,
  );
}
